"""What invoking a model is authorised on.

https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html and
https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
"""

import re
from urllib.parse import unquote

from ministack.services import bedrock

from plugin.requests import Check, Request

_DESTINATIONS = {
    "us": ("us-east-1", "us-east-2", "us-west-2"),
    "eu": ("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"),
    "apac": ("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    "jp": ("ap-northeast-1", "ap-northeast-3"), "au": ("ap-southeast-2", "ap-southeast-4"), "us-gov": ("us-gov-east-1", "us-gov-west-1"),
}
_PROFILE = re.compile(r"(?:arn:[^:]+:bedrock:[^:]+:\d*:inference-profile/)?(us-gov|us|eu|apac|jp|au|global)\.(.+)")
_MODEL_PATH = re.compile(r"/(?:model|foundation-models|inference-profiles)/(.+?)(?:/(?:invoke|converse|invoke-with-response-stream|converse-stream|count-tokens))?/?$")


def checks(request: Request) -> list[Check]:
    found = _MODEL_PATH.fullmatch(unquote(request.path))
    if not found:
        return []
    model = found.group(1)
    if request.service == "bedrock":
        if "/inference-profiles/" in request.path:
            return [Check(model if model.startswith("arn:") else request.arn("bedrock", f"inference-profile/{model}"))]
        return [Check(_foundation_model(model, request.region))]
    profile = _PROFILE.fullmatch(model)
    if profile:
        return _profile_checks(request, profile.group(1), profile.group(2))
    if ":application-inference-profile/" in model:
        known = bedrock._inference_profiles_apps.get(model.rsplit("/", 1)[-1]) or {}
        models = [entry["ModelArn"] for entry in known.get("Models", [])]
        return [Check(model)] + [Check(arn, {"bedrock:InferenceProfileArn": model}, region=arn.split(":")[3]) for arn in models]
    if ":sagemaker:" in model:
        return [Check(f"arn:aws:bedrock:{request.region}:{request.account}:marketplace/model-endpoint/all-access"),
                Check(model, {"aws:CalledViaLast": "bedrock.amazonaws.com"}, action="sagemaker:InvokeEndpoint")]
    return [Check(model if model.startswith("arn:") else _foundation_model(model, request.region))]


def _profile_checks(request: Request, area: str, model: str) -> list[Check]:
    """The profile where it is called, and the model wherever the profile may send the call."""
    profile = request.arn("bedrock", f"inference-profile/{area}.{model}")
    context = {"bedrock:InferenceProfileArn": profile}
    if area == "global":
        return [Check(profile), Check(_foundation_model(model, request.region), context),
                Check(f"arn:aws:bedrock:::foundation-model/{model}", context, region="unspecified")]
    regions = dict.fromkeys((request.region, *_DESTINATIONS[area]))
    return [Check(profile), *(Check(_foundation_model(model, region), context, region=region) for region in regions)]


def _foundation_model(model: str, region: str) -> str:
    return model if model.startswith("arn:") else f"arn:aws:bedrock:{region}::foundation-model/{model}"
