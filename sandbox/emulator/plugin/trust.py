"""Who may assume a role.

ministack checks neither tokens nor providers, and asks for an identity policy even where the trust policy names the caller itself.
"""

import dataclasses
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import AuthError, EvalContext
from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import iam, sts

from plugin import web_identity
from plugin.patching import wrap

_LONGEST_CHAINED_SESSION = 3600
_TAGS_CLAIM = "https://aws.amazon.com/tags"
_SOURCE_IDENTITY_CLAIM = "https://aws.amazon.com/source_identity"
_ROLES_CLAIM = "https://aws.amazon.com/roles"


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status, self.code = status, code


def _role(arn: str) -> dict[str, Any]:
    account = arn.split(":")[4] if arn.count(":") >= 5 else ""
    role = iam._roles.get_scoped(account, None, arn.rsplit("/", 1)[-1])
    # Looked up by name, yet a role is named by its whole ARN, path included.
    return role if role and role["Arn"] == arn else {}


def _check_duration(parameters: dict[str, str], role: dict[str, Any], chained: bool) -> None:
    duration = int(parameters.get("DurationSeconds") or 3600)
    if chained and duration > _LONGEST_CHAINED_SESSION:
        raise Refused(400, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")
    if duration > int(role.get("MaxSessionDuration") or 3600):
        raise Refused(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")


def check_web_identity(parameters: dict[str, str]) -> web_identity.WebIdentity:
    arn = parameters.get("RoleArn", "")
    account = arn.split(":")[4] if arn.count(":") >= 5 else ""
    try:
        identity = web_identity.verify(parameters.get("WebIdentityToken", ""), account, arn.split(":")[1])
    except web_identity.TokenError as error:
        raise Refused(400, error.code, str(error)) from None
    role, claims = _role(arn), identity.claims
    host = identity.provider_arn.split("oidc-provider/", 1)[1]
    tags = {key: value[0] for key, value in (claims.get(_TAGS_CLAIM, {}).get("principal_tags") or {}).items()}
    roles = claims.get(_ROLES_CLAIM)
    keys = {
        f"{host}:aud": identity.audience, f"{host}:sub": identity.subject, f"{host}:amr": claims.get("amr"),
        "sts:RoleSessionName": parameters.get("RoleSessionName"),
        "sts:SourceIdentity": claims.get(_SOURCE_IDENTITY_CLAIM),
        "sts:RoleAuthorizedByIdp": None if roles is None else str(arn in ([roles] if isinstance(roles, str) else roles)).lower(),
    }
    context = EvalContext(
        principal_arn=identity.provider_arn, principal_type="WebIdentityUser", principal_account=account,
        action="sts:AssumeRoleWithWebIdentity", resource_arn=arn, region=get_region(),
        service_context={key.lower(): value for key, value in keys.items() if value is not None},
        request_tags=tags, tag_keys=list(tags),
    )
    needed = ["sts:AssumeRoleWithWebIdentity"] + ["sts:TagSession"] * bool(tags) + ["sts:SetSourceIdentity"] * (_SOURCE_IDENTITY_CLAIM in claims)
    for action in needed:
        if not role or not _trusts(role, dataclasses.replace(context, action=action), federated=True):
            raise Refused(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    _check_duration(parameters, role, chained=False)
    return identity


def _trusts(role: dict[str, Any], context: EvalContext, federated: bool = False, named_only: bool = False) -> bool:
    document = role["AssumeRolePolicyDocument"]
    document = json.loads(document) if isinstance(document, str) else document
    statements = document.get("Statement", [])
    applicable: dict[str, list[dict[str, Any]]] = {"Allow": [], "Deny": []}
    for statement in [statements] if isinstance(statements, dict) else statements:
        principal = statement.get("Principal", {})
        matches = (iam_evaluator._trust_principal_matches(principal, context.principal_arn, True) if federated
                   else iam_evaluator._names_caller(principal, context.principal_arn) if named_only
                   else iam_evaluator._principal_matches(_without_services(principal), context.principal_arn))
        if matches:
            applicable[statement["Effect"]].append(statement)
    decision = iam_evaluator.evaluate(context, [iam_evaluator.parse_policy_document({"Statement": applicable["Allow"] + applicable["Deny"]})])
    return decision.decision == "Allow"


def _without_services(principal: Any) -> Any:
    """ministack lets a Service principal match the root of the account, for its own services."""
    return {"AWS": principal.get("AWS", [])} if isinstance(principal, dict) else principal


def check_assume_role(parameters: dict[str, str], access_key: str) -> None:
    """Both sides must allow; within one account a trust policy that names the caller itself is enough.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
    """
    caller = iam_evaluator.resolve_principal(access_key, get_account_id())
    if isinstance(caller, AuthError):
        raise Refused(403, "InvalidClientTokenId", caller.message)
    arn = parameters.get("RoleArn", "")
    role = _role(arn)
    account = arn.split(":")[4] if arn.count(":") >= 5 else ""
    context = EvalContext(
        principal_arn=caller.arn, principal_type=caller.type, principal_account=caller.account, action="sts:AssumeRole",
        resource_arn=arn, region=get_region(), principal_keys=caller.keys,
        service_context={key: value for key, value in (("sts:externalid", parameters.get("ExternalId")),
                                                       ("sts:rolesessionname", parameters.get("RoleSessionName"))) if value},
    )
    identity = "Allow" if caller.policies is None else iam_evaluator.evaluate(context, caller.policies, *caller.limits).decision
    named = bool(role) and _trusts(role, context, named_only=True)
    sufficient = identity == "Allow" or (identity == "ImplicitDeny" and named and caller.account == account)
    if not role or not _trusts(role, context) or not sufficient:
        raise Refused(403, "AccessDenied", f"User: {caller.arn} is not authorized to perform: sts:AssumeRole on resource: {arn}")
    _check_duration(parameters, role, chained=caller.type == "AssumedRole")


def _parameters(headers: dict[str, str], body: bytes, query: dict[str, Any]) -> dict[str, str]:
    if "amz-json" in headers.get("content-type", ""):
        return {"Action": headers.get("x-amz-target", "").rsplit(".", 1)[-1], **{key: str(value) for key, value in json.loads(body or b"{}").items()}}
    form = {**query, **parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)}
    return {key: value[0] if isinstance(value, list) else value for key, value in form.items()}


def _refusal(refused: Refused, as_json: bool) -> Any:
    if as_json:
        return error_response_json(refused.code, str(refused), refused.status)
    return sts._error(refused.status, refused.code, escape(str(refused)), ns="sts")


def _handle_request(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Any:
        parameters = _parameters(headers, body, query)
        as_json = "amz-json" in headers.get("content-type", "")
        try:
            if parameters.get("Action") == "AssumeRole":
                check_assume_role(parameters, sts.extract_access_key_id(headers, query) or "")
            if parameters.get("Action") != "AssumeRoleWithWebIdentity":
                return await original(method, path, headers, body, query)
            identity = check_web_identity(parameters)
        except Refused as refused:
            return _refusal(refused, as_json)
        status, reply_headers, reply = await original(method, path, headers, body, query)
        return status, reply_headers, _with_identity(reply, identity)
    return handle_request


def _with_identity(reply: Any, identity: web_identity.WebIdentity) -> Any:
    """ministack answers with a made-up subject, audience and provider."""
    text = reply.decode() if isinstance(reply, bytes) else reply
    for name, value in (("SubjectFromWebIdentityToken", identity.subject), ("Audience", identity.audience),
                        ("Provider", identity.provider_arn)):
        start, end = text.find(f"<{name}>"), text.find(f"</{name}>")
        if start >= 0:
            text = text[:start] + f"<{name}>{escape(value)}" + text[end:]
    return text.encode()


def install() -> None:
    wrap(sts, "handle_request", _handle_request)
    wrap(sts, "_web_identity_trust_denied", lambda _original: lambda *_: None)
