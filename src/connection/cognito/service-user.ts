import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { type CustomResource, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { CognitoIntegrationPoolProps } from './cognito-integration-pool-props';
import type { Pools } from './pools';
import type { FunctionGrant } from '../../function/function-role';
import { acknowledge } from '../../policy/acknowledge';
import { ProvisionerFunction } from '../../provisioner/provisioner-function';

/** What each task of the provisioner takes. In a pool AWS grants actions on all users, so that none is granted which has no task. */
const COPYING = { pool: ['DescribeUserPoolClient'], secret: ['GetSecretValue', 'PutSecretValue'] };
const SETTING = {
  // A user that an earlier deployment made is removed by the one that names an existing user instead.
  pool: ['DescribeUserPool', 'AdminGetUser', 'AdminSetUserPassword', 'AdminDeleteUser'],
  secret: ['DescribeSecret', 'UpdateSecretVersionStage'],
};
const MAKING = ['AdminCreateUser'];

/** The right to use a key through Secrets Manager alone. */
export function keyGrant(scope: Construct, action: string, keys: readonly string[]): readonly FunctionGrant[] {
  const { region, urlSuffix } = Stack.of(scope);
  const conditions = { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.${urlSuffix}` } };
  return keys.length > 0 ? [{ action, resources: [...new Set(keys)], conditions }] : [];
}

export interface ServiceUserProps {
  readonly pools: Pools;
  readonly username: string;
  /** Whose user it is; nobody else's is taken over. */
  readonly owner: string;
  readonly hasClientSecret: boolean;
  readonly props: CognitoIntegrationPoolProps;
}

/** The user that the platform signs in as, and the secrets that its password and the app client's secret are kept in. */
export class ServiceUser extends Construct {
  public readonly passwordSecretArn: string;
  public readonly clientSecretArn?: string;
  /** The ARNs that reading these secrets is granted on. */
  public readonly secretGrantArns: readonly string[];
  /** The keys that these secrets are encrypted with, where they are not Secrets Manager's own. */
  public readonly keyArns: readonly string[];

  private readonly encryptionKeyArn?: string;

  public constructor(scope: Construct, id: string, { pools, username, owner, hasClientSecret, props }: ServiceUserProps) {
    super(scope, id);
    this.encryptionKeyArn = props.secretEncryptionKey?.keyArn;
    const password = props.passwordSecret ? undefined : this.secret('Password', `The password of ${username}`, props.passwordRotation !== undefined);
    const clientSecret = hasClientSecret ? this.secret('ClientSecret', `The app client secret that ${username} signs in with`, false) : undefined;
    this.passwordSecretArn = password?.ref ?? props.passwordSecret!.secretArn;
    this.clientSecretArn = clientSecret?.ref;
    // An ARN made of a name lacks the six characters that Secrets Manager adds.
    const given = props.passwordSecret && (props.passwordSecret.secretFullArn ?? `${props.passwordSecret.secretArn}-??????`);
    this.secretGrantArns = [given, password?.ref, clientSecret?.ref].filter((arn) => arn !== undefined);
    const own = [password, clientSecret].filter((secret) => secret !== undefined);
    const ownKey = own.length > 0 ? this.encryptionKeyArn : undefined;
    this.keyArns = [ownKey, props.passwordSecret?.encryptionKey?.keyArn].filter((arn) => arn !== undefined);
    if (own.length === 0) return;
    const { provisioner, resource } = this.provision(this.grants(pools, own, password, !props.existingUser), {
      UserPoolId: pools.userPool.userPoolId,
      ClientId: pools.appClient.userPoolClientId,
      Username: username,
      ...(password ? { PasswordSecretArn: password.ref } : {}),
      ...(clientSecret ? { ClientSecretArn: clientSecret.ref } : {}),
      ...(props.existingUser ? {} : { Owner: owner }),
    }, props.passwordVersion);
    if (password && props.passwordRotation) this.rotate(password, props.passwordRotation.toDays(), provisioner, resource);
  }

  private grants({ userPool }: Pools, own: readonly CfnSecret[], password: CfnSecret | undefined, ownsUser: boolean): readonly FunctionGrant[] {
    const keys = this.encryptionKeyArn ? [this.encryptionKeyArn] : [];
    const ofPool = [...COPYING.pool, ...(password ? [...SETTING.pool, ...(ownsUser ? MAKING : [])] : [])];
    return [
      ...ofPool.map((name) => ({ action: `cognito-idp:${name}`, resources: [userPool.userPoolArn] })),
      ...COPYING.secret.map((name) => ({ action: `secretsmanager:${name}`, resources: own.map(({ ref }) => ref) })),
      ...(password ? SETTING.secret.map((name) => ({ action: `secretsmanager:${name}`, resources: [password.ref] })) : []),
      ...['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action) => keyGrant(this, action, keys)),
    ];
  }

  private provision(
    grants: readonly FunctionGrant[], settings: Readonly<Record<string, string>>, passwordVersion?: string,
  ): { readonly provisioner: ProvisionerFunction; readonly resource: CustomResource } {
    const provisioner = new ProvisionerFunction(this, 'Provisioner', {
      asset: 'cognito-user',
      provisions: 'a Cognito user',
      grants,
      // For Secrets Manager and for people, who send no properties.
      environment: Object.fromEntries(Object.entries(settings).map(([name, value]) => [name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(), value])),
    });
    const version = passwordVersion ? { PasswordVersion: passwordVersion } : {};
    const resource = provisioner.provision(this, 'Resource', 'Custom::AiPlatformCognitoUser', { ...settings, ...version });
    return { provisioner, resource };
  }

  /** Once there is a user to rotate the password of. */
  private rotate(password: CfnSecret, days: number, provisioner: ProvisionerFunction, user: CustomResource): void {
    const { handler } = provisioner;
    handler.addPermission('Rotation', { principal: new ServicePrincipal('secretsmanager.amazonaws.com'), sourceAccount: Stack.of(this).account });
    const schedule = new CfnRotationSchedule(this, 'Rotation', {
      secretId: password.ref,
      rotationLambdaArn: handler.functionArn,
      rotationRules: { scheduleExpression: `rate(${days} ${days === 1 ? 'day' : 'days'})` },
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(provisioner, user);
  }

  /** Without a value: the provisioner puts it in, so that it never stands in a template. */
  private secret(id: string, description: string, rotates: boolean): CfnSecret {
    const secret = new CfnSecret(this, id, { description, kmsKeyId: this.encryptionKeyArn });
    const of = (packs: readonly string[], rule: string, reason: string) => packs.map((pack) => ({ rule: `${pack}-${rule}`, reason }));
    const reason = id === 'Password'
      ? 'The platform keeps a copy of the password, which a change by itself would make useless; set passwordRotation if it reads the secret'
      : 'Cognito changes the secret of an app client with the client only';
    acknowledge(secret, [
      ...(rotates ? [] : [{ rule: 'AwsSolutions-SMG4', reason }, ...of(['HIPAA.Security', 'NIST.800.53.R5'], 'SecretsManagerRotationEnabled', reason)]),
      ...(this.encryptionKeyArn ? [] : of(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'SecretsManagerUsingKMSKey', "Encrypted with Secrets Manager's own key; set secretEncryptionKey for one of yours")),
    ]);
    return secret;
  }
}
