"""What a call asks for, and what must be allowed for it."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    service: str
    name: str
    method: str
    path: str
    body: dict[str, Any]
    region: str
    account: str
    # By their names in lower case.
    headers: dict[str, str] = field(default_factory=dict)

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


@dataclass(frozen=True)
class Check:
    resource: str
    context: dict[str, str] = field(default_factory=dict)
    # Of the call, unless said otherwise.
    action: str | None = None
    region: str | None = None


def parameters(body: bytes, form: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a call in any of AWS's protocols."""
    try:
        parsed = json.loads(body) if body[:1] == b"{" else {}
    except ValueError:
        parsed = {}
    flat = {key: value[0] if isinstance(value, list) and value else value for key, value in (form or {}).items()}
    return {**flat, **(parsed if isinstance(parsed, dict) else {})}
