import { DeleteModelCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { LocalAccount, type Statement } from './connected-account';
import { problems, runHandler, shortly, type HandlerRun } from './run-handler';
import { createEndpoint } from '../../../sandbox/sagemaker-state';
import type { SageMakerSection } from '../../../src/document/connection-document-v1';

type Scope = SageMakerSection['scope'];

const SECRET = 'the payload of a customer';
const OTHER_SECRET = 'another payload of a customer';
const TEST_REQUEST = { body: SECRET, contentType: 'text/plain' };
const STREAM = 'sagemaker:InvokeEndpointWithResponseStream';
const FOUND = 'Connection successful! Found 9 endpoint(s).';
const arn = (name: string, type = 'endpoint') => `arn:aws:sagemaker:us-east-1:123456789012:${type}/${name}`;
const LISTS = { Action: ['sagemaker:ListEndpoints', 'sagemaker:ListInferenceComponents', 'sagemaker:ListModels', 'sagemaker:ListTrainingJobs'], Resource: '*' };
const use = (...names: readonly string[]): Statement => ({ Action: ['sagemaker:DescribeEndpoint', 'sagemaker:InvokeEndpoint', STREAM], Resource: names.map((name) => arn(name)) });
const LINEAGE = { Action: ['sagemaker:DescribeEndpointConfig', 'sagemaker:DescribeModel'], Resource: [arn('*', 'endpoint-config'), arn('*', 'model')] };
const named = (...endpoints: Scope['endpoints']): Partial<Scope> => ({ endpoints });
const section = (scope: Partial<Scope>): SageMakerSection => ({
  displayName: 'Amazon SageMaker',
  successMessage: 'Connection successful! Found {endpoints} endpoint(s).',
  fields: {},
  permissions: [],
  probes: [],
  scope: { allEndpoints: false, endpoints: [], streaming: true, lineage: true, deniedEndpoints: [], ...scope },
});

let account: LocalAccount;
const runs: HandlerRun[] = [];

async function verify(allow: readonly Statement[], scope: Partial<Scope>, event: object = {}) {
  const { environment } = await account.connect({ allow, sagemaker: section(scope) });
  const token = await account.issuer.token({ subject: 'workspace:acme' });
  const run = await runHandler(environment, { action: 'test-connection', webIdentityToken: token, ...event });
  runs.push(run);
  return run.report;
}

beforeAll(async () => {
  account = await LocalAccount.start();
  const { aws } = account;
  await createEndpoint(aws, { name: 'Churn' });
  await createEndpoint(aws, { name: 'faulty', model: 'broken' });
  await createEndpoint(aws, { name: 'many', multiModel: true });
  await createEndpoint(aws, { name: 'parts', components: ['Part-A', 'part-b'] });
  await createEndpoint(aws, { name: 'starting', status: 'Creating' });
  await createEndpoint(aws, { name: 'updating', status: 'Updating' });
  await createEndpoint(aws, { name: 'failed', status: 'Failed' });
  await createEndpoint(aws, { name: 'mixed', status: 'UpdateRollbackFailed' });
  await createEndpoint(aws, { name: 'leaving', status: 'Deleting' });
  await new SageMakerClient(aws.clientConfig()).send(new DeleteModelCommand({ ModelName: 'mixed-model' }));
}, 60_000);
afterAll(async () => account?.stop());

test('an endpoint is listed, described, invoked and streamed, and others are refused', async () => {
  const report = await verify([LISTS, use('churn')], { ...named({ name: 'Churn', testRequest: TEST_REQUEST }), deniedEndpoints: ['faulty'] });
  expect(report.integrations).toEqual([{ integration: 'sagemaker', status: 'pass', message: FOUND }]);
  expect(shortly(report).filter((line) => line.startsWith('sagemaker'))).toEqual([
    'sagemaker.list-endpoints | account 123456789012 | pass OK',
    'sagemaker.describe-endpoint | Churn | pass OK',
    'sagemaker.invoke-endpoint | Churn | pass OK',
    'sagemaker.stream-endpoint | Churn | pass OK',
    'sagemaker.denied-endpoint | an endpoint that is not listed | pass OK',
    'sagemaker.denied-endpoint | faulty | pass OK',
  ]);
  expect(report.checks.find(({ id }) => id === 'sagemaker.stream-endpoint')?.detail).toEqual({ bytes: SECRET.length, parts: 2, contentType: 'text/plain' });
});

const DENIED = { InvokeEndpoint: 'sagemaker.invoke-endpoint', stream: 'sagemaker.stream-endpoint' };
const limited = (...models: readonly string[]): readonly Statement[] => [
  LISTS, { Action: 'sagemaker:DescribeEndpoint', Resource: arn('many') },
  { Action: 'sagemaker:InvokeEndpoint', Resource: arn('many'), Condition: { StringLike: { 'sagemaker:TargetModel': models } } },
];
const useParts = (...names: readonly string[]): Statement => ({ Action: ['sagemaker:DescribeInferenceComponent', 'sagemaker:InvokeEndpoint', STREAM], Resource: names.map((name) => arn(name, 'inference-component')) });

test.each<[string, readonly Statement[], Partial<Scope>, string, string, readonly string[]]>([
  ['without a payload the model is not bothered, and the role is known to be let in', [LISTS, use('churn')], named({ name: 'Churn' }), 'pass', FOUND, [
    `${DENIED.InvokeEndpoint} | Churn | skipped SAGEMAKER_NO_TEST_REQUEST`, `${DENIED.stream} | Churn | skipped SAGEMAKER_NO_TEST_REQUEST`,
  ]],
  ['without a payload a missing permission is found all the same', [LISTS, { Action: 'sagemaker:DescribeEndpoint', Resource: arn('churn') }], named({ name: 'Churn' }), 'fail', "Access denied on invoking endpoint 'Churn'", [
    `${DENIED.InvokeEndpoint} | Churn | fail SAGEMAKER_INVOKE_DENIED`, `${DENIED.stream} | Churn | fail SAGEMAKER_INVOKE_DENIED`,
  ]],
  ['nothing is allowed at all, so that no refusal proves anything', [], named({ name: 'Churn' }), 'fail', 'Access denied on listing the endpoints of the account and region', [
    'sagemaker.list-endpoints | account 123456789012 | fail SAGEMAKER_LIST_DENIED', 'sagemaker.describe-endpoint | Churn | fail SAGEMAKER_DESCRIBE_DENIED',
    `${DENIED.InvokeEndpoint} | Churn | fail SAGEMAKER_INVOKE_DENIED`, `${DENIED.stream} | Churn | fail SAGEMAKER_INVOKE_DENIED`,
    'sagemaker.denied-endpoint | an endpoint that is not listed | skipped DENIAL_NOT_PROVEN',
  ]],
  ['the ARN of the guide, in the case of the name, lets nobody in', [LISTS, use('Churn')], named({ name: 'Churn', testRequest: TEST_REQUEST }), 'fail', "Access denied on describing endpoint 'Churn'", [
    'sagemaker.describe-endpoint | Churn | fail SAGEMAKER_DESCRIBE_DENIED', `${DENIED.InvokeEndpoint} | Churn | fail SAGEMAKER_INVOKE_DENIED`, `${DENIED.stream} | Churn | fail SAGEMAKER_INVOKE_DENIED`,
  ]],
  ['a name in the wrong case is told, and the right one is called', [LISTS, use('churn')], named({ name: 'churn', testRequest: TEST_REQUEST }), 'warn', FOUND, [
    'sagemaker.describe-endpoint | Churn | warn SAGEMAKER_ENDPOINT_NAME_CASE',
  ]],
  ['there is no such endpoint', [LISTS, use('chrun')], named({ name: 'chrun', testRequest: TEST_REQUEST }), 'fail', "There is no endpoint 'chrun' in region us-east-1", [
    'sagemaker.describe-endpoint | chrun | fail SAGEMAKER_NO_SUCH_ENDPOINT', `${DENIED.InvokeEndpoint} | chrun | fail SAGEMAKER_INVOCATION_INVALID`, `${DENIED.stream} | chrun | fail SAGEMAKER_INVOCATION_INVALID`,
  ]],
  ['the statuses are told apart', [LISTS, use('*')], { ...named({ name: 'starting' }, { name: 'updating', testRequest: TEST_REQUEST }, { name: 'failed' }, { name: 'mixed' }, { name: 'leaving' }), allEndpoints: false }, 'fail',
    "Endpoint 'failed' has failed: The container did not pass the ping health check.", [
      'sagemaker.describe-endpoint | starting | warn SAGEMAKER_ENDPOINT_CREATING', 'sagemaker.describe-endpoint | updating | warn SAGEMAKER_ENDPOINT_CHANGING',
      'sagemaker.describe-endpoint | failed | fail SAGEMAKER_ENDPOINT_FAILED', 'sagemaker.describe-endpoint | mixed | warn SAGEMAKER_ENDPOINT_MIXED',
      'sagemaker.describe-endpoint | leaving | fail SAGEMAKER_ENDPOINT_OUT_OF_SERVICE',
      `${DENIED.InvokeEndpoint} | mixed | skipped SAGEMAKER_NO_TEST_REQUEST`, `${DENIED.stream} | mixed | skipped SAGEMAKER_NO_TEST_REQUEST`,
      'sagemaker.denied-endpoint | an endpoint that is not listed | fail SAGEMAKER_ENDPOINT_NOT_REFUSED', 'sagemaker.denied-endpoint | an endpoint that is not listed | fail SAGEMAKER_ENDPOINT_NOT_REFUSED',
    ]],
  ['a model that does not understand the payload', [LISTS, use('faulty')], named({ name: 'faulty', testRequest: TEST_REQUEST }), 'fail', "The model of endpoint 'faulty' answers the given payload with status 400", [
    `${DENIED.InvokeEndpoint} | faulty | fail SAGEMAKER_MODEL_ERROR`, `${DENIED.stream} | faulty | fail SAGEMAKER_MODEL_ERROR`,
  ]],
  ['a denied endpoint is open', [LISTS, use('churn', 'faulty')], { ...named({ name: 'Churn', testRequest: TEST_REQUEST }), deniedEndpoints: ['faulty'] }, 'fail', "The role can describe endpoint 'faulty', although it must be refused", [
    'sagemaker.denied-endpoint | faulty | fail SAGEMAKER_ENDPOINT_NOT_REFUSED', 'sagemaker.denied-endpoint | faulty | fail SAGEMAKER_ENDPOINT_NOT_REFUSED',
  ]],
  ['inference components', [LISTS, use('parts'), useParts('part-a', 'part-b')], named({ name: 'parts', inferenceComponents: ['Part-A', 'part-b'], testRequest: TEST_REQUEST }), 'pass', FOUND, []],
  ['an inference component that is not granted, and one that is not there', [LISTS, use('parts'), useParts('part-b', 'part-c')], named({ name: 'parts', inferenceComponents: ['Part-A', 'part-c'], testRequest: TEST_REQUEST }), 'fail', "Access denied on describing inference component 'Part-A'", [
    'sagemaker.describe-component | parts/Part-A | fail SAGEMAKER_DESCRIBE_DENIED', 'sagemaker.describe-component | parts/part-c | fail SAGEMAKER_NO_SUCH_COMPONENT',
    `${DENIED.InvokeEndpoint} | parts/Part-A | fail SAGEMAKER_INVOKE_DENIED`, `${DENIED.InvokeEndpoint} | parts/part-c | fail SAGEMAKER_INVOCATION_INVALID`,
    `${DENIED.stream} | parts/Part-A | fail SAGEMAKER_INVOKE_DENIED`, `${DENIED.stream} | parts/part-c | fail SAGEMAKER_INVOCATION_INVALID`,
  ]],
  ['target models hold', limited('a/x.tar.gz', 'b/*'), named({ name: 'many', targetModels: ['a/x.tar.gz', 'b/*'], testRequest: TEST_REQUEST }), 'pass', FOUND, [`${DENIED.InvokeEndpoint} | many/b/ | skipped SAGEMAKER_NO_TEST_REQUEST`]],
  ['target models do not hold', [LISTS, use('many')], named({ name: 'many', targetModels: ['a/x.tar.gz'], testRequest: TEST_REQUEST }), 'fail', "The role can invoke a model of endpoint 'many' that is not one of the allowed target models", [
    'sagemaker.denied-target-model | many | fail SAGEMAKER_TARGET_MODEL_NOT_REFUSED', 'sagemaker.streaming-denied | many | fail SAGEMAKER_STREAM_NOT_REFUSED',
  ]],
  ['streaming is off and open', [LISTS, use('churn')], { ...named({ name: 'Churn', testRequest: TEST_REQUEST }), streaming: false }, 'fail', "The role can get a stream from endpoint 'Churn', although it must be refused", [
    'sagemaker.streaming-denied | Churn | fail SAGEMAKER_STREAM_NOT_REFUSED',
  ]],
  ['streaming is off and refused', [LISTS, { Action: ['sagemaker:DescribeEndpoint', 'sagemaker:InvokeEndpoint'], Resource: arn('churn') }], { ...named({ name: 'Churn', testRequest: TEST_REQUEST }), streaming: false }, 'pass', FOUND, []],
  ['streaming is on and not granted', [LISTS, { Action: ['sagemaker:DescribeEndpoint', 'sagemaker:InvokeEndpoint'], Resource: arn('churn') }], named({ name: 'Churn', testRequest: TEST_REQUEST }), 'fail', "Access denied on invoking endpoint 'Churn'", [
    `${DENIED.stream} | Churn | fail SAGEMAKER_INVOKE_DENIED`,
  ]],
])('%s', async (_name, allow, scope, status, message, expected) => {
  const report = await verify(allow, scope);
  expect(problems(report)).toEqual(expected);
  expect(report.integrations).toEqual([{ integration: 'sagemaker', status, message }]);
});

test('of all endpoints some are looked at, and it is said how many were not', async () => {
  const report = await verify([LISTS, use('*'), useParts('*')], { allEndpoints: true }, { limits: { places: 2 } });
  expect(problems(report)).toEqual([
    'sagemaker.describe-endpoint | more endpoints | warn SAGEMAKER_ENDPOINTS_LEFT',
    ...[DENIED.InvokeEndpoint, DENIED.stream].flatMap((id) => [`${id} | Churn | skipped SAGEMAKER_NO_TEST_REQUEST`, `${id} | faulty | skipped SAGEMAKER_NO_TEST_REQUEST`]),
  ]);
  expect(report.integrations[0].message).toBe(FOUND);
});

test('an account without endpoints has nothing to find', async () => {
  const empty = await LocalAccount.start();
  try {
    const { environment } = await empty.connect({ allow: [LISTS], sagemaker: section({ allEndpoints: true }) });
    const { report } = await runHandler(environment, { action: 'test-connection' });
    expect([report.status, report.message]).toEqual(['nothing-found', 'Nothing was found: There is no SageMaker endpoint in region us-east-1.']);
  } finally {
    await empty.stop();
  }
});

describe('a payload of the event', () => {
  test('takes the place of the one in the document, and one that fits nowhere is told', async () => {
    const report = await verify([LISTS, use('churn')], named({ name: 'Churn', testRequest: TEST_REQUEST }), {
      sageMakerRequests: { Churn: { body: Buffer.from(OTHER_SECRET).toString('base64'), base64: true, contentType: 'image/png' }, chrun: { body: OTHER_SECRET } },
    });
    expect(report.checks.find(({ id }) => id === 'sagemaker.invoke-endpoint')?.detail).toEqual({ bytes: OTHER_SECRET.length, contentType: 'image/png' });
    expect(problems(report)).toEqual(['sagemaker.invoke-endpoint | chrun | warn SAGEMAKER_REQUEST_UNUSED']);
  });

  test('names the model of a multi-model endpoint', async () => {
    const report = await verify(limited('b/*'), named({ name: 'many', targetModels: ['b/*'] }), { sageMakerRequests: { many: { body: OTHER_SECRET, targetModel: 'b/y.tar.gz' } } });
    expect(problems(report)).toEqual([]);
    expect(shortly(report)).toContain('sagemaker.invoke-endpoint | many/b/y.tar.gz | pass OK');
  });
});

describe('an import', () => {
  test.each<[string, readonly Statement[], Partial<Scope>, string, string, readonly string[]]>([
    ['follows an endpoint to its models', [LISTS, use('churn'), LINEAGE], named({ name: 'Churn' }), 'pass', 'Import possible: 1 endpoint(s) that serve 1 model(s).', []],
    ['follows inference components', [LISTS, use('parts'), useParts('part-a'), LINEAGE], named({ name: 'parts', inferenceComponents: ['Part-A'] }), 'pass', 'Import possible: 1 endpoint(s) that serve 1 model(s).', []],
    ['tells a model that is gone', [LISTS, use('mixed'), LINEAGE], named({ name: 'mixed' }), 'warn', 'Import possible: 1 endpoint(s) that serve 0 model(s).', ['sagemaker.describe-lineage | mixed | warn SAGEMAKER_MODEL_GONE']],
    ['without the configuration', [LISTS, use('churn')], named({ name: 'Churn' }), 'fail', "Access denied on describing endpoint configuration 'Churn-config'", ['sagemaker.describe-lineage | Churn | fail SAGEMAKER_DESCRIBE_DENIED']],
    ['without the model', [LISTS, use('churn'), { ...LINEAGE, Resource: arn('*', 'endpoint-config') }], named({ name: 'Churn' }), 'fail', "Access denied on describing model 'Churn-model'", ['sagemaker.describe-lineage | Churn | fail SAGEMAKER_DESCRIBE_DENIED']],
    ['without the lists', [use('churn'), LINEAGE], named({ name: 'Churn' }), 'fail', 'Access denied on listing the models of the account and region', [
      'sagemaker.list-lineage | models | fail SAGEMAKER_LIST_DENIED', 'sagemaker.list-lineage | training jobs | fail SAGEMAKER_LIST_DENIED',
    ]],
    ['of a connection without lineage', [LISTS, use('churn')], { ...named({ name: 'Churn' }), lineage: false }, 'pass', 'Nothing to import: the connection has lineage switched off.', []],
  ])('%s', async (_name, allow, scope, status, message, expected) => {
    const report = await verify(allow, scope, { action: 'import' });
    expect(problems(report)).toEqual(expected);
    expect(report.integrations).toEqual([{ integration: 'sagemaker', status, message }]);
  });
});

test('no payload and no answer stands in a report or a log', async () => {
  const written = [JSON.stringify(runs), await account.aws.logs()].join('\n');
  expect(runs.length).toBeGreaterThan(25);
  expect([SECRET, OTHER_SECRET, Buffer.from(OTHER_SECRET).toString('base64')].filter((secret) => written.includes(secret))).toEqual([]);
});
