"""The CloudFormation resource types that ministack lacks."""

from typing import Any

from ministack.core.responses import get_account_id, now_iso
from ministack.services import iam

Properties = dict[str, Any]
Created = tuple[str, dict[str, Any]]


def _oidc_provider_create(_logical_id: str, properties: Properties, _stack: str) -> Created:
    # https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
    url = properties["Url"]
    if not url.startswith("https://") or len(url) > 255:
        raise ValueError(f"Invalid Open ID Connect Provider URL: {url}")
    audiences = properties.get("ClientIdList") or []
    if len(audiences) > 100:
        raise ValueError("Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100")
    arn = f"arn:aws:iam::{get_account_id()}:oidc-provider/{url.removeprefix('https://')}"
    if arn in iam._oidc_providers:
        raise ValueError(f"Provider with url {url} already exists. (Service: Iam, Status Code: 409, EntityAlreadyExists)")
    iam._oidc_providers[arn] = {
        "Url": url.removeprefix("https://"), "Arn": arn, "CreateDate": now_iso(),
        "ClientIDList": audiences, "ThumbprintList": properties.get("ThumbprintList") or [], "Tags": properties.get("Tags") or [],
    }
    return arn, {"Arn": arn}


def _oidc_provider_update(physical_id: str, old: Properties, new: Properties, stack: str) -> Created:
    if old["Url"] != new["Url"]:
        created = _oidc_provider_create("", new, stack)
        _oidc_provider_delete(physical_id, old)
        return created
    iam._oidc_providers[physical_id] |= {
        "ClientIDList": new.get("ClientIdList") or [], "ThumbprintList": new.get("ThumbprintList") or [], "Tags": new.get("Tags") or [],
    }
    return physical_id, {"Arn": physical_id}


def _oidc_provider_delete(physical_id: str, _properties: Properties) -> None:
    iam._oidc_providers.pop(physical_id, None)


HANDLERS = {
    "AWS::IAM::OIDCProvider": {"create": _oidc_provider_create, "update": _oidc_provider_update, "delete": _oidc_provider_delete},
}
STACK_TAGS = {"AWS::IAM::OIDCProvider": ("Tags", "list")}
