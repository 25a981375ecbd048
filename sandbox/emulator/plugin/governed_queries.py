"""Athena: a query does what its caller may do in Glue, Lake Formation and S3; a workgroup's settings count; results are where they are said to be.

https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena-data-access.html
"""

import contextvars
import csv
import io
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlparse

from ministack.core import iam_evaluator
from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import athena, glue, s3

from plugin import governed_catalog, lake_formation
from plugin.patching import wrap

Record = dict[str, Any]

_scanned: contextvars.ContextVar[int] = contextvars.ContextVar("sandbox_scanned", default=0)


def _denied(action: str, resource: str) -> str | None:
    """The words of a refusal, or None when the caller of the query may do it."""
    result = iam_evaluator.enforce(governed_catalog.access_key.get(), action, action.partition(":")[0], get_region(), resource_arn=resource)
    if result is None:
        return None
    print(f"[denied] {action} on {resource} in a query")
    return f"User: {getattr(result, 'principal_arn', 'unknown')} is not authorized to perform: {action} on resource: {resource}"


def _require(action: str, *resources: str) -> None:
    for resource in resources:
        denied = _denied(action, resource)
        if denied:
            raise PermissionError(f"Insufficient permissions to execute the query. {denied}")


def _files(location: str) -> list[tuple[str, int]]:
    parsed = urlparse(location)
    bucket = s3._buckets.get(parsed.netloc) or {"objects": {}}
    prefix = parsed.path.strip("/") + "/"
    return [(f"arn:aws:s3:::{parsed.netloc}/{key}", int(record.get("size") or len(record.get("body") or b"")))
            for key, record in bucket["objects"].items() if key.startswith(prefix) and not key.endswith("/")]


def _authorize(database: str, table: str) -> int:
    """Refuses what AWS refuses, in its words; returns the bytes that are there to read."""
    arn = f"arn:aws:glue:{get_region()}:{get_account_id()}"
    _require("glue:GetDatabase", f"{arn}:catalog", f"{arn}:database/default")
    _require("glue:GetTable", f"{arn}:catalog", f"{arn}:database/{database}", f"{arn}:table/{database}/{table}")
    known = glue._tables.get(f"{database}/{table}")
    columns = lake_formation.columns_of(governed_catalog.caller(), database, table) if known else None
    if columns is None:
        raise PermissionError(f"TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.{database}.{table}' does not exist")
    if not columns:
        raise PermissionError("COLUMN_NOT_FOUND: line 1:8: SELECT * not allowed from relation that has no columns")
    if known.get("PartitionKeys"):
        _require("glue:GetPartitions", f"{arn}:catalog", f"{arn}:database/{database}", f"{arn}:table/{database}/{table}")
    location = (known.get("StorageDescriptor") or {}).get("Location") or ""
    files = _files(location)
    if lake_formation.is_registered(location):
        _require("lakeformation:GetDataAccess", "*")
    else:
        for file, _ in files[:1]:
            if _denied("s3:GetObject", file):
                raise PermissionError(f"Permission denied on S3 path: {location}")
    return sum(size for _, size in files)


def _run(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def run(query: str, database: str, catalog: str | None = None) -> Any:
        _scanned.set(sum(_authorize(ref.database or database, ref.table) for ref in athena._table_references(query)))
        try:
            return await original(query, database, catalog)
        except Exception as error:
            missing = re.search(r'Referenced column "([^"]+)" not found', str(error))
            if not missing:
                raise
            raise PermissionError(f"COLUMN_NOT_FOUND: line 1:8: Column '{missing.group(1)}' cannot be resolved or requester is not "
                                  "authorized to access requested resources") from error
    return run


def _only_visible(original: Callable[..., str]) -> Callable[..., str]:
    def relation(table: Record, *files: Any) -> str:
        columns = lake_formation.columns_of(governed_catalog.caller(), table["DatabaseName"], table["Name"]) or frozenset()
        every = [column["Name"] for column in ((table.get("StorageDescriptor") or {}).get("Columns") or []) + (table.get("PartitionKeys") or [])]
        shown = ", ".join('"' + name.replace('"', '""') + '"' for name in every if name in columns)
        return f"(SELECT {shown} FROM {original(table, *files)})"
    return relation


def _start(original: Callable[..., Any]) -> Callable[..., Any]:
    def start(data: Record) -> Any:
        name = data.get("WorkGroup") or "primary"
        group = athena._workgroups.get(name)
        if group is None:
            return error_response_json("InvalidRequestException", f"WorkGroup {name} is not found.", 400)
        if group["State"] == "DISABLED":
            return error_response_json("InvalidRequestException", f"WorkGroup {name} is disabled.", 400)
        settings = group.get("Configuration") or {}
        if settings.get("EnforceWorkGroupConfiguration"):
            data = {**data, "ResultConfiguration": settings.get("ResultConfiguration") or {}}
        location = (data.get("ResultConfiguration") or {}).get("OutputLocation") or (settings.get("ResultConfiguration") or {}).get("OutputLocation") or ""
        bucket = urlparse(location).netloc
        actions = ("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads")
        if bucket and (s3._buckets.get(bucket) is None or any(_denied(action, f"arn:aws:s3:::{bucket}") for action in actions)):
            return error_response_json("InvalidRequestException", f"Unable to verify/create output bucket {bucket}", 400)
        return original(data)
    return start


def _save(_original: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def save(query_id: str) -> None:
        """Where the execution says, which ministack writes below; every value in quotes, NULL as nothing."""
        execution = athena._executions[query_id]
        scanned = _scanned.get()
        execution["Statistics"]["DataScannedInBytes"] = scanned
        limit = ((athena._workgroups.get(execution["WorkGroup"]) or {}).get("Configuration") or {}).get("BytesScannedCutoffPerQuery")
        if limit and scanned > limit:
            raise ValueError("Bytes scanned limit was exceeded")
        target = urlparse(execution["ResultConfiguration"]["OutputLocation"])
        key = target.path.lstrip("/")
        if _denied("s3:PutObject", f"arn:aws:s3:::{target.netloc}/{key}"):
            raise PermissionError(f"Access denied when writing output to url: {target.geturl()} . Please ensure you are allowed to access the S3 bucket.")
        text = io.StringIO()
        writer = csv.writer(text, quoting=csv.QUOTE_NOTNULL if hasattr(csv, "QUOTE_NOTNULL") else csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([execution["_results"]["columns"], *execution["_results"]["rows"]])
        for name, content in ((key, text.getvalue().encode()), (f"{key}.metadata", b"")):
            status = s3._put_object(target.netloc, name, content, {"content-type": "text/csv", "content-length": str(len(content))})[0]
            if status >= 300:
                raise ValueError(f"An error occurred when writing output: {status}")
    return save


def install() -> None:
    wrap(athena, "_run_duckdb", _run)
    wrap(athena, "_table_relation", _only_visible)
    wrap(athena, "_empty_relation", _only_visible)
    wrap(athena, "_start_query_execution", _start)
    wrap(athena, "_save_query_results", _save)
