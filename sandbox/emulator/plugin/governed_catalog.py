"""Glue as Lake Formation lets it be seen: what is not granted is left out of lists, and "not found" when it is asked for.

https://docs.aws.amazon.com/lake-formation/latest/dg/access-control-metadata.html
"""

import contextvars
import json
from collections.abc import Awaitable, Callable
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.core.router import extract_access_key_id
from ministack.services import athena, glue

from plugin import lake_formation
from plugin.patching import wrap

Record = dict[str, Any]

access_key: contextvars.ContextVar[str] = contextvars.ContextVar("sandbox_access_key", default="")


def caller() -> str | None:
    return lake_formation.role_of(access_key.get())


def _remember_caller(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any], *rest: Any, **named: Any) -> Any:
        access_key.set(extract_access_key_id(headers, query) or "")
        return await original(method, path, headers, body, query, *rest, **named)
    return handle_request


def _seen(table: Record) -> Record | None:
    """The table with the columns that the caller may select; None when it is hidden."""
    columns = lake_formation.columns_of(caller(), table["DatabaseName"], table["Name"])
    if columns is None:
        return None
    storage = table.get("StorageDescriptor") or {}
    shown = [column for column in storage.get("Columns") or [] if column["Name"] in columns]
    registered = lake_formation.is_registered(storage.get("Location") or "")
    return {**table, "StorageDescriptor": {**storage, "Columns": shown}, "IsRegisteredWithLakeFormation": registered}


def _get_table(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_table(data: Record) -> Any:
        answer = original(data)
        seen = _seen(json.loads(answer[2])["Table"]) if answer[0] == 200 else None
        if answer[0] == 200 and seen is None:
            return error_response_json("EntityNotFoundException", f"Table {data.get('Name')} not found", 400)
        return json_response({"Table": seen}) if seen else answer
    return get_table


def _get_tables(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_tables(data: Record) -> Any:
        if data.get("DatabaseName") not in glue._databases or not lake_formation.sees_database(caller(), data["DatabaseName"]):
            return error_response_json("EntityNotFoundException", f"Database {data.get('DatabaseName')} not found", 400)
        tables = [_seen(table) for table in json.loads(original(data)[2])["TableList"]]
        return json_response({"TableList": [table for table in tables if table]})
    return get_tables


def _get_database(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_database(data: Record) -> Any:
        if data.get("Name") in glue._databases and not lake_formation.sees_database(caller(), data["Name"]):
            return error_response_json("EntityNotFoundException", f"Database {data['Name']} not found", 400)
        return original(data)
    return get_database


def _get_databases(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_databases(data: Record) -> Any:
        databases = json.loads(original(data)[2])["DatabaseList"]
        return json_response({"DatabaseList": [each for each in databases if lake_formation.sees_database(caller(), each["Name"])]})
    return get_databases


def _open_by_default(default: str, resource_of: Callable[[Record], Record]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What is new gets the default grants of the account's settings."""
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def create(data: Record) -> Any:
            answer = original(data)
            if answer[0] == 200:
                for each in lake_formation.settings()[default]:
                    lake_formation.grant(each["Principal"], resource_of(data), each["Permissions"])
            return answer
        return create
    return make


def install() -> None:
    for service in (glue, athena):
        wrap(service, "handle_request", _remember_caller)
    wrap(glue, "_get_table", _get_table)
    wrap(glue, "_get_tables", _get_tables)
    wrap(glue, "_get_database", _get_database)
    wrap(glue, "_get_databases", _get_databases)
    wrap(glue, "_create_database", _open_by_default("CreateDatabaseDefaultPermissions", lambda data: {"Database": {"Name": data["DatabaseInput"]["Name"]}}))
    wrap(glue, "_create_table", _open_by_default(
        "CreateTableDefaultPermissions", lambda data: {"Table": {"DatabaseName": data["DatabaseName"], "Name": data["TableInput"]["Name"]}}))
