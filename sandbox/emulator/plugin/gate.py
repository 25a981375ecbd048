"""The gate in front of every call: its action, its resources, and one decision over all of them."""

import contextvars
from collections.abc import Callable
from typing import Any

from ministack.core import iam_actions, iam_evaluator

from plugin import resources
from plugin.patching import wrap
from plugin.requests import Check, Request, parameters

# https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html: governed by the actions of InvokeModel.
_SAME_PERMISSION = {
    "bedrock:Converse": "bedrock:InvokeModel",
    "bedrock:ConverseStream": "bedrock:InvokeModelWithResponseStream",
}
# Decided in trust.py, with the trust policy at hand.
_DECIDED_ELSEWHERE = {"sts:AssumeRole"}

_action: contextvars.ContextVar[str] = contextvars.ContextVar("sandbox_action", default="")
_checks: contextvars.ContextVar[list[Check]] = contextvars.ContextVar("sandbox_checks", default=[])
_checked: contextvars.ContextVar[tuple[str, str]] = contextvars.ContextVar("sandbox_checked", default=("", "*"))


def _extract_action(original: Callable[..., Any]) -> Callable[..., Any]:
    def extract_action(service: str, *rest: Any) -> str | None:
        action = original(service, *rest)
        action = _SAME_PERMISSION.get(action, action)
        _action.set(action or "")
        if action in _DECIDED_ELSEWHERE:
            return None
        # ministack lets calls pass whose action it cannot name.
        return action or f"{iam_actions.SERVICE_TO_IAM_NAMESPACE.get(service, service)}:UnknownToTheSandbox"
    return extract_action


def _extract_resource(original: Callable[..., Any]) -> Callable[..., Any]:
    def extract_resource(service: str, method: str, path: str, headers: dict[str, str], body: bytes,
                         form: dict[str, Any], region: str, account: str) -> str:
        name = _action.get().partition(":")[2]
        found = resources.checks(Request(service, name, method, path, parameters(body, form), region, account, headers))
        _checks.set(found)
        return found[0].resource if found else original(service, method, path, headers, body, form, region, account)
    return extract_resource


def _enforce(original: Callable[..., Any]) -> Callable[..., Any]:
    def enforce(access_key: str, action: str, service: str, region: str, resource_arn: str = "*",
                service_context: dict[str, Any] | None = None) -> Any:
        pending = _checks.get()
        _checks.set([])
        if not pending or pending[0].resource != resource_arn:
            pending = [Check(resource_arn)]
        for check in pending:
            denied = _decide(original, access_key, service, region, action, check, service_context or {})
            if denied:
                return denied
        return None
    return enforce


def _decide(original: Callable[..., Any], access_key: str, service: str, region: str, action: str, check: Check,
            context: dict[str, Any]) -> Any:
    action = check.action or action
    _checked.set((action, check.resource))
    if action.startswith("kms:") and service != "kms":
        # On behalf of another service: the key's policy decides too, and may ask which service it is.
        context = {**context, "kms:ViaService": f"{service}.{region}.amazonaws.com"}
        service = "kms"
    return original(access_key, action, service, check.region or region, resource_arn=check.resource, service_context={**context, **check.context})


def _access_denied_response(original: Callable[..., Any]) -> Callable[..., Any]:
    """AWS names the resource in most denials, and people read the missing permission off it; ministack mostly does not."""
    def access_denied_response(service: str, action: str, principal_arn: str, request_id: str, **rest: Any) -> Any:
        checked, resource = _checked.get()
        if principal_arn and not rest.get("message") and not rest.get("resource_policy_arn") and not rest.get("error_code"):
            named = f'"{resource}"' if service == "s3" else resource
            print(f"[denied] {checked} on {resource} to {principal_arn}")
            rest["message"] = iam_actions.identity_denial_message(checked, principal_arn, named, bool(rest.get("explicit_deny")))
        return original(service, action, principal_arn, request_id, **{"resource_arn": resource, **rest})
    return access_denied_response


def install() -> None:
    wrap(iam_actions, "extract_iam_action", _extract_action)
    wrap(iam_actions, "extract_resource_arn", _extract_resource)
    wrap(iam_evaluator, "enforce", _enforce)
    wrap(iam_actions, "access_denied_response", _access_denied_response)
