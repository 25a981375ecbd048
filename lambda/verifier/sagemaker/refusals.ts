import { randomUUID } from 'node:crypto';
import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, InvokeEndpointWithResponseStreamCommand } from '@aws-sdk/client-sagemaker-runtime';
import { callWithoutEffect, type Invocation } from './invocation';
import { isLetIn } from './invocation-failure';
import type { SageMakerContext } from './sagemaker-context';
import type { Send } from '../calls/calls';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

/** A refusal comes before anything else is looked at, so neither need the endpoint exist nor does a model see the call. */
async function isRefused({ calls }: SageMakerContext, send: Send<unknown>): Promise<boolean> {
  try {
    return (await calls.isRefused(send)).refused;
  } catch (error) {
    if (isLetIn(error)) return false;
    throw error;
  }
}

const invoking = ({ runtime }: SageMakerContext, invocation: Invocation): Send<unknown> => async (abortSignal) => (
  runtime.send(new InvokeEndpointCommand(callWithoutEffect(invocation)), { abortSignal })
);
const streaming = ({ runtime }: SageMakerContext, endpoint: string): Send<unknown> => async (abortSignal) => (
  runtime.send(new InvokeEndpointWithResponseStreamCommand(callWithoutEffect({ endpoint })), { abortSignal })
);
const describing = ({ control }: SageMakerContext, EndpointName: string): Send<unknown> => async (abortSignal) => (
  control.send(new DescribeEndpointCommand({ EndpointName }), { abortSignal })
);

/** A name that nobody has stands for every endpoint that is not listed. */
export function deniedEndpointProbe(context: SageMakerContext): Probe {
  const { scope } = context.section;
  const provenBy = [{ probe: 'sagemaker.describe-endpoint' }, { probe: 'sagemaker.list-endpoints' }];
  const unlisted = { name: 'an endpoint that is not listed', check: async () => tryEndpoint(context, `not-listed-${randomUUID()}`, 'an endpoint that is not listed'), provenBy };
  const denied = scope.deniedEndpoints.map((name) => ({ name, check: async () => tryEndpoint(context, name, `endpoint '${name}'`), provenBy }));
  return { id: 'sagemaker.denied-endpoint', integration: 'sagemaker', expects: 'denied', targets: scope.allEndpoints ? [] : [unlisted, ...denied] };
}

async function tryEndpoint(context: SageMakerContext, name: string, endpoint: string): Promise<Finding | readonly Finding[]> {
  const [describe, invoke] = await Promise.all([
    isRefused(context, describing(context, name)),
    isRefused(context, invoking(context, { endpoint: name })),
  ]);
  const open = [...(describe ? [] : ['describe']), ...(invoke ? [] : ['invoke'])];
  return open.length === 0
    ? passed(`Describing and invoking ${endpoint} are refused, as they must be`)
    : open.map((what) => found('SAGEMAKER_ENDPOINT_NOT_REFUSED', { what, endpoint }));
}

export function deniedTargetModelProbe(context: SageMakerContext): Probe {
  const targets = async (): Promise<readonly ProbeTarget[]> => (await context.endpoints()).endpoints.flatMap(({ name, targetModels }) => (
    targetModels ? [{ name, check: async () => tryTargetModel(context, name, foreignModel(targetModels)), provenBy: [{ probe: 'sagemaker.describe-endpoint', target: name }] }] : []
  ));
  return { id: 'sagemaker.denied-target-model', integration: 'sagemaker', expects: 'denied', targets };
}

async function tryTargetModel(context: SageMakerContext, endpoint: string, targetModel: string | undefined): Promise<Finding> {
  if (targetModel === undefined) return found('NOT_APPLICABLE', { reason: 'the allowed target models leave no name out' });
  return await isRefused(context, invoking(context, { endpoint, targetModel }))
    ? passed(`Other models of endpoint '${endpoint}' are refused, as they must be`)
    : found('SAGEMAKER_TARGET_MODEL_NOT_REFUSED', { endpoint });
}

/** A model that none of the allowed patterns covers, as far as there is one. */
export function foreignModel(patterns: readonly string[], random: () => string = randomUUID): string | undefined {
  const covers = patterns.map(patternOf);
  return [`${random()}.tar.gz`, random(), random().replaceAll('-', '')].find((candidate) => !covers.some((pattern) => pattern.test(candidate)));
}

/** IAM's own wildcards. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function patternOf(pattern: string): RegExp {
  const literal = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`, 's');
}

export function streamingDeniedProbe(context: SageMakerContext): Probe {
  const targets = async (): Promise<readonly ProbeTarget[]> => (await context.endpoints()).endpoints
    .filter(({ targetModels }) => targetModels || !context.section.scope.streaming)
    .map(({ name }) => ({ name, check: async () => tryStreaming(context, name), provenBy: [{ probe: 'sagemaker.describe-endpoint', target: name }] }));
  return { id: 'sagemaker.streaming-denied', integration: 'sagemaker', expects: 'denied', targets };
}

async function tryStreaming(context: SageMakerContext, endpoint: string): Promise<Finding> {
  return await isRefused(context, streaming(context, endpoint))
    ? passed(`A stream from endpoint '${endpoint}' is refused, as it must be`)
    : found('SAGEMAKER_STREAM_NOT_REFUSED', { endpoint });
}
