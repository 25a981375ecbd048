import { type CfnUser, type IPrincipal, type IUser, User } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Stack, Tags } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { BedrockApiKeyProps } from './bedrock-api-key-props';
import { Connection, type ConnectionFacts } from './connection';
import type { PolicyTarget } from './permission-policies';
import type { AccessContribution } from '../access/access-contribution';
import { ofPacks } from '../function/function-acknowledgements';
import type { FunctionGrant } from '../function/function-role';
import { ConnectionMethod } from '../platform/connection-method';
import { Integration, INTEGRATION_NAMES } from '../platform/integration';
import { acknowledge } from '../policy/acknowledge';
import { partitionOf } from '../policy/partition';
import { warning } from '../validation/warning';
import { keyReaderGrants } from './api-key/function-grants';
import { KeyBoundary } from './api-key/key-boundary';
import { withApiKey } from './api-key/key-grants';
import { type KeyLifetime, keyLifetime } from './api-key/key-lifetime';
import { RotatedKey } from './api-key/rotated-key';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html */
const ADVICE = 'AWS advises long-term Bedrock API keys for exploration only: whoever has the key has its access, from anywhere, until it expires. '
  + 'Prefer a role where the platform takes one, or short-term keys of the command bedrock-token.';

/**
 * Lets a platform call Amazon Bedrock with a long-term API key, and do nothing else. The key belongs to an IAM user of its own, expires,
 * is rotated, and is kept in Secrets Manager alone.
 *
 * Only a Bedrock access can be attached.
 */
export class BedrockApiKey extends Connection {
  /** The user that the key belongs to. It has no password and no access keys. */
  public readonly user: IUser;
  /** The secret that holds the current key: JSON with `apiKey`, `credentialId` and `expiresAt`. */
  public readonly secret: ISecret;
  /** The principal to grant further permissions to. The permissions boundary bounds them. */
  public readonly grantPrincipal: IPrincipal;

  private readonly lifetime: KeyLifetime;
  private readonly boundary?: KeyBoundary;

  public constructor(scope: Construct, id: string, props: BedrockApiKeyProps) {
    super(scope, id, props.platform, ConnectionMethod.BEDROCK_API_KEY, props);
    const { platform, path, encryptionKey, logRetention, logEncryptionKey } = props;
    if (partitionOf(Stack.of(this)) === 'aws-cn') throw new Error(`${this.node.path}: Amazon Bedrock is not offered in the partition aws-cn, so there are no API keys for it.`);
    this.lifetime = keyLifetime(props.expiry, props.rotateEvery, props.allowExpiryBeyondOneYear);
    if (!props.permissionsBoundary) this.boundary = new KeyBoundary(this, 'Boundary', path);
    const user = new User(this, 'User', { path, permissionsBoundary: props.permissionsBoundary ?? this.boundary?.policy });
    acknowledge(user.node.defaultChild as CfnUser, ofPacks('IAMUserGroupMembership', 'The user is no person but the owner of one API key, with permissions of its own'));
    this.user = user;
    this.grantPrincipal = user.grantPrincipal;
    const key = new RotatedKey(this, 'ApiKey', { user, lifetime: this.lifetime, displayName: platform.displayName, encryptionKey, logRetention, logEncryptionKey });
    this.secret = key.secret;
    for (const [name, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(name, value);
    this._warn(warning('longTermApiKey', ADVICE));
    this._updateDocument();
  }

  /** @internal */
  public override _addAccess(contribution: AccessContribution): void {
    const { integration, grants } = contribution;
    if (integration !== Integration.BEDROCK) {
      throw new Error(`${this.node.path} cannot have an access to ${INTEGRATION_NAMES[integration]}: a Bedrock API key is taken by Amazon Bedrock alone, no other AWS service accepts it. `
        + 'Attach the access to a connection through a role.');
    }
    super._addAccess(withApiKey(contribution, 'LONG_TERM'));
    this.boundary?.allow(grants.flatMap((list) => list.grants.flatMap(({ head }) => head.actions)));
  }

  /** @internal */
  public _facts(): ConnectionFacts {
    const { userArn, userName } = this.user;
    const { secretArn } = this.secret;
    const field = this.platform.connectionFields(this.method).find(({ name }) => name === 'apiKey')?.label ?? 'API Key';
    const read = `aws secretsmanager get-secret-value --secret-id ${secretArn} --region ${Stack.of(this).region} --query SecretString --output text`;
    return {
      status: 'ready',
      principal: { type: 'user', arn: userArn, name: userName, imported: false },
      trust: { actions: [] },
      sessionSeconds: this.lifetime.ageDays * 86_400,
      secrets: [{ field, arn: secretArn, read: `${read} | jq -r .apiKey` }],
    };
  }

  /** @internal */
  public _fieldValues(): Readonly<Record<string, string | undefined>> {
    return { apiKey: this.secret.secretArn };
  }

  /** @internal */
  public override _verifierGrants(): readonly FunctionGrant[] {
    return keyReaderGrants(Stack.of(this).region, { userArn: this.user.userArn, secret: this.secret });
  }

  /** @internal */
  protected _policyTarget(): PolicyTarget {
    return { users: [this.user.userName] };
  }
}
