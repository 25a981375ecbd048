import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand, AdminDeleteUserCommand, AdminGetUserCommand, AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient, CreateUserPoolClientCommand, CreateUserPoolCommand,
  SetUserPoolMfaConfigCommand, UpdateUserPoolClientCommand, UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateSecretCommand, DeleteSecretCommand, DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import { signIn } from '../../lambda/aws/cognito/sign-in';
import type { CustomResourceEvent } from '../../lambda/custom-resource/custom-resource-event';
import { createRedactor } from '../../lambda/log/redactor';
import { cognitoUserProvisioner } from '../../lambda/provisioner/cognito-user/cognito-user-provisioner';
import { type Clients, loginOf } from '../../lambda/provisioner/cognito-user/connect';
import { changePassword, ensureLogin, type Login } from '../../lambda/provisioner/cognito-user/login';
import { rotate } from '../../lambda/provisioner/cognito-user/rotation';
import { settingsOf } from '../../lambda/provisioner/cognito-user/settings';
import { type LocalAws, startLocalAws } from '../../sandbox/local-aws';

let aws: LocalAws;
let clients: Clients;
let pools: CognitoIdentityProviderClient;
let secrets: SecretsManagerClient;

interface Scene {
  readonly properties: Readonly<Record<string, string>>;
  readonly login: Login;
  readonly works: () => Promise<boolean>;
  readonly password: () => Promise<string>;
  readonly labels: () => Promise<readonly string[]>;
}

beforeAll(async () => {
  aws = await startLocalAws();
  pools = new CognitoIdentityProviderClient(aws.clientConfig());
  secrets = new SecretsManagerClient(aws.clientConfig());
  clients = { cognito: pools, secrets, redactor: createRedactor() };
}, 60_000);
afterAll(async () => aws?.stop());
jest.setTimeout(30_000);

/** A pool with a client, an empty secret as CloudFormation makes it, and a provisioner's view of them. */
async function scene({ owner = 'stack/Connection', generateSecret = true }: { readonly owner?: string; readonly generateSecret?: boolean } = {}): Promise<Scene> {
  const { UserPool } = await pools.send(new CreateUserPoolCommand({ PoolName: 'pool', Policies: { PasswordPolicy: { MinimumLength: 16, RequireSymbols: true, RequireNumbers: true } } }));
  const UserPoolId = UserPool!.Id!;
  const { UserPoolClient } = await pools.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'c', GenerateSecret: generateSecret, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }));
  const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: `password-${randomUUID()}` }));
  const properties = { UserPoolId, ClientId: UserPoolClient!.ClientId!, Username: 'service', PasswordSecretArn: ARN, ...(owner && { Owner: owner }) };
  const password = async () => (await secrets.send(new GetSecretValueCommand({ SecretId: ARN }))).SecretString!;
  return {
    properties,
    login: loginOf(settingsOf(properties), clients)!,
    password,
    works: async () => {
      const login = { clientId: properties.ClientId, username: 'service', password: await password(), clientSecret: UserPoolClient!.ClientSecret };
      return signIn(pools, login).then((answer) => 'idToken' in answer, () => false);
    },
    labels: async () => Object.values((await secrets.send(new DescribeSecretCommand({ SecretId: ARN }))).VersionIdsToStages ?? {}).map((stages) => [...stages].sort().join('+')).sort(),
  };
}

const event = (RequestType: CustomResourceEvent['RequestType'], properties: Readonly<Record<string, string>>, old?: Readonly<Record<string, string>>): CustomResourceEvent => ({
  RequestType, ResponseURL: '', StackId: '', RequestId: randomUUID(), LogicalResourceId: 'User', ResourceProperties: properties, OldResourceProperties: old,
});

/** Runs until the given call has been made, and never goes on, as a function that is killed. */
async function killedAfter(login: Login, part: 'pool' | 'secret', call: string, run: (login: Login) => Promise<unknown>): Promise<void> {
  const original = login[part] as unknown as Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>;
  await new Promise<void>((resolve, reject) => {
    const killing = async (...given: readonly unknown[]): Promise<unknown> => {
      await original[call](...given);
      resolve();
      return new Promise(() => undefined);
    };
    run({ ...login, [part]: { ...original, [call]: killing } }).then(() => reject(new Error(`${call} was not called`)), reject);
  });
}

describe('a run that is killed', () => {
  test.each([
    ['secret', 'putPending'], ['pool', 'createUser'], ['pool', 'setPassword'], ['pool', 'signIn'], ['secret', 'promote'],
  ] as const)('at the creation, after %s.%s, is completed by the next', async (part, call) => {
    const { login, works, labels } = await scene();
    await killedAfter(login, part, call, (killed) => ensureLogin(killed, randomUUID()));
    await ensureLogin(login, randomUUID());
    expect(await works()).toBe(true);
    expect(await labels()).toEqual(['AWSCURRENT']);
  });

  test.each([
    ['secret', 'putPending'], ['pool', 'setPassword'], ['pool', 'signIn'], ['secret', 'promote'],
  ] as const)('at a change, after %s.%s, is completed by the next', async (part, call) => {
    const { login, works, password, labels } = await scene();
    await ensureLogin(login, randomUUID());
    const before = await password();
    await killedAfter(login, part, call, (killed) => changePassword(killed, randomUUID()));
    await ensureLogin(login, randomUUID());
    expect(await works()).toBe(true);
    expect(await password()).not.toBe(before);
    expect(await labels()).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('in any order and any number of times, ends in a working login', async () => {
    const calls = [['secret', 'putPending'], ['pool', 'setPassword'], ['pool', 'signIn'], ['secret', 'promote']] as const;
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...calls), { maxLength: 4 }), async (kills) => {
      const { login, works } = await scene({ generateSecret: false });
      for (const [part, call] of kills) await killedAfter(login, part, call, (killed) => changePassword(killed, randomUUID())).catch(() => undefined);
      await ensureLogin(login, randomUUID());
      expect(await works()).toBe(true);
    }), { numRuns: 12 });
  });
});

describe('a change that fails', () => {
  const refusing = (login: Login, part: 'pool' | 'secret', call: string): Login => {
    const refuse = async (): Promise<never> => { throw new Error('the network is gone'); };
    return { ...login, [part]: { ...login[part], [call]: refuse } };
  };

  test.each([['pool', 'signIn'], ['secret', 'promote']] as const)('at %s.%s leaves both the pool and the secret as they were', async (part, call) => {
    const { login, works, password, labels } = await scene();
    await ensureLogin(login, randomUUID());
    const before = await password();
    await expect(changePassword(refusing(login, part, call), randomUUID())).rejects.toThrow('the network is gone');
    expect([await password(), await works(), (await labels()).filter((each) => each.includes('AWSPENDING'))]).toEqual([before, true, []]);
  });

  test('is a success when only the last answer was lost', async () => {
    const { login, works, labels } = await scene();
    await ensureLogin(login, randomUUID());
    const promote: Login['secret']['promote'] = async (versions) => { await login.secret.promote(versions); throw new Error('no answer'); };
    await changePassword({ ...login, secret: { ...login.secret, promote } }, randomUUID());
    expect([await works(), await labels()]).toEqual([true, ['AWSCURRENT', 'AWSPREVIOUS']]);
  });

  test('at the creation takes the user away again', async () => {
    const { login, properties } = await scene();
    await expect(ensureLogin(refusing(login, 'pool', 'signIn'), randomUUID())).rejects.toThrow('the network is gone');
    await expect(pools.send(new AdminGetUserCommand({ UserPoolId: properties.UserPoolId, Username: 'service' }))).rejects.toThrow();
  });
});

describe('the custom resource', () => {
  test('comes to the same end however often it is asked', async () => {
    const { properties, works, password } = await scene();
    const provisioner = cognitoUserProvisioner(clients);
    const create = event('Create', properties);
    const first = await provisioner.apply(create);
    const made = await password();
    expect(first).toEqual({ physicalResourceId: `${properties.UserPoolId}/service` });
    await provisioner.apply(create);
    expect([await password(), await works()]).toEqual([made, true]);
    const update = event('Update', { ...properties, PasswordVersion: '2' }, properties);
    await provisioner.apply(update);
    const changed = await password();
    await provisioner.apply(update);
    expect(changed).not.toBe(made);
    expect([await password(), await works()]).toEqual([changed, true]);
    await provisioner.remove(event('Delete', properties));
    await provisioner.remove(event('Delete', properties));
    expect(await works()).toBe(false);
  });

  test('leaves a working login when an update that it was part of is rolled back', async () => {
    const { properties, works, labels } = await scene();
    const provisioner = cognitoUserProvisioner(clients);
    await provisioner.apply(event('Create', properties));
    const updated = { ...properties, PasswordVersion: '2' };
    await provisioner.apply(event('Update', updated, properties));
    await provisioner.apply(event('Update', properties, updated));
    expect([await works(), (await labels()).filter((each) => each.includes('AWSPENDING'))]).toEqual([true, []]);
    const renamed = { ...properties, Username: 'renamed' };
    const { physicalResourceId } = await provisioner.apply(event('Update', renamed, properties));
    await provisioner.apply(event('Update', properties, renamed));
    await provisioner.remove({ ...event('Delete', renamed), PhysicalResourceId: physicalResourceId });
    expect(await works()).toBe(true);
  });

  test('sets the password of the secret again when it was changed by hand, and makes a deleted user again', async () => {
    const { properties, works, password } = await scene();
    const provisioner = cognitoUserProvisioner(clients);
    await provisioner.apply(event('Create', properties));
    const made = await password();
    const user = { UserPoolId: properties.UserPoolId, Username: 'service' };
    await pools.send(new AdminSetUserPasswordCommand({ ...user, Password: 'By-hand-0123456789', Permanent: false }));
    expect(await works()).toBe(false);
    await provisioner.apply(event('Update', properties, properties));
    expect([await works(), await password()]).toEqual([true, made]);
    await pools.send(new AdminDeleteUserCommand(user));
    await provisioner.apply(event('Update', properties, properties));
    expect([await works(), await password()]).toEqual([true, made]);
  });

  test('neither takes over nor deletes a user of others', async () => {
    const { properties } = await scene();
    const user = { UserPoolId: properties.UserPoolId, Username: 'service' };
    await pools.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS', TemporaryPassword: 'Temporary-0123456789' }));
    const provisioner = cognitoUserProvisioner(clients);
    await expect(provisioner.apply(event('Create', properties))).rejects.toThrow('The user exists already and is not of this connection. Set existingUser: true to use it, or choose another username.');
    await provisioner.remove(event('Delete', properties));
    expect((await pools.send(new AdminGetUserCommand(user))).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
  });

  test('gives an existing user a new password when asked, and leaves the user at the end', async () => {
    const { properties, works } = await scene({ owner: '' });
    const user = { UserPoolId: properties.UserPoolId, Username: 'service' };
    const provisioner = cognitoUserProvisioner(clients);
    await expect(provisioner.apply(event('Create', properties))).rejects.toThrow('The user does not exist. Create it, correct username, or leave out existingUser to have it made.');
    await pools.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS', TemporaryPassword: 'Temporary-0123456789' }));
    await provisioner.apply(event('Create', properties));
    expect(await works()).toBe(true);
    await provisioner.remove(event('Delete', properties));
    expect((await pools.send(new AdminGetUserCommand(user))).UserStatus).toBe('CONFIRMED');
  });

  test('copies the secret of the app client, and says when there is none', async () => {
    const provisioner = cognitoUserProvisioner(clients);
    const copyOf = async ({ properties }: Scene) => {
      const { ARN = '' } = await secrets.send(new CreateSecretCommand({ Name: `client-${randomUUID()}` }));
      await provisioner.apply(event('Create', { ...properties, ClientSecretArn: ARN }));
      return (await secrets.send(new GetSecretValueCommand({ SecretId: ARN }))).SecretString;
    };
    expect(await copyOf(await scene())).toMatch(/^\S{40,}$/);
    await expect(copyOf(await scene({ generateSecret: false }))).rejects.toThrow(/has no secret. Set appClientSecret: false, or give a client that has one.$/);
  });

  test.each<[string, (properties: Readonly<Record<string, string>>) => Promise<unknown>, RegExp]>([
    ['a client without the flow', async ({ UserPoolId, ClientId }) => pools.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] })), /does not allow signing in by password. Add ALLOW_USER_PASSWORD_AUTH/],
    ['a pool that asks for a second factor', async ({ UserPoolId }) => pools.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } })), /asks every user for a second factor.*Set its MFA to optional or off/],
    ['a pool whose threat protection acts', async ({ UserPoolId }) => pools.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } })), /threat protection.*can block or challenge.*Set it to audit only/],
  ])('stops at %s before it changes anything', async (_, spoil, message) => {
    const { properties, labels } = await scene();
    await spoil(properties);
    await expect(cognitoUserProvisioner(clients).apply(event('Create', properties))).rejects.toThrow(message);
    expect(await labels()).toEqual([]);
    await expect(pools.send(new AdminGetUserCommand({ UserPoolId: properties.UserPoolId, Username: 'service' }))).rejects.toThrow();
  });

  test('is deleted although the pool and the secret are gone', async () => {
    const { properties } = await scene();
    await secrets.send(new DeleteSecretCommand({ SecretId: properties.PasswordSecretArn, ForceDeleteWithoutRecovery: true }));
    await expect(cognitoUserProvisioner(clients).remove(event('Delete', { ...properties, UserPoolId: 'us-east-1_gone00000' }))).resolves.toBeUndefined();
  });
});

test('the steps of a rotation may each come twice', async () => {
  const { login, works, password } = await scene();
  await ensureLogin(login, randomUUID());
  const before = await password();
  const ClientRequestToken = randomUUID();
  for (const Step of ['createSecret', 'createSecret', 'setSecret', 'testSecret', 'finishSecret', 'finishSecret'] as const) {
    await rotate(login, { Step, SecretId: '', ClientRequestToken });
  }
  const after = await password();
  expect([after === before, await works()]).toEqual([false, true]);
  await rotate(login, { Step: 'createSecret', SecretId: '', ClientRequestToken });
  expect(await password()).toBe(after);
});
