import { pasted, readSecret } from './cognito-logins';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { EveryMethodStack } from '../../examples/every-method/every-method-stack';
import { createBucket } from '../../sandbox/state';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';

const SUBJECT = 'workspace:acme';
const ROLES = ['Federation', 'CrossAccount', 'Cognito'] as const;
const CONNECTIONS = [...ROLES, 'Key'] as const;

let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;

const documentOf = (connection: string) => JSON.parse(outputs[`${connection}Document`]) as ConnectionDocumentV1;

/** The platform comes in as it always does; to Airia's role the verifier comes in Airia's place. */
async function verify(connection: string, action: 'test-connection' | 'import' = 'test-connection') {
  const token = connection === 'Federation' ? { webIdentityToken: await session.token(SUBJECT) } : {};
  return session.verify(outputs[`${connection}VerifierFunction`], { action, ...token });
}

/** What was checked of the services, each with its end. */
async function accessChecks(connection: string): Promise<readonly string[]> {
  return summary(await verify(connection)).filter((line) => /^(?:s3|bedrock)\./.test(line));
}

beforeAll(async () => {
  session = await SandboxSession.start();
  await createBucket(session.aws, { name: 'datasets', objects: { 'a.csv': 'city,temperature\nBerlin,12\n' } });
  outputs = await session.deploy((app, env) => {
    new EveryMethodStack(app, 'EveryMethod', { env, subject: SUBJECT, externalId: 'an-external-id-4711', buckets: ['datasets'], modelIds: ['amazon.nova-lite-v1:0'] });
  }, 'EveryMethod');
  await pasted(session, outputs);
  const key = JSON.parse(await readSecret(session.aws, outputs.KeyApiKey)) as { readonly apiKey: string };
  session.secrets.push(key.apiKey, 'Berlin,12');
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

test('each connection verified itself when it was deployed', () => {
  const models = 'Connection successful! Found 24 foundation model(s) and 0 custom model(s).';
  const told = CONNECTIONS.map((connection) => outputs[`${connection}Verification`]);
  expect(told).toEqual([...ROLES.map(() => `Connection successful! Found 1 bucket(s). ${models}`), models]);
});

test.each(CONNECTIONS)('%s passes every check of a test connection', async (connection) => {
  const report = await verify(connection);
  expect(summary(report).filter((line) => !line.includes('| pass |') && !line.endsWith('NOT_APPLICABLE'))).toEqual([]);
  expect(report.status).toBe('pass');
});

test('the same is checked of the same accesses, whatever the method', async () => {
  const [first, ...others] = await Promise.all(CONNECTIONS.map(accessChecks));
  expect(first.map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(['s3.head-bucket', 's3.list-buckets-denied', 'bedrock.invoke', 'bedrock.denied-model']));
  expect(others).toEqual([first, first, first.filter((line) => line.startsWith('bedrock.'))]);
});

test('each document grants the same, and the key has one permission more: to be used', () => {
  const granted = CONNECTIONS.map((connection) => {
    const { s3, bedrock } = documentOf(connection).integrations;
    return [...s3?.permissions ?? [], ...bedrock?.permissions ?? []].map(({ action, on }) => `${action} on ${on}`);
  });
  const [first, ...others] = granted;
  expect(first.length).toBeGreaterThan(6);
  expect(others.slice(0, 2)).toEqual([first, first]);
  expect(others[2].filter((permission) => !first.includes(permission))).toEqual([expect.stringContaining('bedrock:CallWithBearerToken')]);
  expect(first.filter((permission) => !others[2].includes(permission) && !permission.startsWith('s3:'))).toEqual([]);
});

test.each(ROLES)('%s samples an import', async (connection) => {
  const report = await verify(connection, 'import');
  expect(summary(report).filter((line) => line.startsWith('s3.'))).toEqual(['s3.list-objects | datasets | pass | OK', 's3.sample-objects | datasets | pass | OK']);
});

test('the key has nothing to import, and the report says so', async () => {
  expect(await verify('Key', 'import')).toMatchObject({ status: 'pass', message: expect.stringContaining('Amazon Bedrock has nothing to import') });
});

test('no secret stands in a template, an output, a log or a report, and every report is what the schema says', async () => {
  const written = await session.written();
  expect(written).toContain('s3.head-bucket');
  expect(session.secrets.length).toBeGreaterThan(5);
  expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
  expect(session.reports.flatMap(schemaErrors)).toEqual([]);
});
