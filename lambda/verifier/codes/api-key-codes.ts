import type { CodeEntry } from './code';

/** Codes of coming in with a Bedrock API key. */
export const API_KEY_CODES = {
  API_KEY_SECRET_UNREADABLE: {
    status: 'fail',
    message: 'The API key could not be read from Secrets Manager: {reason}',
    fix: 'Check that the secret exists and that the verifier may read it and use the KMS key that encrypts it.',
    retryable: true,
  },
  API_KEY_SECRET_EMPTY: {
    status: 'fail',
    message: 'The secret holds no API key',
    fix: 'Rotate the secret (aws secretsmanager rotate-secret), or deploy the connection again: both make a key.',
    retryable: false,
  },
  API_KEY_EXPIRED: {
    status: 'fail',
    message: 'The API key has expired',
    fix: 'Long-term key: rotate the secret and give the platform the new key. Short-term key: make a new one with the command bedrock-token; it never outlives the session that it was made with.',
    retryable: false,
  },
  API_KEY_REVOKED: {
    status: 'fail',
    message: 'The API key was revoked: IAM says that its credential is {state}',
    fix: 'Rotate the secret and give the platform the new key; a key that is only switched off can be switched on again in IAM.',
    retryable: false,
  },
  API_KEY_WRONG_REGION: {
    status: 'fail',
    message: 'The short-term API key is of region {keyRegion} and the connection of {region}',
    fix: 'Make a key for the region of the connection: bedrock-token --region {region}.',
    retryable: false,
  },
  API_KEY_NOT_VALID: {
    status: 'fail',
    message: 'Bedrock does not take the API key: {reason}',
    fix: 'Check that the whole key was copied. A new key can need a minute; a short-term key ends with its session; a key is not taken where Bedrock is not offered.',
    retryable: true,
  },
  API_KEY_NOT_ALLOWED: {
    status: 'fail',
    message: 'The owner of the API key may not use it: {reason}',
    fix: 'Allow bedrock:CallWithBearerToken for this kind of key (bedrock:BearerTokenType), in the policies, the permissions boundary and the service control policies.',
    retryable: true,
  },
  API_KEY_ENDS_SOON: {
    status: 'warn',
    message: 'The API key ends on {date} and should have been rotated by now',
    fix: 'See in Secrets Manager and in the log of the rotation function why the rotation does not happen; rotate the secret by hand until then.',
    retryable: false,
  },
  API_KEY_TAKEN_ELSEWHERE: {
    status: 'fail',
    message: '{service} takes the API key, which should open nothing but Amazon Bedrock',
    fix: 'Revoke the key, and tell AWS.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;
