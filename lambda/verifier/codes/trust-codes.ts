import type { CodeEntry } from './code';

/** Codes of the trust policy, the OIDC provider and the issuer. */
export const TRUST_CODES = {
  VERIFIER_NOT_ALLOWED: {
    status: 'warn',
    message: 'The verifier may not call {action}',
    fix: "Allow the verifier's role {action} on {resource}.",
    retryable: true,
  },
  NOT_APPLICABLE: {
    status: 'skipped',
    message: 'Not applicable: {reason}',
    fix: 'Nothing to do.',
    retryable: false,
  },
  ROLE_MISSING: {
    status: 'fail',
    message: "The role '{role}' does not exist",
    fix: 'Deploy the connection again, or correct the role ARN.',
    retryable: true,
  },
  TRUST_POLICY_DIFFERS: {
    status: 'fail',
    message: 'The trust policy in force is not the one in the document: {differences}',
    fix: "Deploy the connection again, or set the role's trust policy to trust.policy of the document.",
    retryable: true,
  },
  TRUST_POLICY_HAS_MORE: {
    status: 'warn',
    message: 'The trust policy in force lets in more than the document says: {differences}',
    fix: 'Remove the statements that nobody needs from the role, or give the platform a role of its own.',
    retryable: false,
  },
  TRUST_PRINCIPAL_DELETED: {
    status: 'fail',
    message: 'The trust policy names a principal that has been deleted: {principal}',
    fix: 'IAM keeps the unique ID of a role or user, not its name: write the trust policy again with the ARN, after the principal has been made again.',
    retryable: false,
  },
  TRUST_OPEN: {
    status: 'fail',
    message: 'The trust policy lets in others than the document says: {opening}',
    fix: 'Bind every statement to the exact audience and subject, or to the exact external ID, that the document names.',
    retryable: false,
  },
  ANY_SUBJECT_ADMITTED: {
    status: 'warn',
    message: 'Every subject of {issuer} is let in, because the connection was set up that way',
    fix: 'List the subjects of this connection, if the platform tells them.',
    retryable: false,
  },
  PROVIDER_MISSING: {
    status: 'fail',
    message: "The OIDC provider '{provider}' does not exist",
    fix: 'Verify that the OIDC provider URL is exactly {issuer}; if it was deleted, deploy the connection again.',
    retryable: true,
  },
  PROVIDER_AUDIENCE_MISSING: {
    status: 'fail',
    message: "The OIDC provider does not list the audience '{audience}'",
    fix: 'Add the audience to the OIDC provider.',
    retryable: true,
  },
  PROVIDER_URL_DIFFERS: {
    status: 'fail',
    message: "The OIDC provider is for '{actual}', the document says '{expected}'{note}",
    fix: "Make a provider whose URL equals the token's iss to the letter; the URL of a provider cannot be changed.",
    retryable: false,
  },
  ISSUER_UNREACHABLE: {
    status: 'skipped',
    message: 'Not checked: the issuer cannot be reached from the verifier ({reason})',
    fix: 'Nothing to do when the verifier has no way to the internet; STS reads the issuer itself.',
    retryable: true,
  },
  ISSUER_DISCOVERY_FAILED: {
    status: 'warn',
    message: 'The issuer answers {status} for its discovery document',
    fix: "Check that {issuer} is the platform's issuer; without the discovery document STS accepts no token of it.",
    retryable: true,
  },
  ISSUER_DISCOVERY_MALFORMED: {
    status: 'warn',
    message: 'The discovery document of the issuer is not usable: {reason}',
    fix: "Check that {issuer} is the platform's issuer.",
    retryable: false,
  },
  ISSUER_DIFFERS: {
    status: 'fail',
    message: "The issuer calls itself '{actual}', the document says '{expected}'{note}",
    fix: "Set up the connection with the issuer's own spelling: tokens carry it as iss.",
    retryable: false,
  },
  TOKEN_MALFORMED: {
    status: 'fail',
    message: 'The given token is not a JSON Web Token: {reason}',
    fix: 'Give the token as it was issued: three parts that are separated by dots, with nothing around them.',
    retryable: false,
  },
  TOKEN_CLAIM_DIFFERS: {
    status: 'fail',
    message: "The token's {claim} is '{actual}', the trust wants {expected}{note}",
    fix: 'Set up the connection with the value that the platform really sends, or have the token issued with the one in the trust.',
    retryable: false,
  },
  TOKEN_EXPIRED: {
    status: 'fail',
    message: 'The given token expired at {expiry}',
    fix: 'Get a fresh token from the platform and start the verification at once.',
    retryable: false,
  },
  OTHER_TOKEN_UNSUITABLE: {
    status: 'warn',
    message: 'otherWebIdentityToken proves nothing: {reason}',
    fix: 'Give a fresh token of the same issuer and audience for a subject that the trust does not name.',
    retryable: false,
  },
  WRONG_SUBJECT_ADMITTED: {
    status: 'fail',
    message: 'A token of another subject gets credentials of this role',
    fix: 'Bind the trust policy to the exact subject; until then any tenant of the platform can come in.',
    retryable: false,
  },
  EXTERNAL_ID_NOT_ENFORCED: {
    status: 'fail',
    message: 'The role can be assumed with {what}',
    fix: 'Put a StringEquals condition on sts:ExternalId, with the exact external ID, into every statement that lets the platform in.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;
