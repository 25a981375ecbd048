"""What calls of SageMaker are authorised on.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerai.html
"""

import re

from plugin.requests import Check, Request

_NAMED = (("InferenceComponentName", "inference-component"), ("EndpointName", "endpoint"), ("EndpointConfigName", "endpoint-config"),
          ("ModelName", "model"), ("TrainingJobName", "training-job"))
_STREAMING = "InvokeEndpointWithResponseStream"


def checks(request: Request) -> list[Check]:
    """Names are authorised in lower case, however the call writes them."""
    if request.name in ("InvokeEndpoint", _STREAMING):
        return _invocation(request)
    if not request.name.startswith("List"):
        # A call that creates or describes one kind can name others: the kind is in the name of the action.
        for key, segment in _NAMED:
            if request.body.get(key) and request.name.endswith(key.removesuffix("Name")):
                return [Check(request.arn("sagemaker", f"{segment}/{request.body[key].lower()}"))]
    return [Check("*")]


def _invocation(request: Request) -> list[Check]:
    endpoint = re.sub(r"^/endpoints/([^/]+)/.*$", r"\1", request.path)
    component = request.headers.get("x-amzn-sagemaker-inference-component")
    target = request.headers.get("x-amzn-sagemaker-target-model")
    arns = [request.arn("sagemaker", f"endpoint/{endpoint.lower()}")]
    if component:
        arns.append(request.arn("sagemaker", f"inference-component/{component.lower()}"))
    # The reference of the API asks for InvokeEndpoint even for a stream, the authorization reference for an action of its own.
    # https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
    actions = ["sagemaker:InvokeEndpoint"] + [f"sagemaker:{_STREAMING}"] * (request.name == _STREAMING)
    context = {"sagemaker:TargetModel": target} if target and request.name != _STREAMING else {}
    return [Check(arn, context, action=action) for action in reversed(actions) for arn in arns]
