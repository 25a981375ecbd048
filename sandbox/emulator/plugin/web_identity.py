"""Web identity tokens: what STS checks before it looks at any trust policy.

The checks and their errors: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

import json
import os
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

import jwt
from ministack.services import iam

# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
_ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"]
_NOT_A_TOKEN = ("InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")


class TokenError(Exception):
    """A refused token: the error code and message of STS."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class WebIdentity:
    provider_arn: str
    audience: str
    subject: str
    claims: dict[str, Any]


def verify(token: str, account: str, partition: str = "aws") -> WebIdentity:
    """The identity that *token* proves in *account*, or the TokenError that STS answers with."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
        key_id = jwt.get_unverified_header(token).get("kid")
    except jwt.InvalidTokenError:
        raise TokenError(*_NOT_A_TOKEN) from None
    issuer = str(claims.get("iss", ""))
    # The provider's name is its URL without the scheme, compared as it is: case and a trailing slash count.
    arn = f"arn:{partition}:iam::{account}:oidc-provider/{issuer.removeprefix('https://')}"
    provider = iam._oidc_providers.get_scoped(account, None, arn)
    if not issuer.startswith("https://") or provider is None:
        raise TokenError("InvalidIdentityToken", f"No OpenIDConnect provider found in your account for {issuer}")
    audience = _audience(claims)
    if audience not in provider["ClientIDList"]:
        raise TokenError("InvalidIdentityToken", "Incorrect token audience")
    _check_signature(token, key_id, issuer)
    expiry = claims.get("exp")
    if not isinstance(expiry, (int, float)) or not isinstance(claims.get("sub"), str):
        raise TokenError("InvalidIdentityToken", "Missing a required claim: " + ("sub" if expiry else "exp"))
    if expiry <= time.time():
        raise TokenError("ExpiredTokenException", f"Token expired: current date/time {int(time.time())} "
                                                  f"must be before the expiration date/time {int(expiry)}")
    return WebIdentity(arn, audience, claims["sub"], claims)


def _audience(claims: dict[str, Any]) -> str:
    """With an ``azp`` claim that, not ``aud``, is what the provider's audiences and the ``:aud`` condition key are about."""
    audiences = claims.get("aud")
    if isinstance(claims.get("azp"), str):
        return str(claims["azp"])
    if isinstance(audiences, list) and len(audiences) == 1:
        return str(audiences[0])
    return audiences if isinstance(audiences, str) else ""


def _check_signature(token: str, key_id: str | None, issuer: str) -> None:
    for key in _published_keys(issuer):
        if key_id and key.key_id != key_id:
            continue
        try:
            jwt.decode(token, key.key, algorithms=_ALGORITHMS,
                       options={"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False})
            return
        except jwt.InvalidSignatureError:
            raise TokenError("InvalidIdentityToken", "Token signature invalid") from None
        except jwt.InvalidTokenError:
            raise TokenError(*_NOT_A_TOKEN) from None
    raise TokenError("InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider, please "
                                             "reference AssumeRoleWithWebIdentity documentation for requirements")


def issuers() -> dict[str, str]:
    """Where each issuer that the sandbox knows really answers."""
    with open(os.path.join(os.environ["SANDBOX_FOLDER"], "issuers.json"), encoding="utf-8") as file:
        return json.load(file)


def _published_keys(issuer: str) -> list[jwt.PyJWK]:
    """The issuer's keys, read anew each time through its discovery document, at the local address it is mapped to."""
    origin = issuers().get(issuer)
    try:
        if not origin:
            raise OSError("the issuer is not mapped to a local address")
        discovery = _get_json(f"{origin}/.well-known/openid-configuration")
        if discovery.get("issuer") != issuer:
            raise TokenError("InvalidIdentityToken", "The issuer in the discovery document is not the token's issuer")
        return jwt.PyJWKSet.from_dict(_get_json(discovery["jwks_uri"].replace(issuer, origin, 1))).keys
    except (OSError, KeyError, ValueError, jwt.PyJWTError):
        raise TokenError("IDPCommunicationError", "Your identity provider did not respond in time or could not be reached: "
                                                  f"{issuer}") from None


def _get_json(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - an address of this machine
        return json.load(response)
