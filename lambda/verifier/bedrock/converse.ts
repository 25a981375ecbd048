import { ConverseCommand, ConverseStreamCommand, type ConverseCommandInput, type TokenUsage } from '@aws-sdk/client-bedrock-runtime';
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

/** Reads the stream to its end, because what goes wrong can come in the stream. */
export async function converseStream(context: BedrockContext, invocation: Invocation, abortSignal: AbortSignal): Promise<number> {
  const { stream = [] } = await context.runtimeIn(invocation.region).send(new ConverseStreamCommand(inputOf(context, invocation)), { abortSignal });
  let events = 0;
  for await (const _event of stream) events += 1;
  return events;
}
