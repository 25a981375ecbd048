import { ConverseCommand, ConverseStreamCommand, InvokeModelCommand, type ConverseCommandInput, type TokenUsage } from '@aws-sdk/client-bedrock-runtime';
import type { BedrockContext } from './bedrock-context';

/** A model and where it is called. */
export interface Invocation {
  readonly call: string;
  readonly region: string;
  /** Leaves out the guardrail that the connection requires. */
  readonly withoutGuardrail?: boolean;
}

/** The smallest real request: one word, one token. Neither prompt nor answer is reported. */
function inputOf({ section }: BedrockContext, { call, withoutGuardrail }: Invocation): ConverseCommandInput {
  const { guardrail } = section.scope;
  return {
    modelId: call,
    messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
    inferenceConfig: { maxTokens: 1 },
    // Where any numbered version will do, the first is as good as another.
    ...(guardrail && !withoutGuardrail && { guardrailConfig: { guardrailIdentifier: guardrail.arn, guardrailVersion: guardrail.version ?? '1' } }),
  };
}

export async function converse(context: BedrockContext, invocation: Invocation, abortSignal: AbortSignal): Promise<TokenUsage | undefined> {
  return (await context.runtimeIn(invocation.region).send(new ConverseCommand(inputOf(context, invocation)), { abortSignal })).usage;
}

/**
 * The smallest request of the models that do not converse, as far as one costs next to nothing: embeddings, but no pictures.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
 */
const SMALLEST: readonly (readonly [RegExp, object])[] = [
  [/^amazon\.titan-embed-text-/, { inputText: 'Hi' }],
  [/^cohere\.embed-/, { texts: ['Hi'], input_type: 'search_query' }],
];

/** The body of the smallest request to a model that does not converse, or nothing when there is none that costs little. */
export function smallestBody(foundationModel: string | undefined): string | undefined {
  const body = SMALLEST.find(([ids]) => ids.test(foundationModel ?? ''))?.[1];
  return body && JSON.stringify(body);
}

export async function invokeNatively(
  { runtimeIn, section }: BedrockContext, { call, region }: Invocation, body: string, abortSignal: AbortSignal,
): Promise<void> {
  const { guardrail } = section.scope;
  await runtimeIn(region).send(new InvokeModelCommand({
    modelId: call,
    body,
    contentType: 'application/json',
    ...(guardrail && { guardrailIdentifier: guardrail.arn, guardrailVersion: guardrail.version ?? '1' }),
  }), { abortSignal });
}

/** Reads the stream to its end, because what goes wrong can come in the stream. */
export async function converseStream(context: BedrockContext, invocation: Invocation, abortSignal: AbortSignal): Promise<number> {
  const { stream = [] } = await context.runtimeIn(invocation.region).send(new ConverseStreamCommand(inputOf(context, invocation)), { abortSignal });
  let events = 0;
  for await (const _event of stream) events += 1;
  return events;
}
