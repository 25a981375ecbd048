"""Resource types of CloudFormation for Lake Formation, Glue and Athena."""

import json
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import athena, glue

from plugin import lake_formation

Properties = dict[str, Any]
Created = tuple[str, dict[str, Any]]


def _require(answer: tuple[int, Any, bytes]) -> None:
    if answer[0] >= 300:
        raise ValueError(json.loads(answer[2]).get("message") or "the call failed")


def _without_catalog(resource: Properties) -> Properties:
    """Grants in the account's own Data Catalog alone are emulated."""
    for kind, value in resource.items():
        catalog = value.get("CatalogId")
        if catalog and catalog != get_account_id():
            raise ValueError(f"The sandbox does not emulate the Data Catalog of another account ({catalog})")
        return {kind: {key: each for key, each in value.items() if key != "CatalogId"}}
    raise ValueError("Resource is empty")


def _permissions_create(_logical_id: str, properties: Properties, _stack: str) -> Created:
    if properties.get("PermissionsWithGrantOption") is None:
        raise ValueError("required key [PermissionsWithGrantOption] not found")
    resource = _without_catalog(properties["Resource"])
    try:
        return lake_formation.grant(properties["Principal"], resource, properties["Permissions"]), {}
    except lake_formation.Refused as refused:
        raise ValueError(f"{refused} (Service: LakeFormation, {refused.code})") from refused


def _permissions_delete(_physical_id: str, properties: Properties) -> None:
    try:
        lake_formation.revoke(properties["Principal"], _without_catalog(properties["Resource"]), properties["Permissions"])
    except lake_formation.Refused:
        pass


def _workgroup_create(_logical_id: str, properties: Properties, _stack: str) -> Created:
    configuration = {"EnforceWorkGroupConfiguration": True, **(properties.get("WorkGroupConfiguration") or {})}
    _require(athena._create_workgroup({"Name": properties["Name"], "Description": properties.get("Description", ""), "Configuration": configuration}))
    return properties["Name"], {}


def _workgroup_delete(physical_id: str, properties: Properties) -> None:
    mine = [key for key, execution in athena._executions.items() if execution["WorkGroup"] == physical_id]
    if mine and not properties.get("RecursiveDeleteOption"):
        raise ValueError(f"WorkGroup {physical_id} is not empty")
    for key in mine:
        del athena._executions[key]
    _require(athena._delete_workgroup({"WorkGroup": physical_id}))


def _database_create(_logical_id: str, properties: Properties, _stack: str) -> Created:
    _require(glue._create_database({"CatalogId": properties["CatalogId"], "DatabaseInput": properties["DatabaseInput"]}))
    return properties["DatabaseInput"]["Name"], {}


def _database_delete(physical_id: str, _properties: Properties) -> None:
    glue._delete_database({"Name": physical_id})


def _table_create(_logical_id: str, properties: Properties, _stack: str) -> Created:
    _require(glue._create_table({"CatalogId": properties["CatalogId"], "DatabaseName": properties["DatabaseName"], "TableInput": properties["TableInput"]}))
    return properties["TableInput"]["Name"], {}


def _table_delete(physical_id: str, properties: Properties) -> None:
    glue._delete_table({"DatabaseName": properties["DatabaseName"], "Name": physical_id})


HANDLERS = {
    "AWS::LakeFormation::PrincipalPermissions": {"create": _permissions_create, "delete": _permissions_delete},
    "AWS::Athena::WorkGroup": {"create": _workgroup_create, "delete": _workgroup_delete},
    "AWS::Glue::Database": {"create": _database_create, "delete": _database_delete},
    "AWS::Glue::Table": {"create": _table_create, "delete": _table_delete},
}
