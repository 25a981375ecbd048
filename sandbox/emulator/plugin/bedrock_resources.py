"""What a call of Bedrock is authorised on.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html,
https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html and
https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
"""

import re
from dataclasses import replace
from urllib.parse import unquote

from ministack.services import bedrock

from plugin.bedrock_profiles import destinations, split_profile
from plugin.requests import Check, Request

# The kinds of resources that Get actions are on, by the start of the path.
_DESCRIBED = {
    "foundation-models": "foundation-model", "inference-profiles": "inference-profile", "custom-models": "custom-model",
    "imported-models": "imported-model", "provisioned-model-throughput": "provisioned-model", "prompt-routers": "prompt-router",
    "model-customization/custom-model-deployments": "custom-model-deployment", "guardrails": "guardrail",
}
_DESCRIPTION = re.compile(rf"/({'|'.join(_DESCRIBED)})/(.+?)/?$")
_INVOCATION = re.compile(r"/model/(.+?)/(?:invoke|converse|converse-stream|invoke-with-response-stream|count-tokens)/?$")


def checks(request: Request) -> list[Check]:
    path = unquote(request.path)
    if request.service == "bedrock-runtime":
        found = _INVOCATION.fullmatch(path)
        return _guarded(request, _invocation(request, found.group(1))) if found else []
    if path.startswith("/marketplace-model/endpoints/"):
        return [Check(_all_endpoints(request))]
    described = _DESCRIPTION.fullmatch(path)
    if not described:
        return []
    kind, name = _DESCRIBED[described.group(1)], described.group(2)
    if name.startswith("arn:"):
        return [Check(name)]
    return [Check(_foundation_model(name, request.region) if kind == "foundation-model" else request.arn("bedrock", f"{kind}/{name}"))]


def _invocation(request: Request, model: str) -> list[Check]:
    profile = split_profile(model)
    if profile:
        return _profile_checks(request, request.arn("bedrock", f"inference-profile/{'.'.join(profile)}"), *profile, "bedrock:InferenceProfileArn")
    if ":application-inference-profile/" in model:
        known = bedrock._inference_profiles_apps.get(model.rsplit("/", 1)[-1]) or {}
        models = [entry["ModelArn"] for entry in known.get("Models", [])]
        return [Check(model)] + [check for arn in models for check in _behind(request, model, arn, "bedrock:InferenceProfileArn")]
    if "prompt-router/" in model:
        known = bedrock._prompt_routers.get(model) or {}
        models = [entry["modelArn"] for entry in known.get("Models", [])]
        return [Check(model)] + [check for arn in models for check in _behind(request, model, arn, "bedrock:PromptRouterArn")]
    if ":sagemaker:" in model:
        action = "sagemaker:InvokeEndpoint" + ("WithResponseStream" if "stream" in request.path else "")
        # The endpoint's name in lower case, however it was asked for.
        return [Check(_all_endpoints(request)), Check(model.lower(), {"aws:CalledViaLast": "bedrock.amazonaws.com"}, action=action)]
    return [Check(model if model.startswith("arn:") else _foundation_model(model, request.region))]


def _behind(request: Request, through: str, model: str, key: str) -> list[Check]:
    """A model, or a profile with its models, that is reached through something else."""
    profile = split_profile(model)
    if not profile:
        return [Check(model, {key: through}, region=model.split(":")[3] or "unspecified")]
    inner, *models = _profile_checks(request, model, *profile, "bedrock:InferenceProfileArn")
    # An application profile names the models' own profile nowhere: it takes its place.
    if key == "bedrock:InferenceProfileArn":
        return [replace(check, context={key: through}) for check in models]
    return [replace(check, context={**check.context, key: through}) for check in (inner, *models)]


def _profile_checks(request: Request, profile: str, area: str, model: str, key: str) -> list[Check]:
    """The profile where it is called, and the model wherever the profile may send the call."""
    context = {key: profile}
    if area == "global":
        return [Check(profile), Check(_foundation_model(model, request.region), context),
                Check(f"arn:aws:bedrock:::foundation-model/{model}", context, region="unspecified")]
    return [Check(profile), *(Check(_foundation_model(model, region), context, region=region) for region in destinations(area, request.region))]


def _guarded(request: Request, found: list[Check]) -> list[Check]:
    """The guardrail that the call names: a condition of each invocation, and a resource of its own."""
    config = request.body.get("guardrailConfig") or {}
    guardrail, version = config.get("guardrailIdentifier"), config.get("guardrailVersion", "DRAFT")
    if not guardrail:
        return found
    arn = guardrail if guardrail.startswith("arn:") else request.arn("bedrock", f"guardrail/{guardrail}")
    identifier = arn if version == "DRAFT" else f"{arn}:{version}"
    named = [check if check.action else replace(check, context={**check.context, "bedrock:GuardrailIdentifier": identifier}) for check in found]
    return [*named, Check(arn, action="bedrock:ApplyGuardrail")]


def _all_endpoints(request: Request) -> str:
    return request.arn("bedrock", "marketplace/model-endpoint/all-access")


def _foundation_model(model: str, region: str) -> str:
    return model if model.startswith("arn:") else f"arn:aws:bedrock:{region}::foundation-model/{model}"
