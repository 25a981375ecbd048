import { InvokeEndpointCommand, InvokeEndpointWithResponseStreamCommand } from '@aws-sdk/client-sagemaker-runtime';
import { isSameEndpoint } from './allowed-endpoints';
import { isServing } from './describe-endpoint';
import { callOf, callWithoutEffect, invocationsOf, nameOf, targetOf, type Invocation } from './invocation';
import { findingOfInvocation, isLetIn } from './invocation-failure';
import { readStream, StreamBroken } from './read-stream';
import type { SageMakerContext } from './sagemaker-context';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';
import type { SageMakerRequest } from '../request/sagemaker-requests';

/** One of the two calls that invoke an endpoint. */
interface Way {
  readonly action: string;
  readonly send: (call: ReturnType<typeof callOf>, signal: AbortSignal) => Promise<Answer>;
}

/** Figures only: what the model said is nobody's business here. */
interface Answer {
  readonly bytes: number;
  readonly contentType?: string;
  readonly parts?: number;
}

export function invokeProbe(context: SageMakerContext): Probe {
  const send: Way['send'] = async (call, abortSignal) => {
    const { Body, ContentType } = await context.runtime.send(new InvokeEndpointCommand(call), { abortSignal });
    return { bytes: Body?.byteLength ?? 0, ...(ContentType !== undefined && { contentType: ContentType }) };
  };
  const way = { action: 'sagemaker:InvokeEndpoint', send };
  const targets = async (): Promise<readonly ProbeTarget[]> => [
    ...await invocationTargets(context, way, () => true),
    ...await unusedRequests(context),
  ];
  return { id: 'sagemaker.invoke-endpoint', integration: 'sagemaker', expects: 'allowed', targets };
}

/** A stream takes no target model, so an endpoint that is limited to some has none. */
export function streamProbe(context: SageMakerContext): Probe {
  const send: Way['send'] = async (call, abortSignal) => {
    const { Body, ContentType } = await context.runtime.send(new InvokeEndpointWithResponseStreamCommand(call), { abortSignal });
    return { ...await readStream(Body ?? [], abortSignal), ...(ContentType !== undefined && { contentType: ContentType }) };
  };
  const way = { action: 'sagemaker:InvokeEndpointWithResponseStream', send };
  const { streaming } = context.section.scope;
  const targets = async () => (streaming ? invocationTargets(context, way, ({ targetModel }) => targetModel === undefined) : []);
  return { id: 'sagemaker.stream-endpoint', integration: 'sagemaker', expects: 'allowed', targets };
}

async function invocationTargets(context: SageMakerContext, way: Way, applies: (invocation: Invocation) => boolean): Promise<readonly ProbeTarget[]> {
  const { endpoints } = await context.endpoints();
  return endpoints.flatMap(invocationsOf).filter(applies).map((invocation) => ({
    name: targetOf(invocation),
    check: async () => invoke(context, way, invocation),
  }));
}

async function invoke(context: SageMakerContext, way: Way, invocation: Invocation): Promise<Finding> {
  const { endpoint, request } = invocation;
  // An endpoint that could not be described may still answer.
  const description = await context.describe(endpoint).catch(() => undefined);
  if (description && !isServing(description)) return found('NOT_APPLICABLE', { reason: `endpoint '${endpoint}' is not in service` });
  return request === undefined ? tryWithoutEffect(context, way, invocation) : invokeWith(context, way, invocation, request);
}

async function invokeWith({ calls }: SageMakerContext, way: Way, invocation: Invocation, request: SageMakerRequest): Promise<Finding> {
  const what = nameOf(invocation);
  try {
    const answer = await calls.mustWork(async (signal) => way.send(callOf(invocation, request), signal));
    return answer.bytes === 0 ? found('SAGEMAKER_EMPTY_ANSWER', { what: capitalized(what) }) : passed(`${capitalized(what)} answers with ${answer.bytes} byte(s)`, { ...answer });
  } catch (error) {
    if (error instanceof StreamBroken) return found('SAGEMAKER_STREAM_BROKEN', { what, endpoint: invocation.endpoint, bytes: error.bytes, name: error.reason });
    return findingOfInvocation(invocation, way.action, error);
  }
}

/** Without a payload the model is not bothered; whether the role would be let in can be told all the same. */
async function tryWithoutEffect({ calls }: SageMakerContext, way: Way, invocation: Invocation): Promise<Finding> {
  try {
    await calls.mustWork(async (signal) => way.send(callWithoutEffect(invocation), signal));
  } catch (error) {
    if (!isLetIn(error)) return findingOfInvocation(invocation, way.action, error);
  }
  return found('SAGEMAKER_NO_TEST_REQUEST', { what: nameOf(invocation) });
}

/** A request for an endpoint that is not there would otherwise be dropped without a word. */
async function unusedRequests(context: SageMakerContext): Promise<readonly ProbeTarget[]> {
  const { endpoints } = await context.endpoints();
  const unused = Object.keys(context.sageMakerRequests ?? {}).filter((name) => !endpoints.some((each) => isSameEndpoint(each.name, name)));
  return unused.map((endpoint) => ({ name: endpoint, check: async () => found('SAGEMAKER_REQUEST_UNUSED', { endpoint }) }));
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
