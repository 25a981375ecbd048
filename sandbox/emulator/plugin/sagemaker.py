"""SageMaker, which ministack lacks: models, configurations, endpoints and inference components, and the runtime that invokes them.

What a model does is told by the name of its image: one that ends in `/echo` answers with what it was sent, one that ends in `/broken`
with an error that repeats it. The tag `sandbox:status` of an endpoint is the status that it stays in.
"""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.core import iam_actions, router
from ministack.core.responses import AccountRegionScopedDict, error_response_json, get_account_id, get_region, json_response
from ministack.services.bedrock_runtime import _es_encode_message

from plugin.patching import wrap

Record = dict[str, Any]

# For each kind of resource: its segment of an ARN, its name in an error, and the member of a list answer.
_KINDS = {
    "Endpoint": ("endpoint", "endpoint", "Endpoints"),
    "EndpointConfig": ("endpoint-config", "endpoint configuration", "EndpointConfigs"),
    "Model": ("model", "model", "Models"),
    "InferenceComponent": ("inference-component", "inference component", "InferenceComponents"),
    "TrainingJob": ("training-job", "training job", "TrainingJobSummaries"),
}
_OPERATION = re.compile(rf"(Create|Describe|Delete|List)({'|'.join(sorted(_KINDS, key=len, reverse=True))})s?")
_RUNTIME_PATH = re.compile(r"/endpoints/([^/]+)/invocations(-response-stream)?")
_PAGE = 100
_stores = {kind: AccountRegionScopedDict() for kind in _KINDS}


class Refused(Exception):
    """A refused call: the error code and message of the control plane or of the runtime."""

    def __init__(self, code: str, message: str, status: int = 400, **members: Any):
        super().__init__(message)
        self.code, self.status, self.members = code, status, members


def arn_of(kind: str, name: str) -> str:
    # Names keep their case, ARNs do not: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
    return f"arn:aws:sagemaker:{get_region()}:{get_account_id()}:{_KINDS[kind][0]}/{name.lower()}"


def find(kind: str, name: str) -> Record:
    record = _stores[kind].get(name.lower())
    if record is None:
        raise Refused("ValidationException", f'Could not find {_KINDS[kind][1]} "{arn_of(kind, name)}".')
    return record


def create(kind: str, properties: Record) -> Record:
    name = properties[f"{kind}Name"]
    if name.lower() in _stores[kind]:
        raise Refused("ValidationException", f'Cannot create already existing {_KINDS[kind][1]} "{arn_of(kind, name)}".')
    tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags") or []}
    record = {key: value for key, value in properties.items() if key != "Tags"}
    now = time.time()
    record |= {f"{kind}Arn": arn_of(kind, name), "CreationTime": now, "LastModifiedTime": now}
    if kind in ("Endpoint", "InferenceComponent"):
        find(*(("EndpointConfig", properties["EndpointConfigName"]) if kind == "Endpoint" else ("Endpoint", properties["EndpointName"])))
        status = tags.get("sandbox:status", "InService")
        record |= {f"{kind}Status": status} | ({"FailureReason": "The container did not pass the ping health check."} if status == "Failed" else {})
    if kind == "TrainingJob":
        record["TrainingJobStatus"] = "Completed"
    _stores[kind][name.lower()] = record
    return record


def delete(kind: str, name: str) -> None:
    find(kind, name)
    del _stores[kind][name.lower()]


def _list(kind: str, request: Record) -> Record:
    first = int(request.get("NextToken") or 0)
    size = int(request.get("MaxResults") or 10)
    if not 1 <= size <= _PAGE:
        raise Refused("ValidationException", f"Value '{size}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to {_PAGE}")
    records = [record for record in _stores[kind].values()
               if kind != "InferenceComponent" or request.get("EndpointNameEquals", record["EndpointName"]) == record["EndpointName"]]
    more = {"NextToken": str(first + size)} if first + size < len(records) else {}
    return {_KINDS[kind][2]: records[first:first + size], **more}


def _describe(kind: str, name: str) -> Record:
    record = find(kind, name)
    if kind != "Endpoint":
        return record
    variants = find("EndpointConfig", record["EndpointConfigName"])["ProductionVariants"]
    return {**record, "ProductionVariants": [{"VariantName": variant["VariantName"]} for variant in variants]}


def _control(headers: dict[str, str], body: bytes) -> Any:
    action = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
    operation = _OPERATION.fullmatch(action)
    if not operation:
        raise Refused("UnknownOperationException", f"The sandbox does not emulate {action}")
    verb, kind = operation.groups()
    request = json.loads(body or b"{}")
    if verb == "List":
        return json_response(_list(kind, request))
    if verb == "Create":
        return json_response({f"{kind}Arn": create(kind, request)[f"{kind}Arn"]})
    if verb == "Delete":
        delete(kind, request[f"{kind}Name"])
        return json_response({})
    return json_response(_describe(kind, request[f"{kind}Name"]))


def _served(name: str, headers: dict[str, str]) -> tuple[str, str]:
    """The variant and the image that answer, or the refusal that the runtime has for such a request."""
    # https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
    endpoint = _stores["Endpoint"].get(name.lower())
    if endpoint is None or endpoint["EndpointName"] != name or endpoint["EndpointStatus"] in ("Creating", "Deleting", "Failed", "OutOfService"):
        raise Refused("ValidationError", f"Endpoint {name} of account {get_account_id()} not found.")
    variants = find("EndpointConfig", endpoint["EndpointConfigName"])["ProductionVariants"]
    wanted = headers.get("x-amzn-sagemaker-target-variant") or variants[0]["VariantName"]
    variant = next((each for each in variants if each["VariantName"] == wanted), None)
    if variant is None:
        raise Refused("ValidationError", f"Variant {wanted} not found for Request")
    component = headers.get("x-amzn-sagemaker-inference-component")
    if component:
        record = _stores["InferenceComponent"].get(component.lower())
        if record is None or record["EndpointName"] != name:
            raise Refused("ValidationError", f"Inference Component Name {component} of account {get_account_id()} not found.")
        model = record["Specification"]["ModelName"]
    elif not variant.get("ModelName"):
        raise Refused("ValidationError", "Inference Component Name header is required for endpoints to which you plan to deploy inference components.")
    else:
        model = variant["ModelName"]
    container = find("Model", model)["PrimaryContainer"]
    target = headers.get("x-amzn-sagemaker-target-model")
    if (container.get("Mode") == "MultiModel") != bool(target):
        raise Refused("ValidationError", "Target model is needed by multi-model endpoints, and by no others")
    return wanted, container["Image"]


def _runtime(path: str, headers: dict[str, str], body: bytes) -> Any:
    invocation = _RUNTIME_PATH.fullmatch(path)
    if not invocation:
        raise Refused("UnknownOperationException", f"The sandbox does not emulate {path}")
    variant, image = _served(invocation.group(1), headers)
    if image.endswith("/broken"):
        text = body.decode("utf-8", "replace")
        raise Refused("ModelError", f'Received client error (400) from primary with message "cannot read {text}".', 424,
                      OriginalStatusCode=400, OriginalMessage=f"cannot read {text}", LogStreamArn="arn:aws:logs:::log-group:/aws/sagemaker")
    content_type = headers.get("content-type", "application/octet-stream")
    if not invocation.group(2):
        return 200, {"Content-Type": content_type, "x-Amzn-Invoked-Production-Variant": variant}, body
    half = (len(body) + 1) // 2
    parts = [_es_encode_message({":message-type": "event", ":event-type": "PayloadPart", ":content-type": "application/octet-stream"}, part)
             for part in (body[:half], body[half:]) if part]
    return 200, {"Content-Type": "application/vnd.amazon.eventstream", "X-Amzn-SageMaker-Content-Type": content_type,
                 "x-Amzn-Invoked-Production-Variant": variant}, b"".join(parts)


async def handle_request(_method: str, path: str, headers: dict[str, str], body: bytes, _query: dict[str, Any]) -> Any:
    try:
        return _control(headers, body) if headers.get("x-amz-target") else _runtime(path, headers, body)
    except Refused as refused:
        key = "Message" if refused.code in ("ModelError", "ValidationError") else "message"
        return error_response_json(refused.code, str(refused), refused.status, refused.members, message_key=key)


def _runtime_action(original: Callable[..., Any]) -> Callable[..., Any]:
    def match_rest_action(service: str, method: str, path: str, *rest: Any) -> str | None:
        invocation = _RUNTIME_PATH.fullmatch(path) if service == "sagemaker" else None
        if not invocation:
            return original(service, method, path, *rest)
        return "InvokeEndpointWithResponseStream" if invocation.group(2) else "InvokeEndpoint"
    return match_rest_action


def install() -> None:
    if "sagemaker" in app.SERVICE_HANDLERS:
        raise RuntimeError("ministack has changed: it has SageMaker now")
    app.SERVICE_HANDLERS["sagemaker"] = handle_request
    router.SERVICE_PATTERNS["sagemaker"] = {"target_prefixes": ["SageMaker."]}
    iam_actions.SERVICE_TO_IAM_NAMESPACE["sagemaker"] = "sagemaker"
    wrap(iam_actions, "_match_rest_action", _runtime_action)
