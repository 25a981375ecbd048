"""CloudFormation: the resource types ministack lacks, and no property without effect."""

import threading
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

from ministack.services import iam
from ministack.services.cloudformation import custom_resource, provisioners, stacks

from plugin import data_lake_types, sagemaker_types
from plugin.patching import wrap
from plugin.resource_types import HANDLERS, STACK_TAGS

Properties = dict[str, Any]

_LONGEST_SILENCE_SECONDS = 15

# Looked at one by one: they change nothing that the sandbox can show.
_WITHOUT_EFFECT: dict[str, frozenset[str]] = {
    "AWS::CDK::Metadata": frozenset({"Analytics"}),
    # Objects do not age in the minutes a sandbox lives; access control lists are off by default and grant nothing here.
    "AWS::S3::Bucket": frozenset({"LifecycleConfiguration", "AccessControl", "OwnershipControls"}),
}
# Honoured by code of ours that wraps ministack's.
_HONOURED_HERE: dict[str, frozenset[str]] = {
    "AWS::IAM::Role": frozenset({"PermissionsBoundary"}),
}
_known: dict[str, frozenset[str]] = {}


def _strings(code: CodeType, scope: dict[str, Any], seen: set[CodeType]) -> set[str]:
    """Every string in *code* and in the functions and constants of its module that it names, however far away."""
    if code in seen:
        return set()
    seen.add(code)
    found: set[str] = set()
    for constant in code.co_consts:
        found |= _constants(constant, scope, seen)
    for name in code.co_names:
        target = scope.get(name)
        if isinstance(target, FunctionType):
            found |= _strings(target.__code__, target.__globals__, seen)
        elif not callable(target):
            found |= _constants(target, scope, seen)
    return found


def _constants(value: Any, scope: dict[str, Any], seen: set[CodeType]) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, CodeType):
        return _strings(value, scope, seen)
    if isinstance(value, dict):
        return set().union(*(_constants(item, scope, seen) for pair in value.items() for item in pair)) if len(value) < 200 else set()
    if isinstance(value, (tuple, list, set, frozenset)):
        return set().union(*(_constants(item, scope, seen) for item in value)) if len(value) < 200 else set()
    return set()


def _known_properties(resource_type: str) -> frozenset[str]:
    """The properties that can have an effect: a name that does not occur in the handler's code is certainly ignored."""
    if resource_type not in _known:
        handlers = [handler for handler in provisioners._RESOURCE_HANDLERS.get(resource_type, {}).values() if isinstance(handler, FunctionType)]
        found: set[str] = set()
        for function in (each for handler in handlers for each in _with_wrapped(handler)):
            found |= _strings(function.__code__, function.__globals__, set())
        _known[resource_type] = frozenset(found) | _WITHOUT_EFFECT.get(resource_type, frozenset()) | _HONOURED_HERE.get(resource_type, frozenset())
    return _known[resource_type]


def _with_wrapped(handler: FunctionType) -> list[FunctionType]:
    """The handler and, where it is one of ours around ministack's, that too."""
    inside = [cell.cell_contents for cell in handler.__closure__ or () if isinstance(cell.cell_contents, FunctionType)]
    return [handler, *(each for function in inside for each in _with_wrapped(function))]


def _check(resource_type: str, logical_id: str | None, properties: Properties) -> None:
    if resource_type.startswith("Custom::") or resource_type == "AWS::CloudFormation::CustomResource":
        return
    unknown = sorted(set(properties) - _known_properties(resource_type))
    if unknown:
        raise ValueError(f"The sandbox does not emulate {', '.join(unknown)} of {resource_type} ({logical_id})")


def _provision(original: Callable[..., Any]) -> Callable[..., Any]:
    def provision(resource_type: str, logical_id: str, properties: Properties, stack_name: str) -> Any:
        _check(resource_type, logical_id, properties)
        created = original(resource_type, logical_id, properties, stack_name)
        _after(resource_type, created[0], properties)
        return created
    return provision


def _update(original: Callable[..., Any]) -> Callable[..., Any]:
    def update(resource_type: str, physical_id: str, old: Properties, new: Properties, stack_name: str, *rest: Any, **named: Any) -> Any:
        _check(resource_type, rest[0] if rest else named.get("logical_id"), new)
        updated = original(resource_type, physical_id, old, new, stack_name, *rest, **named)
        _after(resource_type, updated[0], new)
        return updated
    return update


def _after(resource_type: str, physical_id: str, properties: Properties) -> None:
    if resource_type == "AWS::IAM::Role":
        iam._roles[physical_id]["PermissionsBoundary"] = properties.get("PermissionsBoundary")


class _Answer:
    """The wait for a custom resource's answer, which begins when its function has ended: AWS waits an hour, nobody here should."""

    def __init__(self, event: threading.Event):
        self._event = event

    def wait(self, timeout: float) -> bool:
        if self._event.wait(min(timeout, _LONGEST_SILENCE_SECONDS)):
            return True
        raise TimeoutError(f"The function of the custom resource ended without answering to its ResponseURL within {_LONGEST_SILENCE_SECONDS} s")


def install() -> None:
    wrap(custom_resource, "register_token", lambda original: lambda token: _Answer(original(token)))
    provisioners._RESOURCE_HANDLERS.update(HANDLERS | data_lake_types.HANDLERS | sagemaker_types.HANDLERS)
    provisioners._STACK_TAG_PROPERTY.update(STACK_TAGS)
    wrap([provisioners, stacks], "_provision_resource", _provision)
    wrap([provisioners, stacks], "_update_resource", _update)
