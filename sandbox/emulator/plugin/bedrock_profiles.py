"""Inference profiles: their IDs, and where they send calls (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html)."""

import re

DESTINATIONS = {
    "us": ("us-east-1", "us-east-2", "us-west-2"),
    "eu": ("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"),
    "apac": ("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
    "au": ("ap-southeast-2", "ap-southeast-4"),
    "us-gov": ("us-gov-east-1", "us-gov-west-1"),
    "global": (),
}
_PROFILE = re.compile(rf"(?:arn:[^:]+:bedrock:[^:]+:\d*:inference-profile/)?({'|'.join(DESTINATIONS)})\.(.+)")


def split_profile(model: str) -> tuple[str, str] | None:
    """The geography and the model of the ID, or the ARN, of a system-defined profile."""
    found = _PROFILE.fullmatch(model)
    return (found.group(1), found.group(2)) if found else None


def destinations(area: str, source: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((source, *DESTINATIONS[area])))
