import { ConnectionMethod } from './connection-method';
import type { PlatformDefinition } from './definition';
import { Integration } from './integration';
import { STANDARD_CONNECTION_FIELDS, STANDARD_INTEGRATION_FIELDS, STANDARD_SUCCESS_MESSAGES } from './standard-form';
import { invalid } from '../validation/invalid';

/** Options of `Platform.fourMinds()`. */
export interface FourMindsOptions {
  /**
   * The `iss` claim of 4MINDS's tokens, to the letter. Two of the 4MINDS guides name two issuers, `https://api.4minds.ai` and
   * `https://app.4MINDS.ai`; only one can be in a token. The second is accepted when `issuerUrlIsExact` says that it was read
   * from a token.
   *
   * @default 'https://api.4minds.ai'
   */
  readonly issuerUrl?: string;

  /**
   * Says that `issuerUrl` was copied from the `iss` claim of a real token, upper case included. IAM compares it with the claim
   * character by character.
   *
   * @default false
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
   */
  readonly issuerUrlIsExact?: boolean;

  /**
   * The audience of 4MINDS's tokens.
   *
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;
}

/** 4MINDS, as its own AWS, Bedrock and RDS guides describe it. */
export function fourMindsDefinition(options: FourMindsOptions = {}): PlatformDefinition {
  const issuerUrl = options.issuerUrl ?? 'https://api.4minds.ai';
  if (/^https:\/\/app\.4minds\.ai\/*$/i.test(issuerUrl) && !options.issuerUrlIsExact) {
    throw invalid('issuerUrl', issuerUrl,
      "is what one 4MINDS guide says while another says 'https://api.4minds.ai', and only the exact iss claim of the token works",
      'Leave issuerUrl out, or copy the iss claim from a token of yours and set issuerUrlIsExact: true');
  }
  return {
    id: '4minds',
    displayName: '4MINDS',
    resourcePrefix: '4MINDS',
    methods: [ConnectionMethod.OIDC_FEDERATION, ConnectionMethod.COGNITO, ConnectionMethod.BEDROCK_API_KEY],
    integrations: [Integration.S3, Integration.BEDROCK, Integration.SAGEMAKER, Integration.LAKE_FORMATION, Integration.RDS],
    issuerUrl,
    audience: options.audience ?? 'sts.amazonaws.com',
    connectionFields: STANDARD_CONNECTION_FIELDS,
    integrationFields: STANDARD_INTEGRATION_FIELDS,
    successMessages: STANDARD_SUCCESS_MESSAGES,
    databaseUser: 'fourminds_iam_user',
  };
}
