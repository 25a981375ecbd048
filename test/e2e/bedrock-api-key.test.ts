import {
  AttachUserPolicyCommand, CreatePolicyCommand, DeleteServiceSpecificCredentialCommand, DetachUserPolicyCommand, IAMClient, ListUsersCommand,
  UpdateServiceSpecificCredentialCommand,
} from '@aws-sdk/client-iam';
import { DescribeSecretCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type App, CfnResource } from 'aws-cdk-lib/core';
import { ApiKeyOwner, converse, type KeptKey, listModels } from './api-key-owner';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsBedrockApiKeyStack } from '../../examples/four-minds-bedrock-api-key/four-minds-bedrock-api-key-stack';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';

const STACK = 'FourMindsBedrockApiKey';
const MODEL = 'amazon.nova-lite-v1:0';
const NOT_VALID = 'Authentication failed: Please make sure your API Key is valid.';
const OTHER_MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';

let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;
let owner: ApiKeyOwner;
let iam: IAMClient;

type Env = { readonly account: string; readonly region: string };
const stackOf = (expiryDays = 90) => (app: App, env: Env) => { new FourMindsBedrockApiKeyStack(app, STACK, { env, modelIds: [MODEL], expiryDays }); };

async function deploy(expiryDays?: number): Promise<void> {
  outputs = await session.deploy(stackOf(expiryDays), STACK);
}

async function remember(key: Promise<KeptKey>): Promise<KeptKey> {
  const kept = await key;
  // The key, and what is behind its prefix and its name.
  session.secrets.push(kept.apiKey, Buffer.from(kept.apiKey.slice(4), 'base64').toString().split(':')[1]);
  return kept;
}

const verify = async () => session.verify(outputs.FourMindsVerifierFunction, { action: 'test-connection' });
const check = async (id: string) => (await verify()).checks.find((each) => each.id === id);

beforeAll(async () => {
  session = await SandboxSession.start();
  iam = new IAMClient(session.aws.clientConfig());
  await deploy();
  const { principal, secrets = [] } = JSON.parse(outputs.FourMindsDocument) as ConnectionDocumentV1;
  owner = new ApiKeyOwner(session.aws, principal.name, secrets[0].arn);
  await remember(owner.read());
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

describe('the key', () => {
  test('is deployed with nothing left to do', async () => {
    const { apiKey, credentialId, expiresAt } = await owner.read();
    expect(apiKey).toMatch(/^ABSK/);
    expect(await owner.credentials()).toEqual([expect.objectContaining({ ServiceSpecificCredentialId: credentialId, Status: 'Active' })]);
    expect((Date.parse(expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(90, 1);
    expect(outputs.FourMindsApiKey).toBe(owner.secretArn);
  });

  test('passes every check of the verifier, with the models of Bedrock among them', async () => {
    expect(outputs.FourMindsVerification).toMatch(/^Connection successful! Found \d+ foundation model\(s\)/);
    const report = await verify();
    expect(summary(report).filter((line) => !line.includes('| pass |') && !line.endsWith('NOT_APPLICABLE'))).toEqual([]);
    expect(report.checks.filter(({ status }) => status === 'pass').map(({ id }) => id)).toEqual(expect.arrayContaining([
      'connection.credentials', 'api-key.lifetime', 'api-key.other-services', 'bedrock.list-models', 'bedrock.list-profiles', 'bedrock.get-model',
      'bedrock.invoke', 'bedrock.stream', 'bedrock.denied-model', 'bedrock.denied-region',
    ]));
  });

  test('reaches the models that were granted and nothing else', async () => {
    const { apiKey } = await owner.read();
    expect(await listModels(session.aws, apiKey)).toBeGreaterThan(5);
    expect(await converse(session.aws, apiKey, MODEL)).toEqual(expect.any(String));
    await expect(converse(session.aws, apiKey, OTHER_MODEL)).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('bedrock:InvokeModel') });
  });

  test('is held within the boundary whatever else is attached to its user', async () => {
    const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'everything', PolicyDocument: JSON.stringify(everything) }));
    const attachment = { UserName: owner.userName, PolicyArn: Policy!.Arn! };
    await iam.send(new AttachUserPolicyCommand(attachment));
    const answer = await fetch(`${session.aws.endpoint}/custom-models/mine`, { method: 'DELETE', headers: { authorization: `Bearer ${(await owner.read()).apiKey}` } });
    await iam.send(new DetachUserPolicyCommand(attachment));
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('bedrock:DeleteCustomModel')]);
  });
});

describe('a rotation', () => {
  test('is never felt by who reads the secret and then uses the key', async () => {
    const failures: unknown[] = [];
    // On a slow machine the rotation is over before a few calls are: they go on with the new key.
    let calls = 0;
    let rotating = true;
    const use = async () => {
      while (rotating || calls <= 5) {
        const { apiKey } = await owner.read();
        await new Promise((resolve) => setTimeout(resolve, 20));
        await listModels(session.aws, apiKey).catch((error: unknown) => failures.push(error));
        calls += 1;
      }
    };
    const users = [use(), use(), use()];
    const before = await owner.read();
    const after = await remember(owner.rotate());
    rotating = false;
    await Promise.all(users);
    expect(failures).toEqual([]);
    expect(calls).toBeGreaterThan(5);
    expect(after.credentialId).not.toBe(before.credentialId);
    await Promise.all([listModels(session.aws, before.apiKey), listModels(session.aws, after.apiKey)]);
    expect(await owner.read('AWSPREVIOUS')).toEqual(before);
  });

  test('ends the key before the former one, so that there are never more than two', async () => {
    const oldest = await owner.read('AWSPREVIOUS');
    const former = await owner.read();
    const current = await remember(owner.rotate());
    const ids = (await owner.credentials()).map(({ ServiceSpecificCredentialId: id }) => id);
    expect(ids.sort()).toEqual([former.credentialId, current.credentialId].sort());
    await expect(listModels(session.aws, oldest.apiKey)).rejects.toMatchObject({ message: NOT_VALID });
    expect((await verify()).status).toBe('pass');
  });

  test('is on the schedule of half a life', async () => {
    const secrets = new SecretsManagerClient(session.aws.clientConfig());
    const { RotationEnabled, RotationRules } = await secrets.send(new DescribeSecretCommand({ SecretId: owner.secretArn }));
    expect([RotationEnabled, RotationRules]).toEqual([true, { ScheduleExpression: 'rate(45 days)' }]);
  });
});

describe('the verifier tells apart', () => {
  const id = async () => ({ UserName: owner.userName, ServiceSpecificCredentialId: (await owner.read()).credentialId });

  test('a key that is switched off', async () => {
    await iam.send(new UpdateServiceSpecificCredentialCommand({ ...await id(), Status: 'Inactive' }));
    const report = await verify();
    await iam.send(new UpdateServiceSpecificCredentialCommand({ ...await id(), Status: 'Active' }));
    expect(report.status).toBe('fail');
    expect(report.checks.find((each) => each.id === 'connection.credentials')).toMatchObject({ code: 'API_KEY_REVOKED', message: expect.stringContaining('switched off') });
    expect(summary(report).filter((line) => line.startsWith('bedrock.') && line.includes('| pass |'))).toEqual([]);
  });

  test('a key that was deleted, which a rotation replaces', async () => {
    await iam.send(new DeleteServiceSpecificCredentialCommand(await id()));
    expect(await check('connection.credentials')).toMatchObject({ code: 'API_KEY_REVOKED', message: expect.stringContaining('deleted') });
    await remember(owner.rotate());
    expect((await verify()).status).toBe('pass');
  });

  test('a key that has expired, which a rotation replaces', async () => {
    await session.aws.expireKey((await owner.read()).credentialId);
    const report = await verify();
    expect(report.checks.filter(({ code }) => code === 'API_KEY_EXPIRED').map((each) => each.id)).toEqual(['connection.credentials', 'api-key.lifetime']);
    await remember(owner.rotate());
    expect((await verify()).status).toBe('pass');
  });
});

describe('an update', () => {
  test('of the expiry makes a key of the new age, and the former one goes on', async () => {
    const former = await owner.read();
    await deploy(30);
    const current = await remember(owner.read());
    expect((Date.parse(current.expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(30, 1);
    await Promise.all([former, current].map(async ({ apiKey }) => listModels(session.aws, apiKey)));
  });

  test('that fails is rolled back to the former key', async () => {
    const failing = (app: App, env: Env) => {
      const stack = new FourMindsBedrockApiKeyStack(app, STACK, { env, modelIds: [MODEL], expiryDays: 60 });
      const impossible = new CfnResource(stack, 'Impossible', { type: 'AWS::SSM::Parameter', properties: { Type: 'String', Value: 'x', Impossible: true } });
      impossible.node.addDependency(stack.node.findChild('FourMinds'));
    };
    const before = await owner.read();
    await expect(session.deploy(failing, STACK)).rejects.toThrow('does not emulate Impossible');
    expect(await owner.read()).toEqual(before);
    expect(await listModels(session.aws, before.apiKey)).toBeGreaterThan(5);
    // The key of the update that failed was there, and is told of to nobody.
    const made = await remember(owner.read('AWSPREVIOUS'));
    expect((Date.parse(made.expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(60, 1);
    expect((await verify()).status).toBe('pass');
  });

  test('of nothing leaves the key as it is', async () => {
    const before = await owner.read();
    await deploy(30);
    expect(await owner.read()).toEqual(before);
  });
});

describe('at the end', () => {
  test('every report is what the published schema says', () => {
    expect(session.reports.length).toBeGreaterThan(6);
    expect(session.reports.flatMap(schemaErrors)).toEqual([]);
  });

  test('deletion takes the keys, the user and the secret along', async () => {
    const { apiKey } = await owner.read();
    await session.destroy(stackOf(30));
    await expect(listModels(session.aws, apiKey)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([]);
    expect((await new SecretsManagerClient(session.aws.clientConfig()).send(new ListSecretsCommand({}))).SecretList).toEqual([]);
  });

  test('no key stands in a template, an output, a log or a report', async () => {
    const written = await session.written();
    expect(written).toContain('AiPlatformBedrockApiKey');
    expect(session.secrets.length).toBeGreaterThan(10);
    expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
  });
});
