import type { ConnectionMethod } from './connection-method';
import type { PlatformDefinition } from './definition';
import type { FormField } from './form-field';
import type { Integration } from './integration';
import { STANDARD_CONNECTION_FIELDS, STANDARD_INTEGRATION_FIELDS, STANDARD_SUCCESS_MESSAGES } from './standard-form';
import { invalid } from '../validation/invalid';

/** Describes an AI platform that this library does not know, such as one's own. */
export interface CustomPlatformOptions {
  /** Stable identifier: lower-case letters, digits and hyphens, at most 32 characters. */
  readonly id: string;

  /** The platform's name as people know it. */
  readonly displayName: string;

  /** How the platform can come in. */
  readonly methods: ConnectionMethod[];

  /** The AWS services that the platform connects to. */
  readonly integrations: Integration[];

  /**
   * The `iss` claim of the platform's tokens, to the letter.
   *
   * @default - none; needed for `ConnectionMethod.OIDC_FEDERATION`
   */
  readonly issuerUrl?: string;

  /**
   * The audience of the platform's tokens.
   *
   * @default 'sts.amazonaws.com'
   */
  readonly audience?: string;

  /**
   * The platform's 12-digit AWS account, its root ARN, or the ARN of the role that it comes from.
   *
   * @default - none; needed for `ConnectionMethod.CROSS_ACCOUNT_ROLE`, here or on the connection
   */
  readonly principal?: string;

  /**
   * Whether the platform always sends an external ID.
   *
   * @default false
   */
  readonly externalIdRequired?: boolean;

  /**
   * Prefix of the names of resources that are named.
   *
   * @default - the id
   */
  readonly resourcePrefix?: string;

  /**
   * The fields of the platform's connection form, whatever the method.
   *
   * @default - IAM Role ARN, External ID, AWS Region, and the like
   */
  readonly connectionFields?: FormField[];

  /**
   * The message of a successful S3 test connection; `{buckets}` stands for the number found.
   *
   * @default 'Connection successful! Found {buckets} bucket(s).'
   */
  readonly s3SuccessMessage?: string;
}

/** A platform of the caller's own description. */
export function customDefinition(options: CustomPlatformOptions): PlatformDefinition {
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(options.id)) {
    throw invalid('id', options.id, 'is not a platform identifier', 'Use at most 32 lower-case letters, digits and hyphens');
  }
  if (options.displayName.trim() === '') throw invalid('displayName', options.displayName, 'is empty', 'Give the name that people know the platform by');
  if (options.methods.length === 0) throw invalid('methods', undefined, 'is empty', 'List at least one ConnectionMethod');
  if (options.integrations.length === 0) throw invalid('integrations', undefined, 'is empty', 'List at least one Integration');

  const { connectionFields } = options;
  return {
    id: options.id,
    displayName: options.displayName,
    resourcePrefix: options.resourcePrefix ?? options.id,
    methods: [...options.methods],
    integrations: [...options.integrations],
    issuerUrl: options.issuerUrl,
    audience: options.audience ?? 'sts.amazonaws.com',
    principal: options.principal,
    externalIdRequired: options.externalIdRequired,
    connectionFields: connectionFields ? Object.fromEntries(options.methods.map((method) => [method, connectionFields])) : STANDARD_CONNECTION_FIELDS,
    integrationFields: STANDARD_INTEGRATION_FIELDS,
    successMessages: { ...STANDARD_SUCCESS_MESSAGES, ...(options.s3SuccessMessage ? { s3: options.s3SuccessMessage } : {}) },
  };
}
