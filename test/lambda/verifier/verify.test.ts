import { createLogger } from '../../../lambda/log/logger';
import { createRedactor } from '../../../lambda/log/redactor';
import { parseRequest } from '../../../lambda/verifier/request/parse-request';
import { verify } from '../../../lambda/verifier/verify';
import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';
import { type Answer, refusal, startFailingService } from '../aws/failing-service';

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

const NOBODY = 'http://127.0.0.1:1';
const tokenOf = (sub: string): string => [{ alg: 'none' }, { iss: NOBODY, sub, aud: 'sts.amazonaws.com' }, { signature: sub }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
const [TOKEN, OTHER_TOKEN] = [tokenOf('workspace:acme'), tokenOf('workspace:other')];
const API_KEY = 'ABSKexample-of-a-key';
const SESSION = { AccessKeyId: 'ASIAEXAMPLEEXAMPLE00', SecretAccessKey: 'example-secret-access-key', SessionToken: 'example-session-token' };

const common = { successMessage: '', fields: {}, permissions: [], probes: [] };
const documentOf = (over: object): object => ({
  schemaVersion: 1,
  platform: { id: 'p', displayName: 'P' },
  method: 'oidc-federation',
  partition: 'aws',
  account: '123456789012',
  region: 'us-east-1',
  principal: { type: 'role', arn: 'arn:aws:iam::123456789012:role/r', name: 'r', imported: false },
  trust: { actions: ['sts:AssumeRoleWithWebIdentity'], issuer: NOBODY, providerArn: 'arn:aws:iam::123456789012:oidc-provider/p', audiences: ['sts.amazonaws.com'], subjects: ['workspace:acme'] },
  sts: { endpoint: 'https://sts.us-east-1.amazonaws.com', sessionSeconds: 3_600 },
  integrations: { s3: { ...common, displayName: 'Amazon S3', scope: { allBuckets: true, buckets: [], deniedBuckets: [] } } },
  ...over,
} satisfies Partial<Record<keyof ConnectionDocumentV1, unknown>>);

interface Services { readonly sts?: Answer; readonly s3?: Answer; readonly bedrock?: Answer }
const failed = (code: string, message: string, status = 400): Answer => ({ status, body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>` });
const opened = (session: Partial<typeof SESSION>): Answer => {
  const members = Object.entries(session).filter(([, value]) => value !== undefined).map(([name, value]) => `<${name}>${value}</${name}>`).join('');
  return { status: 200, body: `<R><AssumeRoleWithWebIdentityResult><Credentials>${members}<Expiration>2036-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></R>` };
};

/** Everything that a run returns and writes. */
async function told(event: object, document: object, services: Services) {
  const ssm: Answer = { status: 200, body: { Parameters: [{ Name: '/document', Value: JSON.stringify(document) }] } };
  const started = Object.entries({ ssm, ...services }).map(async ([name, answer]) => [name, await startFailingService(answer as Answer)] as const);
  const running = await Promise.all(started);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example', AWS_MAX_ATTEMPTS: '1', AWS_ENDPOINT_URL: NOBODY });
  for (const [name, { url }] of running) process.env[`AWS_ENDPOINT_URL_${name.toUpperCase()}`] = url;
  const lines: string[] = [];
  const redactor = createRedactor();
  try {
    const report = await verify({
      request: parseRequest(event), availableMs: 20_000, environment: { DOCUMENT_PARAMETERS: '/document', AWS_REGION: 'us-east-1' }, logger: createLogger(redactor, (line) => lines.push(line)), redactor,
    });
    return { report, lines, text: JSON.stringify(report) + lines.join('') };
  } finally {
    await Promise.all(running.map(async ([, service]) => service.stop()));
  }
}

const TEST = { action: 'test-connection' };
const parts = (token: string): readonly string[] => [token, ...token.split('.')];

describe('what a service repeats of a secret is not told on', () => {
  test('of the tokens', async () => {
    const sts = failed('InvalidIdentityToken', `${TOKEN} is wrong, ${OTHER_TOKEN} too`);
    const { report, text } = await told({ ...TEST, webIdentityToken: TOKEN, otherWebIdentityToken: OTHER_TOKEN }, documentOf({}), { sts });
    expect(report.checks.find(({ id }) => id === 'connection.credentials')).toMatchObject({ status: 'fail', message: expect.stringContaining('(*** is wrong, ***') });
    // A reason is cut after 300 characters, in the middle of the second token.
    for (const secret of [...parts(TOKEN), ...parts(OTHER_TOKEN)]) expect(text).not.toContain(secret.slice(0, 16));
  });

  test('of the session', async () => {
    const s3 = failed('InternalError', `of ${SESSION.SessionToken} and ${SESSION.SecretAccessKey}`, 500);
    const { report, text } = await told({ ...TEST, webIdentityToken: TOKEN }, documentOf({}), { sts: opened(SESSION), s3 });
    expect(report.checks.find(({ id }) => id === 's3.list-buckets')).toMatchObject({ status: 'fail', code: 'AWS_ERROR', message: expect.stringContaining('of *** and ***') });
    for (const secret of [SESSION.SessionToken, SESSION.SecretAccessKey]) expect(text).not.toContain(secret);
  });

  test('of the API key', async () => {
    const scope = { allModels: true, streaming: false, invoke: false, models: [], deniedModels: [], responseMappings: {} };
    const document = documentOf({ method: 'bedrock-api-key', integrations: { bedrock: { ...common, displayName: 'Amazon Bedrock', scope } } });
    const { report, text } = await told({ ...TEST, bearerToken: API_KEY }, document, { bedrock: refusal(`Authentication failed: ${API_KEY}`) });
    expect(report.checks.find(({ id }) => id === 'connection.credentials')).toMatchObject({ code: 'API_KEY_NOT_VALID', message: expect.stringContaining('Authentication failed: ***') });
    expect(report.checks.filter(({ integration }) => integration === 'bedrock').map(({ code }) => code)).toEqual(expect.arrayContaining(['NO_CREDENTIALS']));
    expect(text).not.toContain(API_KEY);
  });
});

test.each(['AccessKeyId', 'SecretAccessKey', 'SessionToken'] as const)('credentials without their %s are none, and a defect of the verifier is logged', async (name) => {
  const { report, lines } = await told({ ...TEST, webIdentityToken: TOKEN }, documentOf({}), { sts: opened({ ...SESSION, [name]: undefined }) });
  expect(report.checks.find(({ id }) => id === 'connection.credentials')).toMatchObject({ code: 'VERIFIER_ERROR' });
  expect(report.checks.find(({ id }) => id === 's3.list-buckets')).toMatchObject({ code: 'NO_CREDENTIALS' });
  expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(expect.objectContaining({ level: 'ERROR', probe: 'connection.credentials', error: expect.stringContaining('STS answered without credentials') }));
});

test.each([
  [{ integrations: ['bedrock', 's3', 'rds'] }, 'This connection has no bedrock, rds; it has s3'],
  [{ bearerToken: API_KEY }, 'bearerToken is a Bedrock API key, and this connection has no bedrock'],
])('%j asks for what the connection does not have', async (event, message) => {
  await expect(told({ ...TEST, ...event }, documentOf({}), {})).rejects.toThrow(message);
});
