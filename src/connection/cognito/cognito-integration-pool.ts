import { CfnIdentityPoolRoleAttachment, type IUserPool, type IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { CognitoIntegrationPoolProps } from './cognito-integration-pool-props';
import { type Pools, pools } from './pools';
import { requireProps } from './requirements';
import { keyGrant, ServiceUser } from './service-user';
import type { Cognito, KeptSecret, Trust } from '../../document/connection-document-v1';
import type { FunctionGrant } from '../../function/function-role';
import { ConnectionMethod } from '../../platform/connection-method';
import { warning } from '../../validation/warning';
import type { ConnectionFacts } from '../connection';
import { RoleConnection } from '../role-connection';
import { identityPoolProvider } from '../trust/identity-pool';
import { identityPoolStatements, type IdentityPoolTrust, trustActions, webIdentityStatements, type WebIdentityTrust } from '../trust/trust-policy';
import { webIdentityFacts, webIdentityTrust, webIdentityWarnings } from '../trust/web-identity';

/** The enhanced flow gives sessions of one hour. https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html */
const SESSION_SECONDS = 3600;

/**
 * Lets a platform in through Amazon Cognito: it signs in to a user pool as a service user, and an identity pool gives it a role's
 * credentials. The user's permanent password is generated and kept in Secrets Manager; nothing is left to click.
 */
export class CognitoIntegrationPool extends RoleConnection {
  /** The user pool that the platform signs in to. */
  public readonly userPool: IUserPool;
  /** The app client that it signs in with. */
  public readonly appClient: IUserPoolClient;
  /** The identity pool that gives it credentials. */
  public readonly identityPoolId: string;
  /** The user that it signs in as. */
  public readonly username: string;
  /** ARN of the secret that holds the password, as plain text. */
  public readonly passwordSecretArn: string;
  /** ARN of the secret that holds the app client's secret, if it has one. */
  public readonly appClientSecretArn?: string;

  private readonly identityPoolTrust: IdentityPoolTrust;
  private readonly webIdentityTrust?: WebIdentityTrust;
  private readonly user: ServiceUser;

  public constructor(scope: Construct, id: string, props: CognitoIntegrationPoolProps) {
    const { platform, sessionTags = false, sourceIdentity = false } = props;
    platform._requireMethod(ConnectionMethod.COGNITO);
    requireProps(props);
    const provider = identityPoolProvider(Stack.of(scope));
    const session = { sessionTags, sourceIdentity };
    const webIdentity = props.alsoTrust && webIdentityTrust(scope, platform, props.alsoTrust, session);
    let made!: Pools;
    let trust!: IdentityPoolTrust;
    super(scope, id, platform, ConnectionMethod.COGNITO, props, (connection) => {
      made = pools(connection, props);
      trust = { provider, identityPoolId: made.identityPoolId, identityId: props.identityId, ...session };
      return [...identityPoolStatements(trust), ...(webIdentity ? webIdentityStatements(webIdentity) : [])];
    });
    this.identityPoolTrust = trust;
    this.webIdentityTrust = webIdentity;
    ({ userPool: this.userPool, appClient: this.appClient, identityPoolId: this.identityPoolId } = made);
    this.username = props.username ?? `${platform.resourcePrefix}-service-user`;
    this.user = new ServiceUser(this, 'User', {
      pools: made,
      username: this.username,
      owner: `${Stack.of(this).stackName}/${this.document.outputPrefix}`,
      hasClientSecret: props.appClientSecret ?? props.appClient === undefined,
      props,
    });
    this.passwordSecretArn = this.user.passwordSecretArn;
    this.appClientSecretArn = this.user.clientSecretArn;
    if (props.attachRole ?? props.identityPool === undefined) {
      new CfnIdentityPoolRoleAttachment(this, 'RoleAttachment', { identityPoolId: this.identityPoolId, roles: { authenticated: this.roleArn } });
    }
    this.warnAbout(props);
    this._updateDocument();
  }

  /** @internal */
  public _trustsVerifierByDefault(): boolean {
    return false;
  }

  /** @internal */
  public _trustVerifier(): void {
    throw new Error(`${this.node.path} needs no statement for the verifier, which signs in as the platform does. Leave out trustVerifier.`);
  }

  /** @internal */
  public _facts(): ConnectionFacts {
    return { ...super._facts(), sessionSeconds: SESSION_SECONDS, cognito: this.cognito(), secrets: this.secrets() };
  }

  /** @internal */
  public _fieldValues(): Readonly<Record<string, string | undefined>> {
    const { userPoolId, appClientId, appClientSecretArn, identityPoolId, username, passwordSecretArn } = this.cognito();
    return { userPoolId, appClientId, appClientSecret: appClientSecretArn, identityPoolId, username, password: passwordSecretArn };
  }

  /** @internal */
  public _verifierGrants(): readonly FunctionGrant[] {
    const stack = Stack.of(this);
    return [
      { action: 'secretsmanager:GetSecretValue', resources: this.user.secretGrantArns },
      ...keyGrant(this, 'kms:Decrypt', this.user.keyArns),
      { action: 'cognito-idp:AdminGetUser', resources: [this.userPool.userPoolArn] },
      { action: 'cognito-identity:DescribeIdentityPool', resources: [stack.formatArn({ service: 'cognito-identity', resource: 'identitypool', resourceName: this.identityPoolId })] },
    ];
  }

  /** @internal */
  protected _trust(): Omit<Trust, 'policy' | 'verifier'> {
    const { provider, identityPoolId, identityId } = this.identityPoolTrust;
    return {
      actions: [...trustActions('sts:AssumeRoleWithWebIdentity', this.identityPoolTrust)],
      ...(this.webIdentityTrust ? webIdentityFacts(this.webIdentityTrust) : {}),
      identityPool: { provider, id: identityPoolId, ...(identityId ? { identityId } : {}) },
    };
  }

  private cognito(): Cognito {
    const { userPool, appClient, identityPoolId, username, user } = this;
    return {
      userPoolId: userPool.userPoolId,
      userPoolProvider: userPool.userPoolProviderName,
      appClientId: appClient.userPoolClientId,
      ...(user.clientSecretArn ? { appClientSecretArn: user.clientSecretArn } : {}),
      identityPoolId,
      username,
      passwordSecretArn: user.passwordSecretArn,
    };
  }

  private secrets(): KeptSecret[] {
    const values = this._fieldValues();
    return this.platform.connectionFields(this.method).flatMap(({ name, label }) => {
      const arn = name === 'password' || name === 'appClientSecret' ? values[name] : undefined;
      return arn ? [{ field: label, arn, read: `aws secretsmanager get-secret-value --region ${Stack.of(this).region} --secret-id ${arn} --query SecretString --output text` }] : [];
    });
  }

  private warnAbout(props: CognitoIntegrationPoolProps): void {
    const name = this.platform.displayName;
    if (this.webIdentityTrust) this._warn(...webIdentityWarnings(this.webIdentityTrust, this.platform));
    if (props.userPool && !props.identityId) {
      this._warn(warning('anyUserOfPool', `The user pool existed before: whichever of its users signs in with this app client gets what ${name} is granted. Pin the trust to the service user with identityId.`));
    }
    if (props.passwordRotation) this._warn(warning('passwordRotation', `Each time the password changes, ${name} cannot sign in until it has been given the new one.`));
    if (props.maxSessionDuration && props.maxSessionDuration.toSeconds() > SESSION_SECONDS) this._warn(warning('identityPoolSession', 'An identity pool gives sessions of one hour, whatever the role allows.'));
    if (props.identityPool && !(props.userPool && props.appClient)) {
      this._warn(warning('existingIdentityPool', 'The identity pool existed before: add the new app client to its authentication providers, or it gives the platform nothing.'));
    }
    if (props.role) this._warn(warning('existingRole', 'The role existed before: its trust policy is not changed. Compare it with trust.policy in the document.'));
  }
}
