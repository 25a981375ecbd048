"""S3: encrypted objects need their key, and buckets whose requesters pay say no to who does not offer to."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import s3
from ministack.services.cloudformation import provisioners

from plugin.patching import wrap

_KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id"
_MANAGED_KEY = "alias/aws/s3"


def _key_arn(key_id: str, account: str) -> str:
    return key_id if key_id.startswith("arn:") else f"arn:aws:kms:{get_region()}:{account}:key/{key_id}"


def _key_checks(method: str, path: str, headers: dict[str, str]) -> list[tuple[str, str]]:
    """Reading an SSE-KMS object takes kms:Decrypt on its key, writing one kms:GenerateDataKey
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html)."""
    bucket, _, key = unquote(path).lstrip("/").partition("/")
    owner = s3._bucket_owner_account(bucket)
    if not key or owner is None:
        return []
    if method in ("GET", "HEAD"):
        record = (s3._buckets.get_scoped(owner, None, bucket) or {}).get("objects", {}).get(key) or {}
        key_id, action = s3._stored_sse_headers(record).get(_KEY_HEADER), "kms:Decrypt"
    elif method == "PUT":
        key_id, action = headers.get(_KEY_HEADER) or s3._bucket_default_sse_headers(bucket).get(_KEY_HEADER), "kms:GenerateDataKey"
    else:
        return []
    # The AWS managed key lets everyone in its account use it through S3.
    return [(action, _key_arn(key_id, owner))] if key_id and not key_id.endswith(_MANAGED_KEY) else []


def _additional_checks(original: Callable[..., Any]) -> Callable[..., Any]:
    def additional_checks(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Any:
        return original(method, path, headers, body, query) + _key_checks(method, path, headers)
    return additional_checks


def _handle_request(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any], **rest: Any) -> Any:
        bucket = unquote(path).lstrip("/").partition("/")[0]
        owner = s3._bucket_owner_account(bucket)
        if owner not in (None, get_account_id()) and headers.get("x-amz-request-payer", "").lower() != "requester" \
                and re.search("<Payer>Requester</Payer>", s3._bucket_request_payment_config.get_scoped(owner, None, bucket) or ""):
            # https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html
            return s3._error("AccessDenied", "Access Denied", 403, f"/{bucket}")
        if headers.get("x-amz-server-side-encryption") == "aws:kms" and not headers.get(_KEY_HEADER):
            default = s3._bucket_default_sse_headers(bucket).get(_KEY_HEADER)
            headers = {**headers, _KEY_HEADER: default or f"arn:aws:kms:{get_region()}:{get_account_id()}:{_MANAGED_KEY}"}
        reply = await original(method, path, headers, body, query, **rest)
        return _hide_absence(reply, bucket, method, headers, query) if reply[0] == 404 and method in ("GET", "HEAD") else reply
    return handle_request


def _hide_absence(reply: Any, bucket: str, method: str, headers: dict[str, str], query: dict[str, Any]) -> Any:
    """Whether a key exists is told only to who may list the bucket
    (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html)."""
    access_key = extract_access_key_id(headers, query)
    if not access_key or s3._bucket_owner_account(bucket) is None:
        return reply
    denied = iam_evaluator.enforce(access_key, "s3:ListBucket", "s3", get_region(), resource_arn=f"arn:aws:s3:::{bucket}")
    if not isinstance(denied, iam_evaluator.EvalResult):
        return reply
    status, reply_headers, text = iam_actions.access_denied_response("s3", "s3:ListBucket", denied.principal_arn, "", headers=headers)
    return status, reply_headers, b"" if method == "HEAD" else text


def _encryption_xml(properties: dict[str, Any]) -> bytes:
    root = Element("ServerSideEncryptionConfiguration", xmlns=s3.S3_NS)
    for rule in properties.get("ServerSideEncryptionConfiguration") or []:
        element = SubElement(root, "Rule")
        default = rule.get("ServerSideEncryptionByDefault") or {}
        applied = SubElement(element, "ApplyServerSideEncryptionByDefault")
        for name in ("SSEAlgorithm", "KMSMasterKeyID"):
            if default.get(name):
                SubElement(applied, name).text = default[name]
        SubElement(element, "BucketKeyEnabled").text = str(rule.get("BucketKeyEnabled", False)).lower()
    return tostring(root)


def install() -> None:
    wrap(iam_actions, "s3_additional_checks", _additional_checks)
    wrap(s3, "handle_request", _handle_request)
    provisioners._S3_BUCKET_CONFIGURATIONS += (
        ("BucketEncryption", _encryption_xml, s3._put_bucket_encryption, s3._delete_bucket_encryption),
    )
