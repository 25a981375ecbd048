"""Amazon Bedrock API keys as bearer tokens: whose they are, and whether they are good.

A call with a good key goes on as one of its owner, and needs bedrock:CallWithBearerToken besides what it needs anyway:
https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-permissions.html
"""

import base64
import binascii
import contextvars
import json
import os
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ministack import app
from ministack.core import iam_evaluator, sigv4
from ministack.core.responses import _account_from_sts_session
from ministack.services import iam, sts

from plugin import gate, service_credentials
from plugin.patching import wrap

_SHORT_TERM = "bedrock-api-key-"
_HOST = "bedrock.amazonaws.com"
_LONGEST_SECONDS = 12 * 3600
# The control plane's and the runtime's; no other service takes these keys.
_BEDROCK_PATHS = re.compile(r"/(?:foundation-models|custom-models|inference-profiles|provisioned-model-throughputs?|imported-models|"
                            r"custom-model-deployments|marketplace-model|model-endpoints|prompt-routers|model)(?:/.*)?$")

# Of the call that is being decided on: LONG_TERM or SHORT_TERM.
_token_type: contextvars.ContextVar[str] = contextvars.ContextVar("sandbox_bearer_token_type", default="")


class Refused(Exception):
    """What Bedrock says of a token that it does not take: the same of one that was deleted and of one of another region."""


_NOT_VALID = "Authentication failed: Please make sure your API Key is valid."
_EXPIRED = "Bearer Token has expired"


def _long_term(token: str) -> str:
    credential = service_credentials.of_secret(token)
    if credential is None or credential.state == "Inactive":
        raise Refused(_NOT_VALID)
    if credential.state == "Expired":
        raise Refused(_EXPIRED)
    user = iam._users.get_scoped(credential.account, None, credential.user)
    if user is None:
        raise Refused(_NOT_VALID)
    # An identity for the evaluator, which knows callers by access keys only. Nobody is given it.
    key = f"ASIABEARER{credential.id[4:]}"
    sts._sessions[key] = {
        "Arn": user["Arn"], "AccountId": credential.account, "UserId": user["UserId"], "PrincipalType": "User", "PrincipalName": credential.user,
        "SecretAccessKey": os.urandom(16).hex(), "SessionToken": None,
    }
    return key


def _short_term(token: str, region: str) -> str:
    """The presigned URL inside, checked as its signature: the session must be alive, whatever the token itself allows."""
    try:
        url = base64.b64decode(token.removeprefix(_SHORT_TERM), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Refused(_NOT_VALID) from None
    query = parse_qs(urlsplit(f"https://{url}").query, keep_blank_values=True)
    version = query.pop("Version", None)
    signature = sigv4.parse_query_signature(query)
    if isinstance(signature, tuple) or version != ["1"] or query.get("Action") != ["CallWithBearerToken"] or signature.service != "bedrock":
        raise Refused(_NOT_VALID)
    expires = int(query.get("X-Amz-Expires", ["0"])[0])
    if signature.region != region or not 0 < expires <= _LONGEST_SECONDS:
        raise Refused(_NOT_VALID)
    if sigv4.presigned_request_is_expired(signature.amz_date, str(expires)):
        raise Refused(_EXPIRED)
    key = signature.access_key_id
    account = _account_from_sts_session(key) or os.environ["MINISTACK_ACCOUNT_ID"]
    credential = iam_evaluator.resolve_credential(key, account, query.get("X-Amz-Security-Token", [""])[0])
    if isinstance(credential, iam_evaluator.CredentialResolutionError):
        raise Refused(_EXPIRED if credential.code.startswith("ExpiredToken") else _NOT_VALID)
    if sigv4.header_signature_failure(signature, credential.secret_access_key, "POST", "/", query, {"host": _HOST}, b"", presigned=True):
        raise Refused(_NOT_VALID)
    return key


def _app(original: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def handle(scope: dict[str, Any], receive: Any, send: Any) -> None:
        _token_type.set("")
        token = _token(scope)
        if token is None:
            return await original(scope, receive, send)
        region = _region(scope)
        try:
            if not _BEDROCK_PATHS.match(scope["path"]):
                raise Refused("The request signature does not conform to AWS standards.")
            key = _short_term(token, region) if token.startswith(_SHORT_TERM) else _long_term(token)
        except Refused as refused:
            print(f"[denied] a bearer token on {scope['path']}: {refused}")
            return await _answer(send, str(refused))
        _token_type.set("SHORT_TERM" if token.startswith(_SHORT_TERM) else "LONG_TERM")
        day = time.strftime("%Y%m%d", time.gmtime())
        signed = f"AWS4-HMAC-SHA256 Credential={key}/{day}/{region}/bedrock/aws4_request, SignedHeaders=host, Signature=0".encode()
        others = [(name, value) for name, value in scope["headers"] if name.lower() != b"authorization"]
        return await original({**scope, "headers": [*others, (b"authorization", signed)]}, receive, send)
    return handle


def _region(scope: dict[str, Any]) -> str:
    """Neither a key nor the address of a sandbox names the region that is called; a user agent can. Else it is the home region."""
    agent = next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"user-agent"), "")
    named = re.search(r"(?:^| )region/([a-z]{2,4}(?:-[a-z]+)+-\d+)(?: |$)", agent)
    return named.group(1) if named else os.environ["MINISTACK_REGION"]


def _token(scope: dict[str, Any]) -> str | None:
    if scope["type"] != "http":
        return None
    value = next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"authorization"), "")
    return value[7:] if value[:7].lower() == "bearer " and value[7:].startswith((_SHORT_TERM, "ABSK")) else None


async def _answer(send: Any, message: str) -> None:
    headers = [(b"content-type", b"application/json"), (b"x-amzn-errortype", b"AccessDeniedException")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"Message": message}).encode()})


def _pin_signed_request(original: Callable[..., None]) -> Callable[..., None]:
    """There is no signature to check: the token has been."""
    def pin_signed_request(*arguments: Any, **named: Any) -> None:
        original(*arguments, **named)
        if _token_type.get():
            iam_evaluator._signed_request.set(None)
    return pin_signed_request


def _enforce(original: Callable[..., Any]) -> Callable[..., Any]:
    def enforce(access_key: str, action: str, service: str, region: str, resource_arn: str = "*",
                service_context: dict[str, Any] | None = None) -> Any:
        if _token_type.get():
            called = gate._checked.get()
            gate._checked.set(("bedrock:CallWithBearerToken", "*"))
            denied = original(access_key, "bedrock:CallWithBearerToken", service, region, resource_arn="*",
                              service_context={"bedrock:BearerTokenType": _token_type.get()})
            if denied:
                return denied
            gate._checked.set(called)
        return original(access_key, action, service, region, resource_arn=resource_arn, service_context=service_context)
    return enforce


def install() -> None:
    """Before the gate, so that each of its decisions passes through here."""
    wrap(iam_evaluator, "enforce", _enforce)
    wrap([iam_evaluator, app], "pin_signed_request", _pin_signed_request)
    wrap(app, "app", _app)
