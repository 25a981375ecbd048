import type { CodeEntry } from './code';

/** Codes of getting in: the document, the credentials, the token. */
export const CONNECTION_CODES = {
  DOCUMENT_UNREADABLE: {
    status: 'fail',
    message: 'The connection document could not be read: {reason}',
    fix: 'Allow the verifier ssm:GetParameters on the parameters that DOCUMENT_PARAMETERS names, and check that they exist in its region.',
    retryable: true,
  },
  DOCUMENT_MALFORMED: {
    status: 'fail',
    message: 'The connection document is not whole: {reason}',
    fix: 'Deploy the connection again; its parameters are written by the deployment and are not meant to be edited.',
    retryable: false,
  },
  TOKEN_NEEDED: {
    status: 'skipped',
    message: 'Not checked: no web identity token was given, and the trust policy does not let the verifier in',
    fix: 'Invoke the verifier with webIdentityToken, or let the verifier into the trust policy.',
    retryable: false,
    incomplete: true,
  },
  VERIFIER_NOT_TRUSTED: {
    status: 'skipped',
    message: 'Not checked: only the platform can assume this role, because the trust policy does not let the verifier in',
    fix: "Let the verifier into the trust policy, or use the platform's own Test Connection.",
    retryable: false,
    incomplete: true,
  },
  METHOD_NOT_SUPPORTED: {
    status: 'skipped',
    message: "Not checked: this verifier cannot get credentials by the method '{method}'",
    fix: 'Use a verifier of the same version as the connection.',
    retryable: false,
    incomplete: true,
  },
  ASSUME_ROLE_DENIED: {
    status: 'fail',
    message: 'The role could not be assumed: {reason}',
    fix: 'Check that the trust policy names the caller and that the external ID in it is the one in use: a platform may show a new external ID each time its page is loaded, and only the one that was saved counts. A new role can need a minute.',
    retryable: true,
  },
  ROLE_FEDERATION_DENIED: {
    status: 'fail',
    message: 'Role federation fails: the token is valid, but the trust policy does not let it in ({reason})',
    fix: 'Compare the iss, aud and sub of the check trust.token with the trust policy; they must be equal to the letter.',
    retryable: true,
  },
  ROLE_FEDERATION_NO_PROVIDER: {
    status: 'fail',
    message: 'Role federation fails: the account has no OIDC provider for the issuer of the token',
    fix: "Verify that the OIDC provider URL is exactly {issuer} with audience {audience}, and that it equals the token's iss.",
    retryable: true,
  },
  ROLE_FEDERATION_AUDIENCE: {
    status: 'fail',
    message: 'Role federation fails: the OIDC provider does not list the audience of the token',
    fix: 'Add the audience of the token to the OIDC provider, or have the token issued for {audience}.',
    retryable: true,
  },
  ROLE_FEDERATION_TOKEN_INVALID: {
    status: 'fail',
    message: 'Role federation fails: STS rejects the token ({reason})',
    fix: 'Give an unaltered, signed token of the issuer {issuer}.',
    retryable: false,
  },
  ROLE_FEDERATION_TOKEN_EXPIRED: {
    status: 'fail',
    message: 'Role federation fails: the token has expired',
    fix: 'Get a fresh token from the platform and start the verification at once.',
    retryable: false,
  },
  ROLE_FEDERATION_ISSUER_UNREACHABLE: {
    status: 'fail',
    message: 'Role federation fails: STS could not get the keys of the issuer ({reason})',
    fix: 'Try again; if it lasts, the discovery document or the keys of {issuer} are not reachable from the internet.',
    retryable: true,
  },
  SESSION_TOO_LONG: {
    status: 'fail',
    message: 'The role allows shorter sessions than the {seconds} s that the platform is promised',
    fix: 'Raise the maximum session duration of the role, or lower the one of the connection.',
    retryable: false,
  },
  REGION_DISABLED: {
    status: 'fail',
    message: 'STS is not active in region {region} for this account',
    fix: 'Activate STS for the region in the account settings of IAM, or choose another region.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;
