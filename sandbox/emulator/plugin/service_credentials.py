"""Service-specific credentials of IAM users for Amazon Bedrock: long-term API keys, which ministack lacks.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
"""

import base64
import datetime
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam

from plugin.patching import wrap
from plugin.requests import Check, Request

SERVICE = "bedrock.amazonaws.com"
_MOST_PER_USER = 2
_MOST_DAYS = 36600


@dataclass
class Credential:
    id: str
    account: str
    user: str
    secret: str
    alias: str
    created: datetime.datetime
    expires: datetime.datetime | None
    status: str = "Active"

    @property
    def state(self) -> str:
        """A key does not age by the days that it lives in the minutes of a sandbox: a test says which one has expired."""
        with open(os.path.join(os.environ["SANDBOX_FOLDER"], "expired-keys.json"), encoding="utf-8") as file:
            return "Expired" if self.id in json.load(file) else self.status


_credentials: dict[str, Credential] = {}


def of_secret(secret: str) -> Credential | None:
    return next((each for each in _credentials.values() if each.secret == secret), None)


def _of_user(user: str) -> list[Credential]:
    return [each for each in _credentials.values() if each.user == user and each.account == get_account_id()]


def _xml(credential: Credential, with_secret: bool = False) -> str:
    fields = {
        "UserName": credential.user, "Status": credential.state, "ServiceName": SERVICE, "ServiceSpecificCredentialId": credential.id,
        "ServiceCredentialAlias": credential.alias, "CreateDate": credential.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "ExpirationDate": credential.expires.strftime("%Y-%m-%dT%H:%M:%SZ") if credential.expires else None,
        "ServiceCredentialSecret": credential.secret if with_secret else None,
    }
    return "".join(f"<{name}>{value}</{name}>" for name, value in fields.items() if value is not None)


def _refusal(parameters: dict[str, Any], own: bool) -> Any:
    user, identifier = iam._p(parameters, "UserName"), iam._p(parameters, "ServiceSpecificCredentialId")
    if iam._users.get(user) is None:
        return iam._error(404, "NoSuchEntity", f"The user with name {user} cannot be found.", ns="iam")
    if own and identifier not in [each.id for each in _of_user(user)]:
        return iam._error(404, "NoSuchEntity", f"No such credential {identifier} exists", ns="iam")
    return None


def _create(parameters: dict[str, Any]) -> Any:
    if refusal := _refusal(parameters, own=False):
        return refusal
    user, service, days = (iam._p(parameters, name) for name in ("UserName", "ServiceName", "CredentialAgeDays"))
    if service != SERVICE:
        return iam._error(400, "NotSupportedService", f"The sandbox makes service-specific credentials for {SERVICE} only", ns="iam")
    if days and not 1 <= int(days) <= _MOST_DAYS:
        return iam._error(400, "ValidationError", f"CredentialAgeDays must be from 1 to {_MOST_DAYS}", ns="iam")
    if len(_of_user(user)) >= _MOST_PER_USER:
        return iam._error(409, "LimitExceeded", f"Cannot exceed quota for ServiceSpecificCredentialsPerUser: {_MOST_PER_USER}", ns="iam")
    now = datetime.datetime.now(datetime.timezone.utc)
    alias = f"BedrockAPIKey-{secrets.token_hex(2)}-at-{get_account_id()}"
    secret = "ABSK" + base64.b64encode(f"{alias}:{secrets.token_urlsafe(48)}".encode()).decode()
    made = Credential(f"ACCA{secrets.token_hex(8).upper()}", get_account_id(), user, secret, alias, now,
                      now + datetime.timedelta(days=int(days)) if days else None)
    _credentials[made.id] = made
    return iam._xml(200, "CreateServiceSpecificCredentialResponse", "<CreateServiceSpecificCredentialResult><ServiceSpecificCredential>"
                    f"{_xml(made, with_secret=True)}</ServiceSpecificCredential></CreateServiceSpecificCredentialResult>", ns="iam")


def _list(parameters: dict[str, Any]) -> Any:
    if refusal := _refusal(parameters, own=False):
        return refusal
    members = "".join(f"<member>{_xml(each)}</member>" for each in _of_user(iam._p(parameters, "UserName")))
    return iam._xml(200, "ListServiceSpecificCredentialsResponse", "<ListServiceSpecificCredentialsResult><ServiceSpecificCredentials>"
                    f"{members}</ServiceSpecificCredentials></ListServiceSpecificCredentialsResult>", ns="iam")


def _update(parameters: dict[str, Any]) -> Any:
    if refusal := _refusal(parameters, own=True):
        return refusal
    _credentials[iam._p(parameters, "ServiceSpecificCredentialId")].status = iam._p(parameters, "Status")
    return iam._xml(200, "UpdateServiceSpecificCredentialResponse", "", ns="iam")


def _delete(parameters: dict[str, Any]) -> Any:
    if refusal := _refusal(parameters, own=True):
        return refusal
    del _credentials[iam._p(parameters, "ServiceSpecificCredentialId")]
    return iam._xml(200, "DeleteServiceSpecificCredentialResponse", "", ns="iam")


def _delete_user(original: Callable[..., Any]) -> Callable[..., Any]:
    def delete_user(parameters: dict[str, Any]) -> Any:
        if _of_user(iam._p(parameters, "UserName")):
            return iam._error(409, "DeleteConflict", "Cannot delete entity, must delete service-specific credentials first.", ns="iam")
        return original(parameters)
    return delete_user


def checks(request: Request) -> list[Check]:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html"""
    user = iam._users.get_scoped(request.account, None, request.body.get("UserName", ""))
    keys = {"iam:ServiceSpecificCredentialServiceName": request.body.get("ServiceName"),
            "iam:ServiceSpecificCredentialAgeDays": request.body.get("CredentialAgeDays")}
    context = {key: value for key, value in keys.items() if value} if request.name.startswith("Create") else {}
    return [Check(user["Arn"] if user else f"arn:aws:iam::{request.account}:user/{request.body.get('UserName', '')}", context)]


def install() -> None:
    with open(os.path.join(os.environ["SANDBOX_FOLDER"], "expired-keys.json"), "x", encoding="utf-8") as file:
        file.write("[]")
    wrap(iam, "_delete_user", _delete_user)
    iam._IAM_HANDLERS |= {
        "DeleteUser": iam._delete_user, "CreateServiceSpecificCredential": _create, "ListServiceSpecificCredentials": _list,
        "UpdateServiceSpecificCredential": _update, "DeleteServiceSpecificCredential": _delete,
    }
