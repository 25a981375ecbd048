"""SageMaker's resource types of CloudFormation."""

import uuid
from typing import Any

from plugin import sagemaker

Properties = dict[str, Any]
Created = tuple[str, dict[str, Any]]


def _created(kind: str, logical_id: str, properties: Properties, known: tuple[str, ...]) -> Created:
    name = properties.get(f"{kind}Name") or f"{logical_id}-{uuid.uuid4().hex[:12]}"
    record = sagemaker.create(kind, {key: properties[key] for key in known if key in properties} | {f"{kind}Name": name})
    return record[f"{kind}Arn"], {f"{kind}Name": name}


def _name(physical_id: str) -> str:
    return physical_id.rsplit("/", 1)[-1]


def _model_create(logical_id: str, properties: Properties, _stack: str) -> Created:
    return _created("Model", logical_id, properties, ("ModelName", "PrimaryContainer", "ExecutionRoleArn", "Tags"))


def _model_delete(physical_id: str, _properties: Properties) -> None:
    sagemaker.delete("Model", _name(physical_id))


def _config_create(logical_id: str, properties: Properties, _stack: str) -> Created:
    return _created("EndpointConfig", logical_id, properties, ("EndpointConfigName", "ProductionVariants", "Tags"))


def _config_delete(physical_id: str, _properties: Properties) -> None:
    sagemaker.delete("EndpointConfig", _name(physical_id))


def _endpoint_create(logical_id: str, properties: Properties, _stack: str) -> Created:
    config = _name(properties["EndpointConfigName"])
    return _created("Endpoint", logical_id, {**properties, "EndpointConfigName": config}, ("EndpointName", "EndpointConfigName", "Tags"))


def _endpoint_delete(physical_id: str, _properties: Properties) -> None:
    sagemaker.delete("Endpoint", _name(physical_id))


HANDLERS = {
    "AWS::SageMaker::Model": {"create": _model_create, "delete": _model_delete},
    "AWS::SageMaker::EndpointConfig": {"create": _config_create, "delete": _config_delete},
    "AWS::SageMaker::Endpoint": {"create": _endpoint_create, "delete": _endpoint_delete},
}
