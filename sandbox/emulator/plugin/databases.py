"""RDS: real database servers behind the instances, whose logins the policies decide."""

import json
import os
from collections.abc import Awaitable, Callable
from typing import Any

from ministack import app
from ministack.core import iam_evaluator, responses
from ministack.core.iam_evaluator import AuthError, CredentialResolutionError, EvalContext
from ministack.services import rds

from plugin.patching import wrap

# Asked by the token verifier of the database servers, which is a process of the sandbox: it proves that by the administrator's secret.
_PATH = "/_sandbox/rds-db-connect"


def _authorize(question: dict[str, str]) -> dict[str, Any] | None:
    """Whose key it is and whether its policies allow the action; nothing for a key, a session token or a time that is not valid."""
    key, resource = question["accessKeyId"], question["resource"]
    account = responses._account_from_sts_session(key) or resource.split(":")[4]
    credential = iam_evaluator.resolve_credential(key, account, question.get("sessionToken"))
    if isinstance(credential, CredentialResolutionError):
        return None
    principal = iam_evaluator.resolve_principal(key, account, credential)
    if isinstance(principal, AuthError):
        return None
    context = EvalContext(
        principal_arn=principal.arn, principal_type=principal.type, principal_account=principal.account, action=question["action"],
        resource_arn=resource, region=resource.split(":")[3], service_context={}, principal_keys=principal.keys,
    )
    allowed = principal.policies is None or iam_evaluator.evaluate(context, principal.policies, *principal.limits).decision == "Allow"
    if not allowed:
        print(f"[denied] {question['action']} on {resource} to {principal.arn}")
    # A database is in one account, and nobody else's policies reach it.
    return {"secretAccessKey": credential.secret_access_key, "allowed": allowed and principal.account == resource.split(":")[4]}


def _handle_request(original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def handle_request(path: str, method: str, body: bytes) -> Any:
        if path != _PATH or method != "POST":
            return await original(path, method, body)
        question = json.loads(body)
        if question.get("secret") != os.environ["AWS_SECRET_ACCESS_KEY"]:
            return 403, {}, b""
        return 200, {"Content-Type": "application/json"}, json.dumps(_authorize(question)).encode()
    return handle_request


def _create_db_instance(original: Callable[..., Any]) -> Callable[..., Any]:
    """Gives an instance the endpoint and the resource ID of the server that stands behind it."""
    def create_db_instance(parameters: dict[str, Any]) -> Any:
        reply = original(parameters)
        name = rds._p(parameters, "DBInstanceIdentifier")
        with open(os.path.join(os.environ["SANDBOX_FOLDER"], "databases.json"), encoding="utf-8") as file:
            server = json.load(file).get(name)
        if server and name in rds._instances:
            rds._instances[name] |= {
                "Endpoint": {"Address": server["host"], "Port": server["port"], "HostedZoneId": "Z2R2ITUGPM61AM"},
                "DbiResourceId": server["resourceId"], "DBInstanceStatus": server.get("status", "available"),
            }
        return reply
    return create_db_instance


def install() -> None:
    wrap(app, "_handle_admin_config_request", _handle_request)
    wrap(rds, "_create_db_instance_impl", _create_db_instance)
