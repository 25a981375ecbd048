import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand, CognitoIdentityProviderClient, CreateUserPoolClientCommand, CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CreateSecretCommand, DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KillPoint } from './killing-proxy';
import { type Event, type Run, runProvisioner } from './provisioner-process';
import { signIn } from '../../lambda/aws/cognito/sign-in';
import { type LocalAws, startLocalAws } from '../../sandbox/local-aws';

type Properties = Readonly<Record<string, string>>;

let aws: LocalAws;
let pools: CognitoIdentityProviderClient;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  aws = await startLocalAws();
  pools = new CognitoIdentityProviderClient(aws.clientConfig());
  secrets = new SecretsManagerClient(aws.clientConfig());
}, 120_000);
afterAll(() => aws?.stop());
jest.setTimeout(60_000);

/** A pool with a client that has a secret, and empty secrets, as the stack makes them. */
async function newUser(): Promise<Properties> {
  const { UserPool } = await pools.send(new CreateUserPoolCommand({ PoolName: 'pool' }));
  const UserPoolId = UserPool!.Id!;
  const { UserPoolClient } = await pools.send(new CreateUserPoolClientCommand({
    UserPoolId, ClientName: 'c', GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  }));
  const secret = async () => (await secrets.send(new CreateSecretCommand({ Name: randomUUID() }))).ARN!;
  return {
    UserPoolId, ClientId: UserPoolClient!.ClientId!, Username: 'service', PasswordSecretArn: await secret(), ClientSecretArn: await secret(), Owner: 'stack/Connection',
  };
}

const read = async (SecretId: string): Promise<string> => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString!;

/** Whether what the secrets hold signs in, and nothing is left pending. */
async function requireWorking({ ClientId, Username, PasswordSecretArn, ClientSecretArn }: Properties): Promise<void> {
  const login = { clientId: ClientId, username: Username, password: await read(PasswordSecretArn), clientSecret: await read(ClientSecretArn) };
  expect(await signIn(pools, login)).toHaveProperty('idToken');
  const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: PasswordSecretArn }));
  expect(Object.values(VersionIdsToStages).flat()).not.toContain('AWSPENDING');
}

const request = (RequestType: 'Create' | 'Update' | 'Delete', properties: Properties, version?: string, RequestId: string = randomUUID()) => (ResponseURL: string): Event => ({
  RequestType,
  ResponseURL,
  RequestId,
  StackId: 'stack',
  LogicalResourceId: 'User',
  ...(RequestType !== 'Create' && { PhysicalResourceId: 'user', OldResourceProperties: properties }),
  ResourceProperties: { ...properties, ...(version && { PasswordVersion: version }) },
});

const variablesOf = (properties: Properties) => Object.fromEntries(Object.entries(properties).map(([name, value]) => [name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(), value]));
const run = async (properties: Properties, eventOf: (responseUrl: string) => Event, at?: KillPoint): Promise<Run> => runProvisioner(aws, 'cognito-user', variablesOf(properties), eventOf, at);

const CHANGE: readonly (readonly [string, KillPoint])[] = [
  ['before the password is kept', { call: '"AWSPENDING"]', made: false }],
  ['after the password is kept', { call: '"AWSPENDING"]' }],
  ['before the password is set', { call: '.AdminSetUserPassword', made: false }],
  ['after the password is set', { call: '.AdminSetUserPassword' }],
  ['after the password is tried', { call: '.InitiateAuth' }],
  ['at the end', { call: '"VersionStage":"AWSPENDING"' }],
];
const CREATION: typeof CHANGE = [
  ['after the client secret is copied', { call: 'secretsmanager.PutSecretValue' }],
  ['before the user is made', { call: '.AdminCreateUser', made: false }],
  ['after the user is made', { call: '.AdminCreateUser' }],
  ...CHANGE,
];

describe('a function that is killed', () => {
  test.each(CREATION)('%s at the creation comes to a working login when it is run again', async (_, at) => {
    const user = await newUser();
    const create = request('Create', user);
    expect(await run(user, create, at)).toMatchObject({ killed: true, responses: [] });
    expect(await run(user, create)).toMatchObject({ killed: false, code: 0, responses: [{ Status: 'SUCCESS', PhysicalResourceId: `${user.UserPoolId}/service` }] });
    await requireWorking(user);
    const { UserStatus } = await pools.send(new AdminGetUserCommand({ UserPoolId: user.UserPoolId, Username: 'service' }));
    expect(UserStatus).toBe('CONFIRMED');
  });

  test.each([...CHANGE, ['before the password is the current one', { call: '"MoveToVersionId"', made: false }] as const, ['after the password is the current one', { call: '"MoveToVersionId"' }] as const])(
    '%s at a change comes to the new password when it is run again', async (_, at) => {
      const user = await newUser();
      await run(user, request('Create', user));
      const former = await read(user.PasswordSecretArn);
      const update = request('Update', user, '2');
      expect(await run(user, update, at)).toMatchObject({ killed: true, responses: [] });
      expect(await run(user, update)).toMatchObject({ killed: false, responses: [{ Status: 'SUCCESS' }] });
      expect(await read(user.PasswordSecretArn)).not.toBe(former);
      await requireWorking(user);
    },
  );

  test('in a change on demand is repaired by the next deployment', async () => {
    const user = await newUser();
    await run(user, request('Create', user));
    expect(await run(user, () => ({ action: 'rotate' }), { call: '.AdminSetUserPassword' })).toMatchObject({ killed: true });
    expect(await run(user, request('Update', user))).toMatchObject({ responses: [{ Status: 'SUCCESS' }] });
    await requireWorking(user);
  });

  test('in a deletion ends it when it is run again', async () => {
    const user = await newUser();
    await run(user, request('Create', user));
    expect(await run(user, request('Delete', user), { call: '.AdminDeleteUser' })).toMatchObject({ killed: true });
    expect(await run(user, request('Delete', user))).toMatchObject({ responses: [{ Status: 'SUCCESS' }] });
    await expect(pools.send(new AdminGetUserCommand({ UserPoolId: user.UserPoolId, Username: 'service' }))).rejects.toThrow();
  });
});

test('nothing that is written holds a secret', async () => {
  const user = await newUser();
  const outputs = [(await run(user, request('Create', user))).output, (await run(user, () => ({ action: 'rotate' }))).output].join('\n');
  expect(outputs).toContain('Answered CloudFormation');
  const kept = await Promise.all([read(user.PasswordSecretArn), read(user.ClientSecretArn)]);
  expect(kept.filter((secret) => outputs.includes(secret))).toEqual([]);
});
