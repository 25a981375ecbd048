import { randomUUID } from 'node:crypto';
import { CreateUserCommand, DeleteUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ApiKeyOwner, listModels } from './api-key-owner';
import type { KillPoint } from './killing-proxy';
import { type Event, type Run, runProvisioner } from './provisioner-process';
import { type LocalAws, startLocalAws } from '../../sandbox/local-aws';

const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['bedrock:CallWithBearerToken', 'bedrock:ListFoundationModels'], Resource: '*' }] };

let aws: LocalAws;
let iam: IAMClient;
beforeAll(async () => {
  aws = await startLocalAws();
  iam = new IAMClient(aws.clientConfig());
}, 120_000);
afterAll(() => aws?.stop());
jest.setTimeout(60_000);

/** A user and an empty secret, as the stack makes them. */
async function newOwner(): Promise<ApiKeyOwner> {
  const UserName = `owner-${randomUUID()}`;
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'policy', PolicyDocument: JSON.stringify(POLICY) }));
  const { ARN } = await new SecretsManagerClient(aws.clientConfig()).send(new CreateSecretCommand({ Name: UserName }));
  return new ApiKeyOwner(aws, UserName, ARN!);
}

async function run(owner: ApiKeyOwner, eventOf: (responseUrl: string) => Event, at?: KillPoint): Promise<Run> {
  const days = (eventOf('').ResourceProperties as { readonly CredentialAgeDays?: string } | undefined)?.CredentialAgeDays ?? '90';
  return runProvisioner(aws, 'bedrock-key', { USER_NAME: owner.userName, SECRET_ARN: owner.secretArn, CREDENTIAL_AGE_DAYS: days }, eventOf, at);
}

const request = (type: 'Create' | 'Update' | 'Delete', days = 90, RequestId: string = randomUUID()) => (ResponseURL: string): Event => ({
  RequestType: type,
  ResponseURL,
  RequestId,
  StackId: 'stack',
  LogicalResourceId: 'Key',
  ...(type !== 'Create' && { PhysicalResourceId: 'user' }),
  ResourceProperties: { CredentialAgeDays: String(days) },
});
const step = (Step: string, owner: ApiKeyOwner, ClientRequestToken: string) => (): Event => ({ Step, SecretId: owner.secretArn, ClientRequestToken });

async function requireWorking(owner: ApiKeyOwner, most: number): Promise<void> {
  const { apiKey, credentialId } = await owner.read();
  const ids = (await owner.credentials()).map(({ ServiceSpecificCredentialId: id }) => id);
  expect(ids).toContain(credentialId);
  expect(ids.length).toBeLessThanOrEqual(most);
  expect(await listModels(aws, apiKey)).toBeGreaterThan(5);
}

const POINTS: readonly (readonly [string, KillPoint])[] = [
  ['before the key is made', { call: 'Action=CreateServiceSpecificCredential', made: false }],
  ['after the key is made', { call: 'Action=CreateServiceSpecificCredential' }],
  ['before the key is kept', { call: 'PutSecretValue', made: false }],
  ['after the key is kept', { call: 'PutSecretValue' }],
  ['before the key is the current one', { call: '"MoveToVersionId"', made: false }],
  ['after the key is the current one', { call: '"MoveToVersionId"' }],
  ['at the very end', { call: '"VersionStage":"AWSPENDING"' }],
];

/** The first version of a secret becomes the current one by itself. */
const FIRST_POINTS = POINTS.filter(([, { call }]) => !call.includes('MoveToVersionId'));

describe('a request of CloudFormation whose function is killed', () => {
  test.each(FIRST_POINTS)('%s comes to a working key when it is repeated', async (_, at) => {
    const owner = await newOwner();
    const create = request('Create');
    expect(await run(owner, create, at)).toMatchObject({ killed: true, responses: [] });
    expect(await run(owner, create)).toMatchObject({ killed: false, code: 0, responses: [{ Status: 'SUCCESS', PhysicalResourceId: owner.userName }] });
    await requireWorking(owner, 1);
    const before = await owner.read();
    expect(await run(owner, create)).toMatchObject({ responses: [{ Status: 'SUCCESS' }] });
    expect(await owner.read()).toEqual(before);
  });

  test.each(POINTS)('%s at an update leaves the former key alive and comes to a new one', async (_, at) => {
    const owner = await newOwner();
    await run(owner, request('Create'));
    await run(owner, request('Update', 2));
    const former = await owner.read();
    const update = request('Update', 3);
    expect(await run(owner, update, at)).toMatchObject({ killed: true });
    expect(await listModels(aws, former.apiKey)).toBeGreaterThan(5);
    expect(await run(owner, update)).toMatchObject({ killed: false, responses: [{ Status: 'SUCCESS' }] });
    expect((await owner.read()).credentialId).not.toBe(former.credentialId);
    expect(await listModels(aws, former.apiKey)).toBeGreaterThan(5);
    await requireWorking(owner, 2);
  });
});

describe('a rotation whose function is killed', () => {
  test.each(POINTS)('%s is ended when its steps are repeated', async (_, at) => {
    const owner = await newOwner();
    await run(owner, request('Create'));
    await run(owner, request('Update', 2));
    const former = await owner.read();
    const version = randomUUID();
    const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
    const runs: Run[] = [];
    for (const each of steps) {
      runs.push(await run(owner, step(each, owner, version), at));
      if (runs.at(-1)?.killed) break;
    }
    expect(runs.at(-1)).toMatchObject({ killed: true });
    expect(await listModels(aws, former.apiKey)).toBeGreaterThan(5);
    for (const each of steps) expect(await run(owner, step(each, owner, version))).toMatchObject({ killed: false, code: 0 });
    expect((await owner.read('AWSPREVIOUS'))).toEqual(former);
    await requireWorking(owner, 2);
  });
});

test('a deletion that is killed half-way is ended when it is repeated, and one of what is gone succeeds', async () => {
  const owner = await newOwner();
  await run(owner, request('Create'));
  await run(owner, request('Update', 2));
  expect(await owner.credentials()).toHaveLength(2);
  expect(await run(owner, request('Delete'), { call: 'Action=DeleteServiceSpecificCredential' })).toMatchObject({ killed: true });
  expect(await owner.credentials()).toHaveLength(1);
  expect(await run(owner, request('Delete'))).toMatchObject({ responses: [{ Status: 'SUCCESS' }] });
  expect(await owner.credentials()).toEqual([]);
  await iam.send(new DeleteUserCommand({ UserName: owner.userName }));
  expect(await run(owner, request('Delete'))).toMatchObject({ responses: [{ Status: 'SUCCESS' }] });
});

test('two runs of one request at once leave one key, which is the one in the secret', async () => {
  const owner = await newOwner();
  const create = request('Create');
  const runs = await Promise.all([run(owner, create), run(owner, create)]);
  // One may find the other's key gone or not there yet; CloudFormation takes the first answer, and the next run repairs.
  expect(runs.some(({ responses }) => responses[0].Status === 'SUCCESS')).toBe(true);
  await run(owner, create);
  await requireWorking(owner, 2);
});

test('an event of another secret, or of nobody, is refused', async () => {
  const owner = await newOwner();
  for (const event of [{ Step: 'createSecret', SecretId: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:other', ClientRequestToken: randomUUID() }, {}]) {
    const { code, output } = await run(owner, () => event);
    expect([code, output]).toEqual([1, expect.stringContaining('neither a request of CloudFormation nor a rotation of the secret')]);
  }
});

test('nothing that is written holds a key', async () => {
  const owner = await newOwner();
  const { output } = await run(owner, request('Create'));
  expect(output).toContain('Answered CloudFormation');
  expect(output).not.toContain((await owner.read()).apiKey);
  expect(output).not.toContain('ABSK');
});
