import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Duration } from 'aws-cdk-lib/core';
import type { PolicyOptions } from './policy-options';
import type { Platform } from '../platform/platform';

/** Properties of a `BedrockApiKey`. */
export interface BedrockApiKeyProps extends PolicyOptions {
  /** The platform that comes in. */
  readonly platform: Platform;

  /**
   * How long each key lives, in whole days: 1 to 365. A change makes a new key at once; the former one lives on until the next rotation.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
   */
  readonly expiry: Duration;

  /**
   * Takes an `expiry` of up to 36,600 days, the most that IAM takes.
   *
   * @default false
   */
  readonly allowExpiryBeyondOneYear?: boolean;

  /**
   * How often a new key takes the place of the current one in the secret: 4 to 23 whole hours, or whole days; at most half of the expiry
   * and 999 days. The former key keeps working until the next rotation, so whoever reads the secret that often never holds a dead key.
   *
   * @default - half of the expiry, in whole days (12 hours of one day): a key that was pasted by hand then works for its whole life
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
   */
  readonly rotateEvery?: Duration;

  /**
   * Key that encrypts the secret. Whoever reads the secret needs `kms:Decrypt` on it.
   *
   * @default - the key of Secrets Manager itself
   */
  readonly encryptionKey?: IKey;

  /**
   * The most that the user of the key can ever be allowed.
   *
   * @default - a boundary that names the actions of the Bedrock access, usable by API key only
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /**
   * Tags of everything that the connection creates.
   *
   * @default - no tags
   */
  readonly tags?: { [key: string]: string };

  /**
   * How long the log of the function that makes the keys is kept. It holds no keys.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Key that encrypts the log of the function that makes the keys. Its key policy must let CloudWatch Logs use it, or the log can't be made.
   *
   * @default - the service's own encryption
   */
  readonly logEncryptionKey?: IKey;
}
