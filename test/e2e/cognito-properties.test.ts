import { CreateIdentityPoolCommand, CognitoIdentityClient } from '@aws-sdk/client-cognito-identity';
import { AdminCreateUserCommand, AdminSetUserPasswordCommand, CreateUserPoolClientCommand, CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FeaturePlan, Mfa, StandardThreatProtectionMode, UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { IdentityPool } from 'aws-cdk-lib/aws-cognito-identitypool';
import { ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';
import { type Cognito, CognitoDeployment } from './cognito-deployment';
import { readSecret, userPools } from './cognito-logins';
import type { SandboxSession } from './sandbox-session';
import { createKey } from '../../sandbox/state';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';

const PASSWORD = 'Their-own-0123456789';
const USERS = ['theirs', 'known'] as const;

let deployment: CognitoDeployment;
let session: SandboxSession;
let existing: Awaited<ReturnType<typeof createExisting>>;
/** Everything that earlier rows have set. */
let chosen: (imports: Stack) => Cognito = () => ({});

/** What the platform comes in with, and as whom. */
async function used(): Promise<Readonly<Record<string, string>>> {
  const { CognitoUserPoolId, CognitoAppClientId, CognitoIdentityPoolId, CognitoUsername, CognitoPassword, CognitoDocument } = deployment.outputs;
  return {
    userPool: CognitoUserPoolId,
    appClient: CognitoAppClientId,
    identityPool: CognitoIdentityPoolId,
    user: CognitoUsername,
    role: (JSON.parse(CognitoDocument) as ConnectionDocumentV1).principal.name,
    passwordSecret: CognitoPassword,
    password: await readSecret(session.aws, CognitoPassword),
  };
}

/** What customers may have already: a user pool with a client and users, an identity pool, a role, a key and a secret. */
async function createExisting() {
  const config = session.aws.clientConfig();
  const pools = userPools(session.aws);
  const { UserPool: { Id: userPoolId = '' } = {} } = await pools.send(new CreateUserPoolCommand({ PoolName: 'theirs' }));
  const { UserPoolClient: client = {} } = await pools.send(new CreateUserPoolClientCommand({
    UserPoolId: userPoolId, ClientName: 'theirs', GenerateSecret: true, PreventUserExistenceErrors: 'ENABLED', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  }));
  for (const Username of USERS) {
    await pools.send(new AdminCreateUserCommand({ UserPoolId: userPoolId, Username, MessageAction: 'SUPPRESS', TemporaryPassword: PASSWORD }));
    await pools.send(new AdminSetUserPasswordCommand({ UserPoolId: userPoolId, Username, Password: PASSWORD, Permanent: true }));
  }
  session.secrets.push(PASSWORD, client.ClientSecret!);
  const { CognitoUserPoolId, CognitoAppClientId, CognitoDocument } = deployment.outputs;
  const provider = { ProviderName: `cognito-idp.${session.aws.region}.amazonaws.com/${CognitoUserPoolId}`, ClientId: CognitoAppClientId, ServerSideTokenCheck: true };
  const { IdentityPoolId: identityPoolId = '' } = await new CognitoIdentityClient(config).send(new CreateIdentityPoolCommand({
    IdentityPoolName: 'theirs', AllowUnauthenticatedIdentities: false, CognitoIdentityProviders: [provider],
  }));
  const { trust } = JSON.parse(CognitoDocument) as ConnectionDocumentV1;
  await new IAMClient(config).send(new CreateRoleCommand({ RoleName: 'theirs', AssumeRolePolicyDocument: JSON.stringify(trust.policy) }));
  const { ARN: secretArn = '' } = await new SecretsManagerClient(config).send(new CreateSecretCommand({ Name: 'theirs', SecretString: PASSWORD }));
  const { checks } = await session.verify(deployment.outputs.CognitoVerifierFunction, { action: 'test-connection' });
  const identityId = String(checks.find(({ id }) => id === 'connection.identity')?.detail?.identityId);
  return { userPoolId, appClientId: client.ClientId!, identityPoolId, identityId, secretArn, keyArn: await createKey(session.aws) };
}

beforeAll(async () => {
  deployment = await CognitoDeployment.start();
  ({ session } = deployment);
  existing = await createExisting();
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

const without = (...properties: readonly (keyof Cognito)[]): Cognito => Object.fromEntries(properties.map((property) => [property, undefined]));

/** Each row keeps what the rows before it have set; the last column names what becomes another one by it. */
test.each<[string, (imports: Stack) => Cognito, readonly string[]]>([
  ['the settings of the user pool', () => ({
    userPoolName: 'renamed', featurePlan: FeaturePlan.PLUS, threatProtection: StandardThreatProtectionMode.AUDIT_ONLY, mfa: Mfa.OPTIONAL, removalPolicy: RemovalPolicy.RETAIN,
  }), []],
  ['the key of the secrets', (imports) => ({ secretEncryptionKey: Key.fromKeyArn(imports, 'Key', existing.keyArn) }), []],
  ['the version and the rotation of the password', () => ({ passwordVersion: '2', passwordRotation: Duration.days(30) }), ['password']],
  ['the settings of the role', (imports) => ({
    description: 'another',
    maxSessionDuration: Duration.hours(2),
    tags: { team: 'data' },
    sessionTags: true,
    sourceIdentity: true,
    permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(imports, 'Boundary', 'arn:aws:iam::aws:policy/AdministratorAccess'),
  }), []],
  ['the name and the path of the role', () => ({ roleName: 'acme', path: '/acme/' }), ['role']],
  ['the names of policies and parameters', () => ({ policyNamePrefix: 'acme', documentParameterPrefix: '/acme/cognito', managedPolicyQuota: 5 }), []],
  ['the name of the identity pool and its only identity', () => ({ identityPoolName: 'renamed', identityId: existing.identityId }), []],
  ['the role', (imports) => ({
    role: Role.fromRoleName(imports, 'Role', 'theirs'),
    ...without('roleName', 'description', 'maxSessionDuration', 'permissionsBoundary', 'sessionTags', 'sourceIdentity', 'identityId'),
  }), ['role']],
  ['the identity pool', (imports) => ({
    identityPool: IdentityPool.fromIdentityPoolId(imports, 'IdentityPool', existing.identityPoolId), attachRole: true, ...without('identityPoolName', 'role'),
  }), ['identityPool', 'role']],
  ['the user pool and the app client', (imports) => ({
    userPool: UserPool.fromUserPoolId(imports, 'UserPool', existing.userPoolId),
    appClient: UserPoolClient.fromUserPoolClientId(imports, 'AppClient', existing.appClientId),
    appClientSecret: true,
    ...without('userPoolName', 'featurePlan', 'threatProtection', 'mfa', 'removalPolicy', 'identityPool', 'attachRole'),
  }), ['userPool', 'appClient', 'identityPool']],
  ['an existing user, who gets a new password', () => ({ existingUser: true, username: 'theirs', replacePassword: true }), ['user']],
  ['an existing user, whose password is known', (imports) => ({
    username: 'known',
    passwordSecret: Secret.fromSecretCompleteArn(imports, 'Secret', existing.secretArn),
    ...without('replacePassword', 'passwordVersion', 'passwordRotation'),
  }), ['user', 'passwordSecret', 'password']],
])('an update of %s leaves a login that works', async (_, change, others) => {
  const before = await used();
  const soFar = chosen;
  chosen = (imports) => ({ ...soFar(imports), ...change(imports) });
  await deployment.deploy(chosen);
  expect(await deployment.problems()).toEqual([]);
  const after = await used();
  expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(others);
});

test('no secret of any of them stands in a template, an output, a log or a report', async () => {
  const written = await session.written();
  expect(new Set(session.secrets).size).toBeGreaterThan(3);
  expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
});
