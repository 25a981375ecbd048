import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { allowBuckets, LocalAccount, s3Section, SUBJECT, type ConnectionState } from './connected-account';
import { problems, runHandler } from './run-handler';
import { lambdaRuntimes } from '../../../sandbox/lambda-runtimes';
import { createBucket } from '../../../sandbox/state';
import type { VerificationReportV1 } from '../../../src/verification/verification-report-v1';

let account: LocalAccount;
const TEST = { action: 'test-connection' };

beforeAll(async () => {
  account = await LocalAccount.start();
  await createBucket(account.aws, { name: 'data' });
});
afterAll(async () => account?.stop());

const healthy = (): ConnectionState => ({ allow: allowBuckets('data'), s3: s3Section({ buckets: ['data'] }) });

/** A server of a few lines where no emulator can answer like this. */
async function serve(answer: Parameters<typeof createServer>[1] & object): Promise<{ server: Server; url: string; stop: () => void }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => { server.closeAllConnections(); server.close(); } };
}

describe('the document', () => {
  const broken = async (name: string, environment: Readonly<Record<string, string>>, value?: string): Promise<unknown[]> => {
    if (value !== undefined) await new SSMClient(account.aws.clientConfig()).send(new PutParameterCommand({ Name: name, Value: value, Type: 'String', Overwrite: true }));
    const { report } = await runHandler(environment, TEST);
    expect(report.platform).toBeUndefined();
    return [report.status, report.checks[0]?.code, report.checks.map(({ message }) => message)];
  };

  test('that is missing a part', async () => {
    const { environment } = await account.connect(healthy());
    const names = `${environment.DOCUMENT_PARAMETERS},/connection/gone`;
    expect(await broken('', { ...environment, DOCUMENT_PARAMETERS: names })).toEqual(['fail', 'DOCUMENT_MALFORMED', ['The connection document is not whole: there is no parameter /connection/gone']]);
  });

  test('that was edited', async () => {
    const { environment } = await account.connect(healthy());
    const [first = ''] = (environment.DOCUMENT_PARAMETERS ?? '').split(',');
    expect((await broken(first, environment, '{"schemaVersion":1'))[1]).toBe('DOCUMENT_MALFORMED');
    expect((await broken(first, { ...environment, DOCUMENT_PARAMETERS: first }, '{"schemaVersion":2}'))[2]).toEqual(['The connection document is not whole: schemaVersion is 2, and this verifier knows 1']);
  });

  test('that may not be read', async () => {
    const { environment } = await account.connect({ ...healthy(), verifierLacks: ['ssm:GetParameters'] });
    expect((await broken('', environment)).slice(0, 2)).toEqual(['fail', 'DOCUMENT_UNREADABLE']);
  });

  test('that cannot be reached', async () => {
    const { environment } = await account.connect(healthy());
    const { url, stop } = await serve(() => undefined);
    stop();
    expect((await broken('', { ...environment, AWS_ENDPOINT_URL_SSM: url })).slice(0, 2)).toEqual(['fail', 'NETWORK_UNREACHABLE']);
  });

  test('of more than ten parts is read in several calls', async () => {
    const { environment, document } = await account.connect(healthy());
    const text = JSON.stringify(document);
    const names = Array.from({ length: 23 }, (_, i) => `/connection/parts/${i}`);
    const size = Math.ceil(text.length / names.length);
    const ssm = new SSMClient(account.aws.clientConfig());
    await Promise.all(names.map(async (Name, i) => ssm.send(new PutParameterCommand({ Name, Value: text.slice(i * size, (i + 1) * size), Type: 'String' }))));
    const { report } = await runHandler({ ...environment, DOCUMENT_PARAMETERS: names.join(',') }, TEST);
    expect(report.status).toBe('pass');
  });
});

test('an integration that the connection does not have is refused', async () => {
  const { environment } = await account.connect(healthy());
  await expect(runHandler(environment, { ...TEST, integrations: ['bedrock'] })).rejects.toThrow('This connection has no bedrock; it has s3');
});

describe('time', () => {
  test('runs out: what was found is reported, the rest is named', async () => {
    const { url, stop } = await serve(() => undefined);
    try {
      const { environment } = await account.connect(healthy());
      const started = Date.now();
      const { report } = await runHandler({ ...environment, AWS_ENDPOINT_URL_S3: url }, TEST, 2_000);
      expect(Date.now() - started).toBeLessThan(1_800);
      expect(report.status).toBe('incomplete');
      expect(report.message).toBe('1 check(s) could not be made: Not checked: the time of this run was over');
      expect(problems(report)).toEqual(['s3.head-bucket | data | skipped TIME_RAN_OUT', 's3.list-buckets-denied | account 123456789012 | skipped DENIAL_NOT_PROVEN']);
      expect(report.checks.find(({ id }) => id === 'trust.policy')?.status).toBe('pass');
    } finally {
      stop();
    }
  });

  test('of one call is bounded', async () => {
    const { url, stop } = await serve(() => undefined);
    try {
      const { environment } = await account.connect(healthy());
      const { report } = await runHandler({ ...environment, AWS_ENDPOINT_URL_S3: url }, { ...TEST, limits: { callSeconds: 1 } });
      expect(problems(report)[0]).toBe('s3.head-bucket | data | fail CALL_TIMED_OUT');
    } finally {
      stop();
    }
  });
});

test('calls of one integration that hang do not hold up another', async () => {
  const { url, stop } = await serve(() => undefined);
  try {
    const names = Array.from({ length: 8 }, (_, index) => `data-${index}`);
    const bedrock = {
      displayName: 'Amazon Bedrock',
      successMessage: 'Connection successful!',
      fields: {},
      permissions: [],
      probes: [],
      scope: { allModels: true, streaming: false, invoke: false, models: [], deniedModels: [], responseMappings: {} },
    };
    const lists = ['ListFoundationModels', 'ListCustomModels', 'ListInferenceProfiles'].map((action) => ({ Action: `bedrock:${action}`, Resource: '*' }));
    const { environment } = await account.connect({ allow: lists, bedrock, s3: s3Section({ buckets: [...names] }) });
    const limits = { concurrency: 1, callSeconds: 2, totalSeconds: 8 };
    const { report } = await runHandler({ ...environment, AWS_ENDPOINT_URL_S3: url }, { ...TEST, limits });
    expect(report.checks.filter(({ id }) => id.startsWith('bedrock.list')).map(({ code }) => code)).toEqual(['OK', 'OK']);
    const codes = report.checks.filter(({ id }) => id === 's3.head-bucket').map(({ code }) => code);
    expect([codes[0], codes.at(-1)]).toEqual(['CALL_TIMED_OUT', 'TIME_RAN_OUT']);
  } finally {
    stop();
  }
}, 30_000);

test('a permission that arrives late is waited for when asked, and only then', async () => {
  const { environment, roleName } = await account.connect({ ...healthy(), allow: [] });
  expect((await runHandler(environment, TEST)).report.status).toBe('fail');
  const late = new Promise<void>((resolve) => setTimeout(() => { void account.allow(roleName, allowBuckets('data')).then(resolve); }, 1_500));
  const { report } = await runHandler(environment, { ...TEST, limits: { propagationSeconds: 20 } });
  await late;
  expect([report.status, problems(report)]).toEqual(['pass', []]);
}, 30_000);

test('CloudFormation is answered, by a connection that works and by one that does not', async () => {
  const answers: { Status: string; Reason: string; Data: Record<string, string> }[] = [];
  const { url, stop } = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; }).on('end', () => { answers.push(JSON.parse(body) as typeof answers[number]); response.end(); });
  });
  try {
    const event = { RequestType: 'Create', ResponseURL: `${url}/answer?X-Amz-Signature=abcdef0123456789`, StackId: 's', RequestId: 'r', LogicalResourceId: 'V', ResourceProperties: { ServiceToken: 'x', OnDeploy: 'FAIL' } };
    const works = await account.connect(healthy());
    const { report, log } = await runHandler(works.environment, event);
    expect(report).toBeUndefined();
    expect(log).not.toContain('X-Amz-Signature');
    const fails = await account.connect({ ...healthy(), s3: s3Section({ buckets: ['data', 'typo'] }), allow: allowBuckets('data', 'typo') });
    await runHandler(fails.environment, event);
    await runHandler(fails.environment, { ...event, RequestType: 'Delete' });
    expect(answers.map(({ Status, Reason }) => `${Status}: ${Reason}`)).toEqual([
      'SUCCESS: Connection successful! Found 1 bucket(s).',
      "FAILED: s3.head-bucket: NoSuchBucket: there is no bucket 'typo' Fix: Correct the spelling of the bucket name; it is the name alone, neither ARN nor path.",
      'SUCCESS: Nothing to delete',
    ]);
    expect(answers[0]?.Data).toMatchObject({ Status: 'pass', Message: 'Connection successful! Found 1 bucket(s).' });
  } finally {
    stop();
  }
});

const run = promisify(execFile);
const ROOT = path.join(__dirname, '../../..');

async function bundleInto(folder: string): Promise<Readonly<Record<string, number>>> {
  const script = 'import { bundle } from \'./lambda/bundle.mjs\'; console.log(JSON.stringify(await bundle(\'verifier\', process.argv[1])));';
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, folder], { cwd: ROOT });
  return JSON.parse(stdout) as Readonly<Record<string, number>>;
}

describe('the bundle', () => {
  test('is small, and the same whenever it is made', async () => {
    const [one, two] = await Promise.all(['one', 'two'].map(async (name) => bundleInto(path.join(account.aws.folder, name, 'verifier'))));
    expect(Object.values(one ?? {}).reduce((sum, size) => sum + size, 0)).toBeLessThan(2 * 1024 * 1024);
    expect(one).toEqual(two);
    for (const file of Object.keys(one ?? {})) {
      expect(readFileSync(path.join(account.aws.folder, 'one', 'verifier', file))).toEqual(readFileSync(path.join(account.aws.folder, 'two', 'verifier', file)));
    }
  });

  test.each(['nodejs22.x', 'nodejs24.x'])('runs on %s, in a process that holds only what Lambda would give it', async (runtime) => {
    const folder = path.join(account.aws.folder, runtime, 'verifier');
    await bundleInto(folder);
    const { environment } = await account.connect(healthy());
    const event = { ...TEST, webIdentityToken: await account.issuer.token({ subject: SUBJECT }) };
    const script = `
      const { handler } = await import(${JSON.stringify(path.join(folder, 'index.mjs'))});
      const report = await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 30000 });
      console.log(JSON.stringify({ report }));`;
    const node = (await lambdaRuntimes(() => undefined))[runtime] ?? '';
    const { stdout, stderr } = await run(node, ['--input-type=module', '-e', script], { env: environment });
    const { report } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { report: VerificationReportV1 };
    expect(stderr).toBe('');
    expect([report.status, problems(report)]).toEqual(['pass', []]);
  }, 60_000);
});
