"""Policy evaluation: policy variables, operators that nobody knows, and who the caller is."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.services import iam

from plugin.patching import wrap

_VARIABLE = re.compile(r"\$\{([^}]+)\}")
# A value that no request can carry: a variable without a value makes its statement not match
# (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
_NOTHING = "\x00"


def expand(text: str, context: EvalContext) -> str:
    """*text* with its policy variables replaced by the request's values."""
    def value(match: re.Match[str]) -> str:
        name, _, default = match.group(1).partition(",")
        if name == "$":
            return "$"
        if name in ("*", "?"):
            raise NotImplementedError(f"the policy variable {match.group(0)} is not emulated")
        found = iam_evaluator._resolve_condition_key(name.strip(), context)
        if isinstance(found, str):
            return found
        return default.strip().strip("'") if default else _NOTHING
    return _VARIABLE.sub(value, text)


def _expand_all(values: Any, context: EvalContext) -> Any:
    if isinstance(values, str):
        return expand(values, context)
    return [expand(value, context) if isinstance(value, str) else value for value in values] if isinstance(values, list) else values


def _conditions_met(original: Callable[..., bool]) -> Callable[..., bool]:
    def conditions_met(conditions: dict[str, Any], context: EvalContext) -> bool:
        expanded = {operator: {key: _expand_all(values, context) for key, values in block.items()}
                    for operator, block in (conditions or {}).items()}
        return original(expanded, context)
    return conditions_met


def _first_match(original: Callable[..., Any]) -> Callable[..., Any]:
    def first_match(context: EvalContext, statements: list[Any], effect: str) -> Any:
        return original(context, [replace(statement, resources=_expand_all(statement.resources, context),
                                          not_resources=_expand_all(statement.not_resources, context))
                                  if any("$" in arn for arn in (*statement.resources, *statement.not_resources)) else statement
                                  for statement in statements], effect)
    return first_match


def _single_condition(original: Callable[..., bool]) -> Callable[..., bool]:
    """IAM refuses to store a policy with an unknown operator; ministack stores it and takes it for "does not match"."""
    def single_condition(operator: str, actual: Any, expected: list[str]) -> bool:
        plain = operator.lower().removeprefix("forallvalues:").removeprefix("foranyvalue:").removesuffix("ifexists")
        if plain != "null" and plain not in iam_evaluator._CONDITION_OPS:
            raise ValueError(f"MalformedPolicyDocument: unknown condition operator {operator}")
        return original(operator, actual, expected)
    return single_condition


def _condition_key(original: Callable[..., Any]) -> Callable[..., Any]:
    """For a role's session aws:PrincipalArn is the role's ARN, path included
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn)."""
    def condition_key(key: str, context: EvalContext) -> Any:
        if key.lower() == "aws:principalarn" and ":assumed-role/" in context.principal_arn:
            name = iam_evaluator._role_name_from_assumed_arn(context.principal_arn)
            role = iam._roles.get_scoped(context.principal_account, None, name)
            return role["Arn"] if role else context.principal_arn
        return original(key, context)
    return condition_key


def install() -> None:
    wrap(iam_evaluator, "_conditions_met", _conditions_met)
    wrap(iam_evaluator, "_first_match", _first_match)
    wrap(iam_evaluator, "_evaluate_single_condition", _single_condition)
    wrap(iam_evaluator, "_resolve_condition_key", _condition_key)
    # Every call to AWS is made over TLS, which the sandbox leaves out: policies on aws:SecureTransport see what they would see there.
    wrap([app], "pin_request_origin", lambda original: lambda source_ip, _secure: original(source_ip, True))
