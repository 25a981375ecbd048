import type { BedrockContext } from './bedrock-context';
import { conversable } from './candidates';
import { converse, converseStream, invokeNatively, smallestBody, type Invocation } from './converse';
import { listFoundationModels } from './list-models';
import { findingOfModelFailure } from './model-failure';
import { modelTargets } from './model-targets';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

export interface NamedInvocation extends Invocation {
  readonly name: string;
}

/** What the connection may converse with; of all models, one stands for the others. */
export async function grantedInvocations(context: BedrockContext): Promise<readonly NamedInvocation[]> {
  const { section: { scope }, document } = context;
  if (!scope.allModels) {
    const conversing = modelTargets(scope.models).filter(({ entry }) => entry.responses.length > 0);
    return conversing.map(({ name, entry, region }) => ({ name, call: entry.call, region }));
  }
  if (scope.regions && !scope.regions.includes(document.region)) return [];
  const [call] = conversable(await listFoundationModels(context));
  return call === undefined ? [] : [{ name: call, call, region: document.region }];
}

async function told({ call: model, region }: Invocation, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    const finding = findingOfModelFailure(failureOf(error), { model, region });
    if (finding) return finding;
    throw error;
  }
}

/** Models that do not converse: embeddings are asked for one; what is not tried is said. */
function silent(context: BedrockContext): readonly ProbeTarget[] {
  return modelTargets(context.section.scope.models).filter(({ entry }) => entry.responses.length === 0).map(({ name, entry, region }) => {
    const invocation = { call: entry.call, region };
    const body = smallestBody(entry.foundationModel);
    if (body === undefined) return { name, check: async () => found('BEDROCK_NO_CONVERSATION', { model: entry.call }) };
    const check = async (): Promise<Finding> => told(invocation, async () => {
      await context.calls.mustWork((signal) => invokeNatively(context, invocation, body, signal));
      return passed(`'${entry.call}' answers`);
    });
    return { name, check };
  });
}

export function invokeProbe(context: BedrockContext): Probe {
  const check = async (invocation: Invocation): Promise<Finding> => told(invocation, async () => {
    const usage = await context.calls.mustWork((signal) => converse(context, invocation, signal));
    return passed(`'${invocation.call}' answers`, { inputTokens: usage?.inputTokens, outputTokens: usage?.outputTokens });
  });
  return {
    id: 'bedrock.invoke',
    integration: 'bedrock',
    expects: 'allowed',
    targets: async () => [
      ...(await grantedInvocations(context)).map((invocation) => ({ name: invocation.name, check: async () => check(invocation) })),
      ...silent(context),
    ],
  };
}

/** Once: what streaming needs is the same for all models. */
export function streamProbe(context: BedrockContext): Probe {
  const check = async (invocation: Invocation): Promise<Finding> => told(invocation, async () => {
    const events = await context.calls.mustWork((signal) => converseStream(context, invocation, signal));
    return passed(`'${invocation.call}' answers as a stream`, { events });
  });
  return {
    id: 'bedrock.stream',
    integration: 'bedrock',
    expects: 'allowed',
    targets: async () => {
      const [first] = await grantedInvocations(context);
      return first === undefined ? [] : [{ name: first.name, check: async () => check(first) }];
    },
  };
}
