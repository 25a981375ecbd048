"""Which resources a call is authorised on, where ministack says "*" or something else than AWS.

The source is the Service Authorization Reference: https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from collections.abc import Callable

from ministack.services import athena, iam

from plugin import bedrock_resources, sagemaker_resources, service_credentials
from plugin.requests import Check, Request


def _ssm(request: Request) -> list[str]:
    def parameter(name: str) -> str:
        return name if name.startswith("arn:") else request.arn("ssm", f"parameter/{name.lstrip('/')}")
    if request.name in ("GetParameters", "DeleteParameters"):
        return [parameter(name) for name in request.body.get("Names") or []]
    if request.name == "GetParametersByPath":
        return [parameter(request.body.get("Path") or "/")]
    return []


def _iam(request: Request) -> list[str]:
    account = request.account
    role, provider = request.body.get("RoleName"), request.body.get("OpenIDConnectProviderArn")
    if role:
        known = iam._roles.get_scoped(account, None, role)
        return [known["Arn"] if known else f"arn:aws:iam::{account}:role/{role}"]
    if request.body.get("PolicySourceArn"):
        return [request.body["PolicySourceArn"]]
    return [provider] if provider else []


def _athena(request: Request) -> list[str]:
    execution = request.body.get("QueryExecutionId")
    if request.name.startswith(("ListWorkGroups", "ListEngineVersions", "ListDataCatalogs")):
        return ["*"]
    group = request.body.get("WorkGroup") or (request.body.get("Name") if request.name == "CreateWorkGroup" else None)
    if execution:
        group = (athena._executions.get(execution) or {}).get("WorkGroup")
    return [request.arn("athena", f"workgroup/{group or 'primary'}")]


def _glue(request: Request) -> list[str]:
    """Catalog, database and table together: https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html"""
    catalog = request.arn("glue", "catalog")
    database = request.body.get("DatabaseName") or (request.body.get("Name") if "Database" in request.name else None)
    table = request.body.get("TableName") or (request.body.get("Name") if database and "Table" in request.name else None)
    if request.name in ("GetDatabases", "GetCatalogs"):
        return [catalog]
    found = [catalog]
    if database:
        found.append(request.arn("glue", f"database/{database}"))
    if table:
        found.append(request.arn("glue", f"table/{database}/{table}"))
    elif request.name == "GetTables" and database:
        found.append(request.arn("glue", f"table/{database}/*"))
    return found


_RDS_KINDS = {"DBInstance": "db", "DBCluster": "cluster", "DBProxies": "db-proxy", "DBProxy": "db-proxy", "DBSubnetGroup": "subgrp"}


def _rds(request: Request) -> list[str]:
    """A list of everything is authorised on everything of its kind, which a policy on named instances does not cover."""
    for kind, segment in _RDS_KINDS.items():
        if kind in request.name:
            name = next((value for key, value in request.body.items() if key in (f"{kind}Identifier", f"{kind}Name", "DBProxyName")), None)
            if request.name.startswith("Describe") or name:
                return [request.arn("rds", f"{segment}:{name or '*'}")]
    return []


_RESOURCES: dict[str, Callable[[Request], list[str]]] = {
    "ssm": _ssm, "iam": _iam, "athena": _athena, "glue": _glue, "rds": _rds, "lakeformation": lambda _: ["*"],
}


def checks(request: Request) -> list[Check]:
    """Everything that must be allowed for *request*; nothing where ministack knows better."""
    if request.service in ("bedrock", "bedrock-runtime"):
        return bedrock_resources.checks(request)
    if request.service == "sagemaker":
        return sagemaker_resources.checks(request)
    if request.service == "iam" and "ServiceSpecificCredential" in request.name:
        return service_credentials.checks(request)
    arns = _RESOURCES.get(request.service, lambda _: [])(request)
    return [Check(arn) for arn in arns]
