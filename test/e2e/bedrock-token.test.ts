import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getToken } from '@aws/bedrock-token-generator';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Duration, Stack, type App } from 'aws-cdk-lib/core';
import { converse, listModels } from './api-key-owner';
import { SandboxSession, summary } from './sandbox-session';
import type { Credentials } from '../../sandbox/local-aws';
import { createUser } from '../../sandbox/state';
import {
  BedrockAccess, BedrockModel, ConnectionMethod, ConnectionVerifier, CrossAccountRole, Integration, OidcFederationRole, OnDeploy, Platform,
} from '../../src';

const PROGRAM = path.join(__dirname, '..', '..', 'assets', 'cli', 'index.mjs');
const SUBJECT = 'workspace:acme';
const EXTERNAL_ID = 'their-id';
const MODEL = 'amazon.nova-lite-v1:0';

let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;

const build = (app: App, env: { readonly account: string; readonly region: string }) => {
  const stack = new Stack(app, 'ShortTerm', { env });
  const models = [BedrockModel.foundationModel(MODEL)];
  const federated = new OidcFederationRole(stack, 'Federated', { platform: Platform.fourMinds(), subjects: [SUBJECT], maxSessionDuration: Duration.hours(12) });
  new BedrockAccess(stack, 'FederatedModels', { connection: federated, models, shortTermKeys: true });
  new ConnectionVerifier(stack, 'Verifier', { connection: federated, onDeploy: OnDeploy.NEVER });
  const platform = Platform.custom({
    id: 'acme', displayName: 'Acme', methods: [ConnectionMethod.CROSS_ACCOUNT_ROLE], integrations: [Integration.BEDROCK], principal: env.account,
  });
  const crossed = new CrossAccountRole(stack, 'Crossed', { platform, externalId: EXTERNAL_ID });
  new BedrockAccess(stack, 'CrossedModels', { connection: crossed, models, shortTermKeys: true });
  const without = new CrossAccountRole(stack, 'Without', { platform, externalId: EXTERNAL_ID });
  new BedrockAccess(stack, 'WithoutModels', { connection: without, models });
};

interface Result { readonly code: number; readonly out: string; readonly error: string }

/** Runs the bundled command line, with nothing but these credentials. */
async function bedrockToken(credentials: Credentials | undefined, ...args: string[]): Promise<Result> {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...place } = session.aws.environment();
  const own = credentials && {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
  };
  const result = await new Promise<Result>((resolve) => {
    execFile(process.execPath, [PROGRAM, 'bedrock-token', ...args], { env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1', ...place, ...own } }, (failure, out, error) => {
      resolve({ code: Number(failure?.code ?? 0), out, error });
    });
  });
  if (result.code === 0) session.secrets.push(result.out.trim());
  return result;
}

let operator: Credentials;
beforeAll(async () => {
  session = await SandboxSession.start();
  const assume = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] } as const;
  const { arn: _, ...keys } = await createUser(session.aws, { name: 'operator', policy: assume });
  operator = keys;
  outputs = await session.deploy(build, 'ShortTerm');
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

async function tokenFile(): Promise<string> {
  const file = path.join(session.aws.folder, 'web-identity-token');
  await writeFile(file, `${await session.token(SUBJECT)}\n`);
  return file;
}

const federatedToken = async (...args: string[]) => bedrockToken(undefined, '--role-arn', outputs.FederatedRoleArn, '--web-identity-token-file', await tokenFile(), ...args);
const credentialsOf = async (bearerToken: string) => {
  const report = await session.verify(outputs.FederatedVerifierFunction, { action: 'test-connection', bearerToken });
  return { report, check: report.checks.find(({ id }) => id === 'connection.credentials') };
};

describe('a key of a federated role', () => {
  test('is printed alone, with its end beside it, and works for 12 hours where the role lets it', async () => {
    const { code, out, error } = await federatedToken('--duration-seconds', '43200');
    expect([code, error]).toEqual([0, expect.stringMatching(/^Works in us-east-1 until \d{4}-\d\d-\d\dT[\d:.]+Z\.\n$/)]);
    const token = out.trim();
    expect(token).toMatch(/^bedrock-api-key-[A-Za-z0-9+/=]+$/);
    expect((Date.parse(error.split(' until ')[1].slice(0, -2)) - Date.now()) / 3_600_000).toBeCloseTo(12, 1);
    expect(await listModels(session.aws, token)).toBeGreaterThan(5);
    expect(await converse(session.aws, token, MODEL)).toEqual(expect.any(String));
    await expect(converse(session.aws, token, 'anthropic.claude-3-haiku-20240307-v1:0')).rejects.toMatchObject({ message: expect.stringContaining('bedrock:InvokeModel') });
  });

  test('is printed as JSON', async () => {
    const { out, error } = await federatedToken('--json');
    const { token, expiresAt, region } = JSON.parse(out);
    session.secrets.push(token);
    expect([error, region]).toEqual(['', 'us-east-1']);
    expect((Date.parse(expiresAt) - Date.now()) / 3_600_000).toBeCloseTo(1, 1);
    expect(await listModels(session.aws, token)).toBeGreaterThan(5);
  });

  test('passes the verifier, which looks at Bedrock only', async () => {
    const { report, check } = await credentialsOf((await federatedToken()).out.trim());
    expect(check).toMatchObject({ status: 'pass', detail: { expiresAt: expect.any(String) } });
    expect(summary(report).filter((line) => !line.includes('| pass |') && !line.endsWith('NOT_APPLICABLE'))).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['api-key.other-services', 'bedrock.invoke', 'bedrock.denied-region']));
  });

  test('of another region is told by the verifier', async () => {
    const { check } = await credentialsOf((await federatedToken('--region', 'eu-west-1')).out.trim());
    expect(check).toMatchObject({ status: 'fail', code: 'API_KEY_WRONG_REGION', message: expect.stringContaining('eu-west-1'), fix: expect.stringContaining('--region us-east-1') });
  });

  test('that has expired is told by the verifier', async () => {
    const sts = new STSClient(session.aws.clientConfig({ credentials: operator }));
    const { Credentials: keys } = await sts.send(new AssumeRoleCommand({ RoleArn: outputs.CrossedRoleArn, RoleSessionName: 'test', ExternalId: EXTERNAL_ID }));
    const credentials = { accessKeyId: keys!.AccessKeyId!, secretAccessKey: keys!.SecretAccessKey!, sessionToken: keys!.SessionToken! };
    const token = await getToken({ credentials, region: session.aws.region, expiresInSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect((await credentialsOf(token)).check).toMatchObject({ status: 'fail', code: 'API_KEY_EXPIRED' });
  });

  test('that was altered is told by the verifier', async () => {
    const token = (await federatedToken()).out.trim();
    expect((await credentialsOf(`${token.slice(0, -12)}${Buffer.from('0Version').toString('base64')}`)).check).toMatchObject({ status: 'fail', code: 'API_KEY_NOT_VALID' });
  });
});

describe('a key of a role with an external ID', () => {
  test('is made by a user who gives it', async () => {
    const { out } = await bedrockToken(operator, '--role-arn', outputs.CrossedRoleArn, '--external-id', EXTERNAL_ID);
    expect(await listModels(session.aws, out.trim())).toBeGreaterThan(5);
  });

  test('of a role without shortTermKeys is not taken, and the verifier says what is missing', async () => {
    const { out } = await bedrockToken(operator, '--role-arn', outputs.WithoutRoleArn, '--external-id', EXTERNAL_ID);
    expect((await credentialsOf(out.trim())).check).toMatchObject({ status: 'fail', code: 'API_KEY_NOT_ALLOWED', message: expect.stringContaining('bedrock:CallWithBearerToken') });
  });
});

describe('is refused and told why:', () => {
  const refused = async (expected: string, credentials: Credentials | undefined, ...args: string[]) => {
    expect(await bedrockToken(credentials, ...args)).toEqual({ code: 1, out: '', error: expect.stringContaining(expected) });
  };

  test('another external ID', async () => refused('its trust policy does not let you in', operator, '--role-arn', outputs.CrossedRoleArn, '--external-id', 'wrong'));
  test('more than the role allows', async () => refused('The role allows shorter sessions than 7200 seconds.', operator, '--role-arn', outputs.CrossedRoleArn, '--external-id', EXTERNAL_ID, '--duration-seconds', '7200'));
  test('no credentials', async () => refused('There are no AWS credentials at hand', undefined, '--role-arn', outputs.CrossedRoleArn));

  test('more than an hour by role chaining', async () => {
    const sts = new STSClient(session.aws.clientConfig({ credentials: operator }));
    const { Credentials: keys } = await sts.send(new AssumeRoleCommand({ RoleArn: await assumableRole(), RoleSessionName: 'test' }));
    const role = { accessKeyId: keys!.AccessKeyId!, secretAccessKey: keys!.SecretAccessKey!, sessionToken: keys!.SessionToken! };
    await refused('a role that assumes a role gets one hour at most', role, '--role-arn', outputs.CrossedRoleArn, '--external-id', EXTERNAL_ID, '--duration-seconds', '7200');
    expect((await bedrockToken(role, '--role-arn', outputs.CrossedRoleArn, '--external-id', EXTERNAL_ID)).code).toBe(0);
  });
});

test('no key stands in a log or a report', async () => {
  const written = [await session.aws.logs(), JSON.stringify(session.reports)].join('\n');
  expect(session.secrets.length).toBeGreaterThan(8);
  expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
});

async function assumableRole(): Promise<string> {
  const { createRole } = await import('../sandbox/roles');
  return createRole(session.aws, { allow: [{ Action: 'sts:AssumeRole', Resource: '*' }] });
}
