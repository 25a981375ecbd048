import type { FeaturePlan, IUserPool, IUserPoolClient, Mfa, StandardThreatProtectionMode } from 'aws-cdk-lib/aws-cognito';
import type { IIdentityPool } from 'aws-cdk-lib/aws-cognito-identitypool';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Platform } from '../../platform/platform';
import type { RoleOptions } from '../role-options';
import type { WebIdentityOptions } from '../web-identity-options';

/** Properties of a `CognitoIntegrationPool`. Each of user pool, app client, user, identity pool and role is made unless it is given. */
export interface CognitoIntegrationPoolProps extends RoleOptions {
  /** The platform that comes in. */
  readonly platform: Platform;

  /**
   * An existing user pool, in the region of the stack. Its settings are left as they are.
   *
   * @default - a user pool is created: user names, no self-registration, strong passwords, deletion protection
   */
  readonly userPool?: IUserPool;

  /**
   * The name of the user pool that is created.
   *
   * @default - a name made by CloudFormation
   */
  readonly userPoolName?: string;

  /**
   * The feature plan of the user pool that is created.
   *
   * @default FeaturePlan.ESSENTIALS
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
   */
  readonly featurePlan?: FeaturePlan;

  /**
   * Threat protection of the user pool that is created; it needs `FeaturePlan.PLUS`. Only what does not act on a sign-in can be chosen:
   * nobody is there to answer a challenge.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
   */
  readonly threatProtection?: StandardThreatProtectionMode;

  /**
   * Multi-factor authentication of the user pool that is created. `Mfa.REQUIRED` is refused: the platform signs in without a person.
   * `Mfa.OPTIONAL` leaves it to the other users of the pool.
   *
   * @default Mfa.OFF
   */
  readonly mfa?: Mfa;

  /**
   * What becomes of the created user pool when the stack is deleted. `RemovalPolicy.DESTROY` also turns off its deletion protection.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * An existing app client of the user pool. It must allow `ALLOW_USER_PASSWORD_AUTH`.
   *
   * @default - an app client is created, with that flow and refresh tokens alone
   */
  readonly appClient?: IUserPoolClient;

  /**
   * Whether the app client has a secret, which is copied to Secrets Manager. Turning it on or off replaces a created client.
   *
   * @default - true for a created client, false for an existing one
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
   */
  readonly appClientSecret?: boolean;

  /**
   * The name of the service user, 1 to 128 characters without white space.
   *
   * @default - the platform's prefix and `-service-user`
   */
  readonly username?: string;

  /**
   * Says that the user exists. It is not made and not deleted, and its password is left as it is unless `replacePassword` is set.
   *
   * @default false
   */
  readonly existingUser?: boolean;

  /**
   * Gives the existing user a new generated password, at once and for good.
   *
   * @default false
   */
  readonly replacePassword?: boolean;

  /**
   * A secret that holds the existing user's password, as plain text.
   *
   * @default - the password is generated and kept in a secret of the connection
   */
  readonly passwordSecret?: ISecret;

  /**
   * Any text; another one at a later deployment gives the user a new password.
   *
   * @default - none
   */
  readonly passwordVersion?: string;

  /**
   * How often the password is changed by itself, from one day to 1,000. A platform that keeps a copy cannot sign in until it has
   * been given the new one.
   *
   * @default - only when asked
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
   */
  readonly passwordRotation?: Duration;

  /**
   * The key that encrypts the secrets of the connection.
   *
   * @default - Secrets Manager's own key
   */
  readonly secretEncryptionKey?: IKey;

  /**
   * An existing identity pool, in the region of the stack. It must list the app client as an authentication provider.
   *
   * @default - an identity pool is created: signed-in identities only, no classic flow
   */
  readonly identityPool?: IIdentityPool;

  /**
   * The name of the identity pool that is created.
   *
   * @default - a name made by CloudFormation
   */
  readonly identityPoolName?: string;

  /**
   * Whether the role becomes the identity pool's role of signed-in identities. For an existing pool this replaces its whole role
   * settings, so it must be said; `false` means that the role is attached already.
   *
   * @default - true for a created identity pool
   * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html
   */
  readonly attachRole?: boolean;

  /**
   * The only identity of the pool that may assume the role, such as the one that the verifier reports for the service user. A region
   * and a UUID.
   *
   * @default - every signed-in identity of the pool
   */
  readonly identityId?: string;

  /**
   * Lets tokens of the platform's issuer assume the same role, with a statement of its own.
   *
   * @default - Cognito only
   */
  readonly alsoTrust?: WebIdentityOptions;
}
