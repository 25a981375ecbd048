"""Secrets Manager: labels as AWS moves them, rotation by a function, and secrets of templates without a value."""

import contextvars
import json
import threading
from collections.abc import Callable
from typing import Any

from ministack.core.responses import error_response_json, json_response, new_uuid
from ministack.services import lambda_svc, secretsmanager
from ministack.services.cloudformation import provisioners

from plugin.patching import wrap

Properties = dict[str, Any]
Created = tuple[str, dict[str, Any]]

_SECRET = "AWS::SecretsManager::Secret"
_STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


def _put_secret_value(original: Callable[..., Any]) -> Callable[..., Any]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html"""
    def put_secret_value(data: dict[str, Any]) -> Any:
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        version = (secret or {}).get("Versions", {}).get(data.get("ClientRequestToken"))
        if version and version.get("SecretString") not in (None, data.get("SecretString")):
            return error_response_json("ResourceExistsException", "You can't modify an existing version, you can only create a new version.", 400)
        is_first = bool(secret) and not secret["Versions"]
        stages = (version or {}).get("Stages", [])
        answer = original(data)
        if answer[0] >= 400 or not secret:
            return answer
        published = json.loads(answer[2])["VersionId"]
        for stage in secret["Versions"][published]["Stages"]:
            secretsmanager._remove_stage_everywhere(secret, stage, except_version_id=published)
        for stage in [*stages, *["AWSCURRENT"] * is_first]:
            secretsmanager._add_stage(secret, published, stage)
        return answer
    return put_secret_value


def _create_secret(original: Callable[..., Any]) -> Callable[..., Any]:
    """Without a value there is no version (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html)."""
    def create_secret(data: dict[str, Any]) -> Any:
        answer = original(data)
        if answer[0] == 200 and data.get("SecretString") is None and data.get("SecretBinary") is None:
            secretsmanager._secrets[data["Name"]]["Versions"] = {}
        return answer
    return create_secret


def _get_secret_value(original: Callable[..., Any]) -> Callable[..., Any]:
    """A version can have a label and no value yet."""
    def get_secret_value(data: dict[str, Any]) -> Any:
        answer = original(data)
        found = json.loads(answer[2])
        if answer[0] == 200 and "SecretString" not in found and "SecretBinary" not in found:
            return error_response_json("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for VersionId: " + found["VersionId"], 400)
        return answer
    return get_secret_value


def _rotate_secret(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Answers at once and rotates behind it, as AWS does; ministack copies the value.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
    """
    def rotate_secret(data: dict[str, Any]) -> Any:
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        if not secret:
            return error_response_json("ResourceNotFoundException", "Secrets Manager can't find the specified secret.", 400)
        function = data.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
        if not function:
            return error_response_json("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.", 400)
        pending, version = secretsmanager._find_stage_version(secret, "AWSPENDING")
        if version and "AWSCURRENT" not in version["Stages"]:
            token = pending
        else:
            token = data.get("ClientRequestToken") or new_uuid()
            secretsmanager._remove_stage_everywhere(secret, "AWSPENDING")
            secret["Versions"][token] = {"SecretString": None, "SecretBinary": None, "CreatedDate": 0, "Stages": ["AWSPENDING"]}
        secret |= {"RotationLambdaARN": function, "RotationEnabled": True, "RotationRules": data.get("RotationRules") or secret.get("RotationRules")}
        if data.get("RotateImmediately", True):
            _run(function, secret["ARN"], token)
        return json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token})
    return rotate_secret


def _run(function: str, secret_arn: str, token: str) -> None:
    record, configuration, _ = lambda_svc._get_func_record_for_ref(function)
    principals = [statement.get("Principal") for statement in record["policy"]["Statement"]]
    if {"Service": "secretsmanager.amazonaws.com"} not in principals:
        raise PermissionError(f"Secrets Manager may not invoke {function}")
    executable = lambda_svc._execution_record_for_config(record, configuration)

    def steps() -> None:
        for step in _STEPS:
            answer = lambda_svc._execute_function_with_config_scope(executable, {"Step": step, "SecretId": secret_arn, "ClientRequestToken": token})
            if answer.get("error"):
                print(f"[rotation] {step} of {secret_arn} failed: {answer.get('body')}")
                return
        print(f"[rotation] {secret_arn} is done")
    # The account and the region of a request live in context variables, which a new thread lacks.
    threading.Thread(target=contextvars.copy_context().run, args=(steps,), daemon=True).start()


def _secret_create(original: Callable[..., Created]) -> Callable[..., Created]:
    """Ref is the ARN; without SecretString and GenerateSecretString the secret has no version.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    """
    def create(logical_id: str, properties: Properties, stack: str) -> Created:
        name, attributes = original(logical_id, properties, stack)
        if not properties.get("SecretString") and not properties.get("GenerateSecretString"):
            secretsmanager._secrets[name]["Versions"] = {}
        return attributes["Arn"], attributes
    return create


def _name_of(arn: str) -> str:
    return secretsmanager._resolve(arn)[1]["Name"] if secretsmanager._resolve(arn)[1] else arn


def _secret_update(original: Callable[..., Created]) -> Callable[..., Created]:
    def update(physical_id: str, *rest: Any, **named: Any) -> Created:
        _, attributes = original(_name_of(physical_id), *rest, **named)
        return attributes["Arn"], attributes
    return update


def _secret_delete(original: Callable[..., None]) -> Callable[..., None]:
    return lambda physical_id, properties: original(_name_of(physical_id), properties)


def _schedule_apply(properties: Properties) -> Created:
    arn = properties["SecretId"]
    data = {"SecretId": arn, "RotationLambdaARN": properties.get("RotationLambdaARN"), "RotationRules": properties.get("RotationRules"),
            "RotateImmediately": properties.get("RotateImmediatelyOnUpdate", True)}
    answer = secretsmanager._rotate_secret(data)
    if answer[0] >= 400:
        raise ValueError(f"AWS::SecretsManager::RotationSchedule failed: {answer[2]!r}")
    if not data["RotateImmediately"]:
        # AWS makes a pending version to try the function on, and takes it away again.
        secretsmanager._resolve(arn)[1]["Versions"].pop(json.loads(answer[2])["VersionId"], None)
    return arn, {"Id": arn}


def _schedule_delete(physical_id: str, _properties: Properties) -> None:
    _, secret = secretsmanager._resolve(physical_id)
    if secret:
        secret |= {"RotationEnabled": False, "RotationLambdaARN": None, "RotationRules": None}


def install() -> None:
    wrap(secretsmanager, "_create_secret", _create_secret)
    wrap(secretsmanager, "_put_secret_value", _put_secret_value)
    wrap(secretsmanager, "_get_secret_value", _get_secret_value)
    wrap(secretsmanager, "_rotate_secret", _rotate_secret)
    handlers = provisioners._RESOURCE_HANDLERS[_SECRET]
    for name, make in (("create", _secret_create), ("update", _secret_update), ("delete", _secret_delete)):
        wrap(provisioners, handlers[name].__name__, make)
        handlers[name] = getattr(provisioners, handlers[name].__name__)
    provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::RotationSchedule"] = {
        "create": lambda _logical_id, properties, _stack: _schedule_apply(properties),
        "update": lambda _physical_id, _old, properties, _stack: _schedule_apply(properties),
        "delete": _schedule_delete,
    }
