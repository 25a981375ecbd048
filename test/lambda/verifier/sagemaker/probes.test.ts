import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { Probe } from '../../../../lambda/verifier/probes/probe';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import type { AllowedEndpoint } from '../../../../lambda/verifier/sagemaker/allowed-endpoints';
import { describeComponentProbe } from '../../../../lambda/verifier/sagemaker/component-probes';
import { describeEndpoint, describeEndpointProbe } from '../../../../lambda/verifier/sagemaker/describe-endpoint';
import { invokeProbe } from '../../../../lambda/verifier/sagemaker/invoke-probes';
import { deniedEndpointProbe, deniedTargetModelProbe, streamingDeniedProbe } from '../../../../lambda/verifier/sagemaker/refusals';
import type { SageMakerContext } from '../../../../lambda/verifier/sagemaker/sagemaker-context';
import { type Answer, clientOf, refusal, startFailingService } from '../../aws/failing-service';

const ENDPOINT: AllowedEndpoint = { name: 'churn', given: 'churn', inferenceComponents: [], request: { body: Buffer.from('{}'), contentType: 'application/json' } };
const SERVING: Answer = { status: 200, body: { EndpointStatus: 'InService' } };

interface Answers { readonly control?: Answer; readonly runtime?: Answer; readonly endpoint?: Partial<AllowedEndpoint>; readonly requests?: object }

/** What a probe finds where SageMaker answers like this, when the checks that prove a refusal have passed. */
async function codes(
  probeOf: (context: SageMakerContext) => Probe, { control = SERVING, runtime = SERVING, endpoint = {}, requests = {} }: Answers,
): Promise<readonly string[]> {
  const service = await startFailingService((request) => (request.includes('/invocations') ? runtime : control));
  const deadline = startDeadline(10_000);
  const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 });
  const clients = { control: new SageMakerClient(clientOf(service)), runtime: new SageMakerRuntimeClient(clientOf(service)) };
  const context = {
    calls,
    ...clients,
    endpoints: async () => ({ endpoints: [{ ...ENDPOINT, ...endpoint }], left: 0 }),
    describe: async (name: string) => describeEndpoint({ calls, control: clients.control }, name),
    document: { region: 'us-east-1' },
    section: { scope: { allEndpoints: false, endpoints: [], streaming: false, lineage: true, deniedEndpoints: ['secret'] } },
    sageMakerRequests: requests,
  } as unknown as SageMakerContext;
  const proof: Probe = { id: 'sagemaker.describe-endpoint', expects: 'allowed', targets: [{ name: 'churn', check: async () => ({ code: 'OK', values: { message: '' } }) }] };
  const probe = probeOf(context);
  try {
    const checks = await runProbes([...(probe.id === proof.id ? [] : [proof]), probe], { region: 'us-east-1', callSeconds: 5, onDefect: () => undefined });
    return checks.filter(({ id }) => id === probe.id).map(({ code }) => code);
  } finally {
    Object.values(clients).forEach((client) => client.destroy());
    deadline.clear();
    await service.stop();
  }
}

const DENIED = refusal('User: x is not authorized to perform: sagemaker:x on resource: y', 'AccessDeniedException', 400);
const NOT_FOUND = refusal('Could not find endpoint "x".', 'ValidationException', 400);
const INVALID = refusal('Variant no-such-variant not found', 'ValidationError', 400);
const FAULT = refusal('oops', 'InternalFailure', 500);
const NOT_REFUSED = 'SAGEMAKER_ENDPOINT_NOT_REFUSED';

// Both an endpoint that is named as denied and one that nobody has.
test.each<[string, Answers, string[]]>([
  ['are refused', { control: DENIED, runtime: DENIED }, ['OK']],
  ['let in who describes', { control: NOT_FOUND, runtime: DENIED }, [NOT_REFUSED]],
  ['are described', { control: SERVING, runtime: DENIED }, [NOT_REFUSED]],
  ['let in who invokes', { control: DENIED, runtime: INVALID }, [NOT_REFUSED]],
  ['let in who invokes what has a fault', { control: DENIED, runtime: refusal('x', 'ModelError', 424) }, [NOT_REFUSED]],
  ['let in who invokes what is not ready', { control: DENIED, runtime: refusal('x', 'ModelNotReadyException', 429) }, [NOT_REFUSED]],
  ['answer', { control: DENIED, runtime: SERVING }, [NOT_REFUSED]],
  ['are open both ways', { control: NOT_FOUND, runtime: INVALID }, [NOT_REFUSED, NOT_REFUSED]],
  ['meet a fault', { control: DENIED, runtime: FAULT }, ['DENIAL_INCONCLUSIVE']],
  ['meet a fault where they are described', { control: FAULT, runtime: DENIED }, ['DENIAL_INCONCLUSIVE']],
])('endpoints that must be refused %s', async (_, answers, expected) => {
  expect(await codes(deniedEndpointProbe, answers)).toEqual([...expected, ...expected]);
});

test.each<[string, Answers, string[]]>([
  ['is refused', { runtime: DENIED, endpoint: { targetModels: ['a.tar.gz'] } }, ['OK']],
  ['is let in', { runtime: INVALID, endpoint: { targetModels: ['a.tar.gz'] } }, ['SAGEMAKER_TARGET_MODEL_NOT_REFUSED']],
  ['is lost', { runtime: FAULT, endpoint: { targetModels: ['a.tar.gz'] } }, ['DENIAL_INCONCLUSIVE']],
  ['is none where all are allowed', { endpoint: { targetModels: ['*?'] } }, ['NOT_APPLICABLE']],
  ['is not asked for where models are not limited', {}, []],
])('another target model %s', async (_, answers, expected) => {
  expect(await codes(deniedTargetModelProbe, answers)).toEqual(expected);
});

test.each<[string, Answer, string]>([['is refused', DENIED, 'OK'], ['is let in', INVALID, 'SAGEMAKER_STREAM_NOT_REFUSED'], ['is lost', FAULT, 'DENIAL_INCONCLUSIVE']])('a stream that must be refused %s', async (_, runtime, code) => {
  expect(await codes(streamingDeniedProbe, { runtime })).toEqual([code]);
});

test.each<[string, Answer, string]>([
  ['is in service', SERVING, 'OK'],
  ['is not there', NOT_FOUND, 'SAGEMAKER_NO_SUCH_ENDPOINT'],
  ['may not be described', DENIED, 'SAGEMAKER_DESCRIBE_DENIED'],
  ['is asked for wrongly', refusal('1 validation error detected', 'ValidationException', 400), 'AWS_ERROR'],
  ['meets a fault', FAULT, 'AWS_ERROR'],
])('an endpoint that %s', async (_, control, code) => {
  expect(await codes(describeEndpointProbe, { control })).toEqual([code]);
});

test.each<[string, Answer, string]>([
  ['is in service', { status: 200, body: { EndpointName: 'Churn', InferenceComponentStatus: 'InService' } }, 'OK'],
  ['is of another endpoint', { status: 200, body: { EndpointName: 'other', InferenceComponentStatus: 'InService' } }, 'SAGEMAKER_NO_SUCH_COMPONENT'],
  ['has failed', { status: 200, body: { EndpointName: 'churn', InferenceComponentStatus: 'Failed' } }, 'SAGEMAKER_COMPONENT_NOT_IN_SERVICE'],
  ['has no status', { status: 200, body: { EndpointName: 'churn' } }, 'SAGEMAKER_COMPONENT_NOT_IN_SERVICE'],
  ['is not there', refusal('Could not find inference component', 'ValidationException', 400), 'SAGEMAKER_NO_SUCH_COMPONENT'],
  ['may not be described', DENIED, 'SAGEMAKER_DESCRIBE_DENIED'],
  ['meets a fault', FAULT, 'AWS_ERROR'],
])('a component that %s', async (_, control, code) => {
  expect(await codes(describeComponentProbe, { control, endpoint: { inferenceComponents: ['part'] } })).toEqual([code]);
});

describe('an invocation', () => {
  test.each<[string, Answers, string[]]>([
    ['is answered', { runtime: { status: 200, body: { score: 1 } } }, ['OK']],
    ['is answered with nothing', { runtime: { status: 200, body: '' } }, ['SAGEMAKER_EMPTY_ANSWER']],
    ['is refused', { runtime: DENIED }, ['SAGEMAKER_INVOKE_DENIED']],
    ['meets a fault', { runtime: FAULT }, ['AWS_ERROR']],
    ['is not tried where the endpoint is not in service', { control: { status: 200, body: { EndpointStatus: 'Failed' } } }, ['NOT_APPLICABLE']],
    ['is tried where the endpoint may not be described', { control: DENIED, runtime: { status: 200, body: { score: 1 } } }, ['OK']],
    ['without a request is let in', { runtime: INVALID, endpoint: { request: undefined as never } }, ['SAGEMAKER_NO_TEST_REQUEST']],
    ['without a request is refused', { runtime: DENIED, endpoint: { request: undefined as never } }, ['SAGEMAKER_INVOKE_DENIED']],
    ['without a request meets a fault', { runtime: FAULT, endpoint: { request: undefined as never } }, ['AWS_ERROR']],
    ['of an endpoint that is not there is told', { runtime: { status: 200, body: { score: 1 } }, requests: { CHURN: {}, other: {} } }, ['OK', 'SAGEMAKER_REQUEST_UNUSED']],
  ])('%s', async (_, answers, expected) => {
    expect(await codes(invokeProbe, answers)).toEqual(expected);
  });
});
