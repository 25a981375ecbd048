"""How Bedrock answers where ministack is too kind: unknown models, models that have no on-demand throughput, profiles' regions."""

from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import bedrock, bedrock_runtime

from plugin.bedrock_profiles import DESTINATIONS, destinations, split_profile
from plugin.patching import wrap

# Reached through inference profiles only. Their bare IDs are refused after the policies have let them pass.
_PROFILE_ONLY = [
    ("anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5", "Anthropic", ["TEXT", "IMAGE"], ["TEXT"], True),
    ("amazon.nova-2-lite-v1:0", "Nova 2 Lite", "Amazon", ["TEXT", "IMAGE", "VIDEO"], ["TEXT"], True),
]
_RETIRED = {"anthropic.claude-3-opus-20240229-v1:0"}
_SILENT = {"amazon.titan-embed-text-v2:0"}


def _refusal(model: str, conversation: bool) -> tuple[str, str, int] | None:
    profile = split_profile(model)
    base = profile[1] if profile else model.rsplit(":foundation-model/", 1)[-1]
    if base.startswith("arn:"):
        return None
    if base not in {entry[0] for entry in bedrock._CATALOG}:
        return "ValidationException", "The provided model identifier is invalid.", 400
    if base in _RETIRED:
        return "ResourceNotFoundException", "This model version has reached the end of its life. Please refer to the AWS documentation for more details.", 404
    if base in _SILENT and conversation:
        return "ValidationException", "This action doesn't support the model that you provided. Try again with a supported text or chat model.", 400
    if not profile and base in {entry[0] for entry in _PROFILE_ONLY}:
        return ("ValidationException", f"Invocation of model ID {model} with on-demand throughput isn\u2019t supported. Retry your request with "
                "the ID or ARN of an inference profile that contains this model.", 400)
    return None


def _invocation(conversation: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def invoke(model: str, *rest: Any) -> Any:
            refused = _refusal(model, conversation)
            return bedrock_runtime._error(*refused) if refused else original(model, *rest)
        return invoke
    return make


def _summary(original: Callable[..., Any]) -> Callable[..., Any]:
    def summary(model: str, *rest: Any) -> dict[str, Any]:
        found = original(model, *rest)
        if model in {entry[0] for entry in _PROFILE_ONLY}:
            found["InferenceTypesSupported"] = ["INFERENCE_PROFILE"]
        return found
    return summary


def _profile(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_inference_profile(identifier: str) -> Any:
        profile = split_profile(identifier)
        if not profile:
            return original(identifier.rsplit("/", 1)[-1])
        area, model = profile
        if model not in {entry[0] for entry in bedrock._CATALOG}:
            return bedrock._not_found("The requested resource is not found.")
        regions = ("", get_region()) if area == "global" else destinations(area, get_region())
        name = ".".join(profile)
        return bedrock._json({
            "InferenceProfileName": name, "InferenceProfileId": name, "InferenceProfileArn": bedrock._inference_profile_arn(name),
            "Models": [{"ModelArn": f"arn:aws:bedrock:{region}::foundation-model/{model}"} for region in regions],
            "Status": "ACTIVE", "Type": "SYSTEM_DEFINED",
        })
    return get_inference_profile


def install() -> None:
    bedrock._CATALOG.extend(_PROFILE_ONLY)
    if bedrock._INFERENCE_PROFILE_PREFIXES != ("us", "eu", "apac"):
        raise RuntimeError("ministack has changed: it knows other inference profiles")
    bedrock._INFERENCE_PROFILE_PREFIXES = tuple(DESTINATIONS)
    for name in ("_converse", "_converse_stream", "_invoke_model", "_invoke_model_with_response_stream"):
        wrap(bedrock_runtime, name, _invocation("converse" in name))
    wrap(bedrock, "_model_summary", _summary)
    wrap(bedrock, "_get_inference_profile", _profile)
    # A Marketplace endpoint is a SageMaker endpoint.
    wrap(bedrock, "_marketplace_arn", lambda _: lambda name: f"arn:aws:sagemaker:{get_region()}:{get_account_id()}:endpoint/{name}")
