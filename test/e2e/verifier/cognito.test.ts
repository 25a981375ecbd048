import { CognitoIdentityClient, CreateIdentityPoolCommand, SetIdentityPoolRolesCommand, UpdateIdentityPoolCommand } from '@aws-sdk/client-cognito-identity';
import {
  AdminCreateUserCommand, AdminDeleteUserCommand, AdminDisableUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient,
  CreateUserPoolClientCommand, CreateUserPoolCommand, DeleteUserPoolClientCommand, UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { LocalAccount, s3Section } from './connected-account';
import { problems, runHandler, shortly } from './run-handler';
import { createBucket } from '../../../sandbox/state';
import type { Cognito } from '../../../src/document/connection-document-v1';

const PASSWORD = 'The-password-0123456789';
const PROVIDER = 'cognito-identity.amazonaws.com';

let account: LocalAccount;
let pools: CognitoIdentityProviderClient;
let identities: CognitoIdentityClient;
let iam: IAMClient;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  account = await LocalAccount.start();
  const config = account.aws.clientConfig();
  pools = new CognitoIdentityProviderClient(config);
  identities = new CognitoIdentityClient(config);
  iam = new IAMClient(config);
  secrets = new SecretsManagerClient(config);
  await createBucket(account.aws, { name: 'prod-datasets' });
}, 60_000);
afterAll(async () => account?.stop());

let count = 0;

/** A connection through Cognito that works, for each test to break. */
async function connect(verifierLacks: readonly string[] = []) {
  count += 1;
  const { UserPool } = await pools.send(new CreateUserPoolCommand({ PoolName: 'pool' }));
  const userPoolId = UserPool!.Id!;
  const { UserPoolClient } = await pools.send(new CreateUserPoolClientCommand({
    UserPoolId: userPoolId, ClientName: 'c', GenerateSecret: true, PreventUserExistenceErrors: 'ENABLED', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  }));
  const appClientId = UserPoolClient!.ClientId!;
  const userPoolProvider = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
  const user = { UserPoolId: userPoolId, Username: 'service' };
  await pools.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS', TemporaryPassword: PASSWORD }));
  await pools.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
  const identityPool = { IdentityPoolName: 'identities', AllowUnauthenticatedIdentities: false, CognitoIdentityProviders: [{ ProviderName: userPoolProvider, ClientId: appClientId }] };
  const { IdentityPoolId: identityPoolId = '' } = await identities.send(new CreateIdentityPoolCommand(identityPool));
  const secret = async (name: string, SecretString: string) => (await secrets.send(new CreateSecretCommand({ Name: `${name}-${count}`, SecretString }))).ARN!;
  const cognito: Cognito = {
    userPoolId,
    userPoolProvider,
    appClientId,
    identityPoolId,
    username: 'service',
    passwordSecretArn: await secret('password', PASSWORD),
    appClientSecretArn: await secret('client', UserPoolClient!.ClientSecret!),
  };
  const connected = await account.connect({ method: 'cognito', cognito, verifierLacks, s3: s3Section({ buckets: ['prod-datasets'] }), allow: [{ Action: 's3:ListBucket', Resource: 'arn:aws:s3:::prod-datasets' }] });
  const role = connected.document.principal.arn;
  await identities.send(new SetIdentityPoolRolesCommand({ IdentityPoolId: identityPoolId, Roles: { authenticated: role } }));
  return { ...connected, cognito, user, identityPool: { ...identityPool, IdentityPoolId: identityPoolId } };
}

type Connected = Awaited<ReturnType<typeof connect>>;
const run = async (environment: Connected['environment']) => runHandler(environment, { action: 'test-connection' });
const ofConnection = (lines: readonly string[]) => lines.filter((line) => !/s3\.|EARLIER_STEP|NOT_PROVEN/.test(line)).map((line) => line.replace(/ \| .* \| /, ' | '));

test('a healthy connection: signed in, with an identity and credentials, and what must be refused is', async () => {
  const { environment, cognito, document } = await connect();
  const { report, log } = await run(environment);
  expect(report.status).toBe('pass');
  expect(shortly(report).slice(1)).toEqual([
    'connection.sign-in | service | pass OK',
    `connection.identity | ${cognito.identityPoolId} | pass OK`,
    `connection.credentials | ${document.principal.arn} | pass OK`,
    'connection.wrong-password | service | pass OK',
    `trust.unauthenticated | ${cognito.identityPoolId} | pass OK`,
    `trust.other-app-client | ${cognito.identityPoolId} | pass OK`,
    `trust.policy | ${document.principal.arn} | pass OK`,
    's3.head-bucket | prod-datasets | pass OK',
    's3.list-buckets-denied | account 123456789012 | pass OK',
  ]);
  expect(log).not.toContain(PASSWORD);
});

test.each<[string, (connected: Connected) => Promise<unknown>, readonly string[]]>([
  ['the password must be changed', async ({ user }) => pools.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: false })), ['connection.sign-in | fail COGNITO_PASSWORD_CHANGE_NEEDED']],
  ['the password is another', async ({ user }) => pools.send(new AdminSetUserPasswordCommand({ ...user, Password: 'Another-0123456789', Permanent: true })), ['connection.sign-in | fail COGNITO_WRONG_PASSWORD']],
  ['the user is gone', async ({ user }) => pools.send(new AdminDeleteUserCommand(user)), ['connection.sign-in | fail COGNITO_USER_NOT_FOUND']],
  ['the user is disabled', async ({ user }) => pools.send(new AdminDisableUserCommand(user)), ['connection.sign-in | fail COGNITO_USER_DISABLED']],
  ['the flow is not allowed', async ({ cognito }) => pools.send(new UpdateUserPoolClientCommand({ UserPoolId: cognito.userPoolId, ClientId: cognito.appClientId, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })), ['connection.sign-in | fail COGNITO_FLOW_NOT_ENABLED']],
  ['the client is gone', async ({ cognito }) => pools.send(new DeleteUserPoolClientCommand({ UserPoolId: cognito.userPoolId, ClientId: cognito.appClientId })), ['connection.sign-in | fail COGNITO_CLIENT_NOT_FOUND']],
  ['the client secret is another', async ({ cognito }) => secrets.send(new PutSecretValueCommand({ SecretId: cognito.appClientSecretArn, SecretString: 'x'.repeat(50) })), ['connection.sign-in | fail COGNITO_CLIENT_SECRET']],
  ['no role is attached', async ({ cognito }) => identities.send(new SetIdentityPoolRolesCommand({ IdentityPoolId: cognito.identityPoolId, Roles: {} })), ['connection.credentials | fail COGNITO_NO_ROLE']],
  ['another role is attached', async ({ cognito }) => attachOther(cognito), ['connection.credentials | fail COGNITO_OTHER_ROLE']],
  ['the role trusts another identity pool', async ({ roleName }) => account.setTrust(roleName, [identityPoolStatement('us-east-1:00000000-0000-0000-0000-000000000000')]),
    ['connection.credentials | fail COGNITO_NO_ROLE', 'trust.policy | fail TRUST_POLICY_DIFFERS', 'trust.policy | fail TRUST_OPEN']],
  ['the role trusts identities that nobody signed in', async ({ roleName, cognito }) => account.setTrust(roleName, [{ ...identityPoolStatement(cognito.identityPoolId), Condition: { StringEquals: { [`${PROVIDER}:aud`]: cognito.identityPoolId } } }]),
    ['trust.policy | fail TRUST_POLICY_DIFFERS', 'trust.policy | fail TRUST_OPEN']],
  ['the identity pool does not know the client', async ({ identityPool }) => identities.send(new UpdateIdentityPoolCommand({ ...identityPool, CognitoIdentityProviders: [] })), ['connection.identity | fail COGNITO_CLIENT_NOT_TRUSTED']],
  ['the identity pool takes another client too, and the classic flow', async ({ identityPool }) => identities.send(new UpdateIdentityPoolCommand({
    ...identityPool, AllowClassicFlow: true, CognitoIdentityProviders: [...identityPool.CognitoIdentityProviders, { ProviderName: identityPool.CognitoIdentityProviders[0].ProviderName, ClientId: 'another' }],
  })), ['trust.other-app-client | fail COGNITO_OTHER_CLIENT_ADMITTED', 'trust.other-app-client | warn COGNITO_CLASSIC_FLOW']],
  ['the identity pool takes guests', async ({ identityPool }) => identities.send(new UpdateIdentityPoolCommand({ ...identityPool, AllowUnauthenticatedIdentities: true })), ['trust.unauthenticated | fail COGNITO_UNAUTHENTICATED_ADMITTED']],
])('%s', async (_, spoil, expected) => {
  const connected = await connect();
  await spoil(connected);
  const { report } = await run(connected.environment);
  expect(ofConnection(problems(report))).toEqual(expected);
});

test.each<[string, readonly string[]]>([
  ['secretsmanager:GetSecretValue', ['connection.sign-in | fail COGNITO_SECRET_UNREADABLE']],
  ['cognito-identity:DescribeIdentityPool', ['trust.other-app-client | warn VERIFIER_NOT_ALLOWED']],
])('the verifier lacks %s', async (action, expected) => {
  const { environment } = await connect([action]);
  expect(ofConnection(problems((await run(environment)).report))).toEqual(expected);
});

test('a wrong password and a missing user cannot be told apart without the right to see the user', async () => {
  const { environment, user } = await connect(['cognito-idp:AdminGetUser']);
  await pools.send(new AdminDeleteUserCommand(user));
  expect(ofConnection(problems((await run(environment)).report))).toEqual(['connection.sign-in | fail COGNITO_NOT_AUTHORIZED']);
});

function identityPoolStatement(id: string) {
  return {
    Sid: 'AllowIdentityPool',
    Effect: 'Allow',
    Principal: { Federated: PROVIDER },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { 'StringEquals': { [`${PROVIDER}:aud`]: id }, 'ForAnyValue:StringLike': { [`${PROVIDER}:amr`]: 'authenticated' } },
  };
}

async function attachOther({ identityPoolId }: Cognito): Promise<void> {
  const RoleName = `other-${count}`;
  const trust = { Version: '2012-10-17', Statement: [identityPoolStatement(identityPoolId)] };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'none', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }) }));
  await identities.send(new SetIdentityPoolRolesCommand({ IdentityPoolId: identityPoolId, Roles: { authenticated: Role!.Arn! } }));
}
