import { DeleteOpenIDConnectProviderCommand, GetRoleCommand, IAMClient, ListOpenIDConnectProvidersCommand, ListRolesCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { OpenIdConnectProvider } from 'aws-cdk-lib/aws-iam';
import { type App, Stack } from 'aws-cdk-lib/core';
import { ConnectionVerifier, CrossAccountRole, OidcFederationRole, OnDeploy, Platform, S3Access } from 'cdk-ai-platform-access';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { AiriaS3Stack } from '../../examples/airia-s3/airia-s3-stack';
import { FourMindsS3Stack } from '../../examples/four-minds-s3/four-minds-s3-stack';
import { DeployError } from '../../sandbox/deploy';
import { createBucket } from '../../sandbox/state';

const SUBJECT = 'workspace:acme';
const EXTERNAL_ID = 'an-external-id-4711';

let session: SandboxSession;
let fourMinds: Readonly<Record<string, string>>;
let airia: Readonly<Record<string, string>>;

type Env = { readonly account: string; readonly region: string };
const fourMindsStack = (buckets: string[]) => (app: App, env: Env) => {
  new FourMindsS3Stack(app, 'FourMindsS3', { env, subject: SUBJECT, buckets, deniedBuckets: ['payroll'] });
};
const airiaStack = (app: App, env: Env) => { new AiriaS3Stack(app, 'AiriaS3', { env, externalId: EXTERNAL_ID }); };

beforeAll(async () => {
  session = await SandboxSession.start();
  await createBucket(session.aws, { name: 'datasets', objects: { 'a.csv': 'city,temperature\nBerlin,12\n', 'b.json': '[{"a":1}]', 'c.jsonl': '{"a":1}\n{"a":2}\n' } });
  await createBucket(session.aws, { name: 'notes', objects: { 'readme.txt': 'the content of a note' } });
  await createBucket(session.aws, { name: 'payroll', objects: { 'x.csv': 'salary\n' } });
  session.secrets.push('the content of a note', 'Berlin,12');
  fourMinds = await session.deploy(fourMindsStack(['datasets']), 'FourMindsS3');
  airia = await session.deploy(airiaStack, 'AiriaS3');
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

describe('the deployment', () => {
  test('says what the verifier found', () => {
    expect(fourMinds.FourMindsVerification).toBe('Connection successful! Found 1 bucket(s).');
    expect(airia.AiriaVerification).toBe('Connection successful! Found 1 bucket(s).');
  });

  test('writes the same document into outputs and parameters', async () => {
    const Names = fourMinds.FourMindsDocumentParameters.split(',');
    const { Parameters = [] } = await new SSMClient(session.aws.clientConfig()).send(new GetParametersCommand({ Names }));
    const text = Names.map((name) => Parameters.find(({ Name }) => Name === name)?.Value).join('');
    expect(JSON.parse(text)).toEqual(JSON.parse(fourMinds.FourMindsDocument));
    expect(JSON.parse(text)).toMatchObject({ schemaVersion: 1, account: session.aws.accountId, fields: { 'IAM Role ARN': fourMinds.FourMindsRoleArn } });
  });
});

describe('4MINDS with a token of its issuer', () => {
  test('is let in to the allowed bucket and nowhere else', async () => {
    const webIdentityToken = await session.token(SUBJECT);
    const otherWebIdentityToken = await session.token('workspace:umbrella');
    const report = await session.verify(fourMinds.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken, otherWebIdentityToken });
    expect(report).toMatchObject({ status: 'pass', message: 'Connection successful! Found 1 bucket(s).' });
    expect(report.checks.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toEqual(expect.arrayContaining([
      'trust.policy', 'trust.provider', 'trust.issuer', 'trust.token', 'trust.wrong-subject', 's3.head-bucket', 's3.list-buckets-denied', 's3.denied-bucket',
    ]));
  });

  test('samples an import and keeps nothing of it', async () => {
    const report = await session.verify(fourMinds.FourMindsVerifierFunction, { action: 'import', webIdentityToken: await session.token(SUBJECT) });
    expect(report.status).toBe('pass');
    expect(report.checks.find(({ id }) => id === 's3.sample-objects')?.detail).toMatchObject({ sampled: 3, formats: { csv: 1, json: 1, jsonl: 1 } });
  });

  test.each([
    ['another subject', { subject: 'workspace:ACME' }, 'ROLE_FEDERATION_DENIED', 'TOKEN_CLAIM_DIFFERS'],
    ['another audience', { subject: SUBJECT, audience: 'elsewhere' }, expect.any(String), 'TOKEN_CLAIM_DIFFERS'],
    ['an expired token', { subject: SUBJECT, expiresInSeconds: -60 }, expect.any(String), expect.any(String)],
  ])('is refused with %s, and told why', async (_, { subject, ...options }, credentials, claim) => {
    const report = await session.verify(fourMinds.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken: await session.token(subject, options) });
    expect(report.status).toBe('fail');
    expect(report.checks.find(({ id }) => id === 'connection.credentials')).toMatchObject({ status: 'fail', code: credentials, fix: expect.any(String) });
    expect(report.checks.filter(({ id, status }) => id === 'trust.token' && status === 'fail')).toEqual([expect.objectContaining({ code: claim })]);
  });

  test('is refused with a token that another key signed', async () => {
    const webIdentityToken = await session.issuer.forgedToken({ subject: SUBJECT });
    session.secrets.push(webIdentityToken);
    const report = await session.verify(fourMinds.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken });
    expect(report.checks.find(({ id }) => id === 'connection.credentials')).toMatchObject({ status: 'fail' });
  });
});

describe('Airia', () => {
  test('is let in under its external ID only, to the curated prefix only', async () => {
    const report = await session.verify(airia.AiriaVerifierFunction, { action: 'test-connection' });
    expect(summary(report).filter((line) => !line.includes('| pass |'))).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['trust.wrong-external-id', 'trust.missing-external-id', 's3.outside-prefix']));
    expect(report.checks.filter(({ id }) => id === 's3.denied-bucket').map(({ target }) => target)).toEqual([`cdk-hnb659fds-assets-${session.aws.accountId}-${session.aws.region}`]);
  });

  test('finds nothing to import in an empty bucket, which is no success', async () => {
    const report = await session.verify(airia.AiriaVerifierFunction, { action: 'import' });
    expect(report.status).toBe('nothing-found');
  });
});

describe('a change', () => {
  test('of the trust policy by hand is found', async () => {
    const iam = new IAMClient(session.aws.clientConfig());
    const RoleName = fourMinds.FourMindsRoleArn.split('/').at(-1);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    const widened = JSON.stringify(JSON.parse(before)).replace(/"api\.4minds\.ai:sub":"[^"]*"/, '"api.4minds.ai:sub":"workspace:umbrella"');
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: widened }));
    const report = await session.verify(fourMinds.FourMindsVerifierFunction, { action: 'test-connection' });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: before }));
    expect(report.status).toBe('fail');
    expect(report.checks.find(({ id }) => id === 'trust.policy')).toMatchObject({ status: 'fail', code: 'TRUST_POLICY_DIFFERS' });
  });

  test('of the allowed buckets is deployed and verified again', async () => {
    fourMinds = await session.deploy(fourMindsStack(['datasets', 'notes']), 'FourMindsS3');
    expect(fourMinds.FourMindsVerification).toBe('Connection successful! Found 2 bucket(s).');
  });

  test('that names a bucket which does not exist is told with the bucket\'s name', async () => {
    fourMinds = await session.deploy(fourMindsStack(['datasets', 'noets']), 'FourMindsS3');
    const report = await session.verify(fourMinds.FourMindsVerifierFunction, { action: 'test-connection' });
    expect(report.checks.filter(({ status }) => status === 'fail')).toEqual([
      expect.objectContaining({ id: 's3.head-bucket', target: 'noets', code: 'S3_NO_SUCH_BUCKET', message: expect.stringContaining("'noets'") }),
    ]);
  });
});

describe('a verification that fails', () => {
  const failing = (app: App, env: Env) => {
    const stack = new Stack(app, 'Failing', { env });
    const connection = new CrossAccountRole(stack, 'Airia', { platform: Platform.airia(), externalId: EXTERNAL_ID });
    new S3Access(stack, 'Access', { connection, allowedBucketNames: ['no-such-bucket-here'] });
    new ConnectionVerifier(stack, 'Verifier', { connection, onDeploy: OnDeploy.FAIL });
  };

  test('fails the deployment, names the check and its fix, and leaves nothing behind', async () => {
    const error = await session.deploy(failing, 'Failing').catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(DeployError);
    expect((error as DeployError).output.replace(/\s+/g, ' ')).toMatch(/s3\.head-bucket.*no-such-bucket-here.*Fix: /);
    const { Roles = [] } = await new IAMClient(session.aws.clientConfig()).send(new ListRolesCommand({}));
    expect(Roles.filter(({ RoleName }) => RoleName?.startsWith('Failing'))).toEqual([]);
  });

  test('at a first deployment leaves the OIDC provider, which others may use, and the next attempt takes it as given', async () => {
    const arn = `arn:aws:iam::${session.aws.accountId}:oidc-provider/issuer.example.com`;
    const attempt = (bucket: string, given: boolean) => (app: App, env: Env) => {
      const stack = new Stack(app, 'First', { env });
      const connection = new OidcFederationRole(stack, 'FourMinds', {
        platform: Platform.fourMinds({ issuerUrl: 'https://issuer.example.com' }),
        subjects: [SUBJECT],
        provider: given ? OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', arn) : undefined,
      });
      new S3Access(stack, 'Access', { connection, allowedBucketNames: [bucket] });
      new ConnectionVerifier(stack, 'Verifier', { connection, onDeploy: OnDeploy.FAIL });
    };
    await expect(session.deploy(attempt('datasest', false), 'First')).rejects.toThrow(DeployError);
    await expect(session.deploy(attempt('datasets', false), 'First')).rejects.toThrow(/Provider with url https:\/\/issuer\.example\.com already exists/);
    const outputs = await session.deploy(attempt('datasets', true), 'First');
    expect(outputs.FourMindsVerification).toBe('Connection successful! Found 1 bucket(s).');
    await new IAMClient(session.aws.clientConfig()).send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
  });
});

describe('at the end', () => {
  test('every report is what the published schema says', () => {
    expect(session.reports.length).toBeGreaterThan(8);
    expect(session.reports.flatMap(schemaErrors)).toEqual([]);
  });

  test('no secret, token or content stands in a log, a report, a template or an output', async () => {
    const written = await session.written();
    expect(written).toContain('s3.head-bucket');
    expect(session.secrets.length).toBeGreaterThan(10);
    expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
  });

  test('deletion leaves the shared provider and nothing else of the connection', async () => {
    await session.destroy(fourMindsStack(['datasets', 'noets']));
    const iam = new IAMClient(session.aws.clientConfig());
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    expect(Roles.filter(({ RoleName }) => RoleName?.startsWith('FourMinds'))).toEqual([]);
    const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    expect(OpenIDConnectProviderList.map(({ Arn }) => Arn)).toEqual([`arn:aws:iam::${session.aws.accountId}:oidc-provider/api.4minds.ai`]);
  });
});
