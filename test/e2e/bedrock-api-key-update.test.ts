import { GetUserCommand, IAMClient, ListUserTagsCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type App, Duration, Stack } from 'aws-cdk-lib/core';
import { ApiKeyOwner, listModels } from './api-key-owner';
import { SandboxSession } from './sandbox-session';
import { createKey } from '../../sandbox/state';
import { BedrockAccess, BedrockApiKey, type BedrockApiKeyProps, BedrockModel, ConnectionVerifier, Platform } from '../../src';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';

type Props = Partial<BedrockApiKeyProps>;
type Change = (stack: Stack) => Props;

const STACK = 'Updated';
const NOTHING: Change = () => ({});

let session: SandboxSession;
let owner: ApiKeyOwner;
let keyArn: string;

async function deploy(change: Change): Promise<void> {
  const outputs = await session.deploy((app: App, env) => {
    const stack = new Stack(app, STACK, { env });
    const connection = new BedrockApiKey(stack, 'ByKey', { platform: Platform.fourMinds(), expiry: Duration.days(90), ...change(stack) });
    new BedrockAccess(stack, 'Models', { connection, models: [BedrockModel.foundationModel('amazon.nova-lite-v1:0')] });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  }, STACK);
  expect(outputs.ByKeyVerification).toMatch(/^Connection successful!/);
  const { principal, secrets = [] } = JSON.parse(outputs.ByKeyDocument) as ConnectionDocumentV1;
  owner = new ApiKeyOwner(session.aws, principal.name, secrets[0].arn);
}

const iam = () => new IAMClient(session.aws.clientConfig());
const describeSecret = async () => (
  new SecretsManagerClient(session.aws.clientConfig()).send(new DescribeSecretCommand({ SecretId: owner.secretArn }))
);

beforeAll(async () => {
  session = await SandboxSession.start();
  keyArn = await createKey(session.aws);
  await deploy(NOTHING);
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

test.each<[string, Change, () => Promise<unknown>]>([
  ['how often it is rotated', () => ({ rotateEvery: Duration.days(7) }), async () => expect((await describeSecret()).RotationRules).toEqual({ ScheduleExpression: 'rate(7 days)' })],
  ['the key of the secret', (stack) => ({ encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) }), async () => expect((await describeSecret()).KmsKeyId).toBe(keyArn)],
  ['the boundary', (stack) => ({ permissionsBoundary: new ManagedPolicy(stack, 'Given', { statements: [new PolicyStatement({ actions: ['bedrock:*'], resources: ['*'] })] }) }), async () => {
    const { User } = await iam().send(new GetUserCommand({ UserName: owner.userName }));
    expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toMatch(/:policy\/Updated-Given/);
  }],
  ['the tags', () => ({ tags: { team: 'ml' } }), async () => {
    const { Tags } = await iam().send(new ListUserTagsCommand({ UserName: owner.userName }));
    expect(Tags).toContainEqual({ Key: 'team', Value: 'ml' });
  }],
  ['the names of its policies', () => ({ policyNamePrefix: 'acme' }), async () => undefined],
  ['how long its log is kept', () => ({ logRetention: RetentionDays.ONE_WEEK }), async () => undefined],
])('an update of %s, and one back, leave the key as it is and working', async (_, change, holds) => {
  const { apiKey } = await owner.read();
  for (const each of [change, NOTHING]) {
    await deploy(each);
    if (each === change) await holds();
    expect((await owner.read()).apiKey).toBe(apiKey);
    expect(await listModels(session.aws, apiKey)).toBeGreaterThan(5);
  }
});

test('an expiry beyond a year makes a key of that age at once', async () => {
  const before = await owner.read();
  await deploy(() => ({ expiry: Duration.days(400), allowExpiryBeyondOneYear: true }));
  const after = await owner.read();
  expect((Date.parse(after.expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(400, 1);
  await Promise.all([before, after].map(async ({ apiKey }) => listModels(session.aws, apiKey)));
});

test('an update of the path keeps the connection working', async () => {
  await deploy(() => ({ path: '/platforms/' }));
  expect(await listModels(session.aws, (await owner.read()).apiKey)).toBeGreaterThan(5);
});
