"""Lake Formation, which ministack lacks: grants, registered locations, settings, and who may see which columns.

https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
"""

import json
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.core import iam_actions, iam_evaluator, router
from ministack.core.responses import AccountRegionScopedDict, error_response_json, get_account_id, json_response
from ministack.services import glue, iam

from plugin.patching import wrap

Record = dict[str, Any]

EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
_OPEN = [{"Principal": {"DataLakePrincipalIdentifier": EVERYBODY}, "Permissions": ["ALL"]}]

_grants = AccountRegionScopedDict()
_settings = AccountRegionScopedDict()
_locations = AccountRegionScopedDict()
_tags = AccountRegionScopedDict()


class Refused(Exception):
    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


def settings() -> Record:
    # https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html: at first, new things are open to whoever IAM lets in.
    return _settings.setdefault("settings", {"DataLakeAdmins": [], "CreateDatabaseDefaultPermissions": _OPEN, "CreateTableDefaultPermissions": _OPEN})


def role_of(access_key: str) -> str | None:
    """The caller as grants name it: the role of a session; None for an account's root, which the sandbox takes for an administrator."""
    principal = iam_evaluator.resolve_principal(access_key, get_account_id())
    arn = getattr(principal, "arn", "")
    if getattr(principal, "type", "Root") == "Root":
        return None
    if ":assumed-role/" in arn:
        role = iam._roles.get_scoped(principal.account, None, iam_evaluator._role_name_from_assumed_arn(arn))
        return role["Arn"] if role else arn
    return arn


def _of_principal(principal: str) -> list[Record]:
    return [grant for grant in _grants.values() if grant["Principal"]["DataLakePrincipalIdentifier"] == principal]


def _tagged(expression: list[Record], database: str, table: str | None) -> bool:
    tags = {**(_tags.get(database) or {}), **((_tags.get(f"{database}/{table}") or {}) if table else {})}
    return all(tags.get(each["TagKey"]) in each["TagValues"] for each in expression)


def sees_database(principal: str | None, name: str) -> bool:
    """DESCRIBE on the database, or anything on a table in it."""
    if principal is None or principal in settings()["DataLakeAdmins"]:
        return True
    for grant in _of_principal(EVERYBODY) + _of_principal(principal):
        resource = grant["Resource"]
        policy = resource.get("LFTagPolicy")
        if (resource.get("Database") or {}).get("Name") == name:
            return True
        if any((resource.get(kind) or {}).get("DatabaseName") == name for kind in ("Table", "TableWithColumns")):
            return True
        if policy and policy["ResourceType"] == "DATABASE" and _tagged(policy["Expression"], name, None):
            return True
    return False


def columns_of(principal: str | None, database: str, table: str) -> frozenset[str] | None:
    """The columns of a table that the caller may select; None when the table is hidden from it."""
    storage = glue._tables[f"{database}/{table}"]
    every = frozenset(column["Name"] for column in ((storage.get("StorageDescriptor") or {}).get("Columns") or []) + (storage.get("PartitionKeys") or []))
    if principal is None or principal in settings()["DataLakeAdmins"]:
        return every
    found: frozenset[str] | None = None
    for grant in _of_principal(EVERYBODY) + _of_principal(principal):
        resource, permissions = grant["Resource"], set(grant["Permissions"])
        named, some, policy = resource.get("Table"), resource.get("TableWithColumns"), resource.get("LFTagPolicy")
        whole = named and named["DatabaseName"] == database and (named.get("Name") == table or named.get("TableWildcard") is not None)
        if whole or (policy and policy["ResourceType"] == "TABLE" and _tagged(policy["Expression"], database, table)):
            found = (found or frozenset()) | (every if permissions & {"SELECT", "ALL"} else frozenset())
        if some and some["DatabaseName"] == database and some["Name"] == table and "SELECT" in permissions:
            found = (found or frozenset()) | frozenset(some["ColumnNames"])
    return found


def is_registered(location: str) -> bool:
    arn = location.replace("s3://", "arn:aws:s3:::").rstrip("/")
    return any(arn == each or arn.startswith(f"{each}/") for each in _locations)


def _require_existing(resource: Record) -> None:
    database = (resource.get("Database") or {}).get("Name")
    table = resource.get("Table") or resource.get("TableWithColumns")
    if database and database not in glue._databases:
        raise Refused("EntityNotFoundException", f"Database not found: {database}")
    if table and not (table["DatabaseName"] in glue._databases if table.get("TableWildcard") is not None else f"{table['DatabaseName']}/{table['Name']}" in glue._tables):
        raise Refused("EntityNotFoundException", f"Table not found: {table['DatabaseName']}.{table.get('Name', '*')}")


def _key(principal: Record, resource: Record) -> str:
    return f"{principal['DataLakePrincipalIdentifier']} {json.dumps(resource, sort_keys=True)}"


def grant(principal: Record, resource: Record, permissions: list[str]) -> str:
    _require_existing(resource)
    if resource.get("TableWithColumns") and permissions != ["SELECT"]:
        raise Refused("InvalidInputException", "Only SELECT can be granted on columns")
    key = _key(principal, resource)
    before = (_grants.get(key) or {}).get("Permissions", [])
    _grants[key] = {"Principal": principal, "Resource": resource, "Permissions": sorted({*before, *permissions}), "PermissionsWithGrantOption": []}
    return key


def revoke(principal: Record, resource: Record, permissions: list[str]) -> None:
    key = _key(principal, resource)
    if key not in _grants:
        raise Refused("InvalidInputException", "No permissions revoked. Grantee has no permissions on resource")
    left = [each for each in _grants[key]["Permissions"] if each not in permissions]
    if left:
        _grants[key] = {**_grants[key], "Permissions": left}
    else:
        del _grants[key]


def _list_permissions(request: Record) -> Record:
    wanted = (request.get("Principal") or {}).get("DataLakePrincipalIdentifier")
    found = [each for each in _grants.values() if wanted in (None, each["Principal"]["DataLakePrincipalIdentifier"])]
    first, size = int(request.get("NextToken") or 0), int(request.get("MaxResults") or 100)
    more = {"NextToken": str(first + size)} if first + size < len(found) else {}
    return {"PrincipalResourcePermissions": found[first:first + size], **more}


def _put_settings(request: Record) -> Record:
    _settings["settings"] = {**settings(), **request["DataLakeSettings"]}
    return {}


def _settings_answer(_request: Record) -> Record:
    current = settings()
    admins = [each if isinstance(each, dict) else {"DataLakePrincipalIdentifier": each} for each in current["DataLakeAdmins"]]
    return {"DataLakeSettings": {**current, "DataLakeAdmins": admins}}


def _register(request: Record) -> Record:
    _locations[request["ResourceArn"].rstrip("/")] = True
    return {}


def _add_tags(request: Record) -> Record:
    table, database = request["Resource"].get("Table"), request["Resource"].get("Database")
    key = f"{table['DatabaseName']}/{table['Name']}" if table else database["Name"]
    _tags[key] = {**(_tags.get(key) or {}), **{tag["TagKey"]: tag["TagValues"][0] for tag in request["LFTags"]}}
    return {"Failures": []}


def _grant(request: Record) -> Record:
    grant(request["Principal"], request["Resource"], request["Permissions"])
    return {}


def _revoke(request: Record) -> Record:
    revoke(request["Principal"], request["Resource"], request["Permissions"])
    return {}


_OPERATIONS: dict[str, Callable[[Record], Record]] = {
    "GrantPermissions": _grant, "RevokePermissions": _revoke, "ListPermissions": _list_permissions, "PutDataLakeSettings": _put_settings,
    "GetDataLakeSettings": _settings_answer, "RegisterResource": _register, "AddLFTagsToResource": _add_tags,
    "ListResources": lambda _: {"ResourceInfoList": [{"ResourceArn": arn} for arn in _locations]},
}


async def handle_request(_method: str, path: str, _headers: dict[str, str], body: bytes, _query: dict[str, Any]) -> Any:
    operation = _OPERATIONS.get(path.strip("/"))
    if operation is None:
        return error_response_json("UnknownOperationException", f"The sandbox does not emulate {path}", 400)
    try:
        return json_response(operation(json.loads(body or b"{}")))
    except Refused as refused:
        return error_response_json(refused.code, str(refused), 400)


def _rest_action(original: Callable[..., Any]) -> Callable[..., Any]:
    def match_rest_action(service: str, method: str, path: str, *rest: Any) -> str | None:
        return path.strip("/") if service == "lakeformation" else original(service, method, path, *rest)
    return match_rest_action


def install() -> None:
    if "lakeformation" in app.SERVICE_HANDLERS:
        raise RuntimeError("ministack has changed: it has Lake Formation now")
    app.SERVICE_HANDLERS["lakeformation"] = handle_request
    router.SERVICE_PATTERNS["lakeformation"] = {"host_patterns": [r"lakeformation\."]}
    iam_actions.SERVICE_TO_IAM_NAMESPACE["lakeformation"] = "lakeformation"
    wrap(iam_actions, "_match_rest_action", _rest_action)
