"""Cognito identity pools: whose credentials they give, and to whom they give none.

ministack gives credentials of whatever role is attached, without asking the role's trust policy, and to identities that nobody signed in.
"""

import json
from collections.abc import Callable
from typing import Any

from ministack.core.iam_evaluator import EvalContext
from ministack.core.responses import error_response_json, get_region
from ministack.services import cognito, sts

from plugin import trust
from plugin.patching import wrap

_PROVIDER = "cognito-identity.amazonaws.com"
_SESSION_SECONDS = 3600


def _refused(code: str, message: str) -> Any:
    return error_response_json(code, message, 400)


def _no_guests(pool: dict[str, Any] | None, logins: dict[str, str]) -> Any:
    if pool and not logins and not pool.get("AllowUnauthenticatedIdentities"):
        return _refused("NotAuthorizedException", "Unauthenticated access is not supported for this identity pool.")
    return None


def _get_id(original: Callable[..., Any]) -> Callable[..., Any]:
    """https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html"""
    def get_id(data: dict[str, Any]) -> Any:
        return _no_guests(cognito._identity_pools.get(data.get("IdentityPoolId")), data.get("Logins") or {}) or original(data)
    return get_id


def _pool_of(identity: str) -> dict[str, Any] | None:
    return next((pool for pool in cognito._identity_pools.values() if identity in pool["_identities"]), None)


def _get_credentials(original: Callable[..., Any]) -> Callable[..., Any]:
    """https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html"""
    def get_credentials(data: dict[str, Any]) -> Any:
        identity, logins = data.get("IdentityId", ""), data.get("Logins") or {}
        pool = _pool_of(identity)
        if pool is None:
            return _refused("ResourceNotFoundException", f"Identity '{identity}' not found.")
        refused = _no_guests(pool, logins)
        if refused:
            return refused
        role = _role(pool, "authenticated" if logins else "unauthenticated")
        answer = original(data)
        if answer[0] >= 400:
            return answer
        given = json.loads(answer[2])
        if role is None or not _is_trusted(role, pool, given["IdentityId"], logins):
            sts._sessions.pop(given["Credentials"]["AccessKeyId"], None)
            return _refused("InvalidIdentityPoolConfigurationException", "Invalid identity pool configuration. Check assigned IAM roles for this pool.")
        return answer
    return get_credentials


def _role(pool: dict[str, Any], kind: str) -> dict[str, Any] | None:
    arn = (pool.get("_roles") or {}).get(kind, "")
    return trust._role(arn) or None if arn else None


def _is_trusted(role: dict[str, Any], pool: dict[str, Any], identity: str, logins: dict[str, str]) -> bool:
    """https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html"""
    amr = cognito._identity_login_fields(logins)[0]
    account = role["Arn"].split(":")[4]
    context = EvalContext(
        principal_arn=_PROVIDER, principal_type="WebIdentityUser", principal_account=account, action="sts:AssumeRoleWithWebIdentity",
        resource_arn=role["Arn"], region=get_region(),
        service_context={f"{_PROVIDER}:aud": pool["IdentityPoolId"], f"{_PROVIDER}:sub": identity, f"{_PROVIDER}:amr": amr},
    )
    return trust._trusts(role, context, federated=True) and int(role.get("MaxSessionDuration") or 3600) >= _SESSION_SECONDS


def install() -> None:
    wrap(cognito, "_get_id", _get_id)
    wrap(cognito, "_get_credentials_for_identity", _get_credentials)
