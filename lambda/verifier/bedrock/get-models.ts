import { GetCustomModelCommand } from '@aws-sdk/client-bedrock';
import type { BedrockContext } from './bedrock-context';
import { describe } from './describe';
import { listCustomModels } from './list-models';
import { findingOfModelFailure } from './model-failure';
import { modelTargets, type ModelTarget } from './model-targets';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

async function getModel({ calls, controlIn }: BedrockContext, { entry, region }: ModelTarget): Promise<Finding> {
  const model = entry.call;
  try {
    const { notReady, destinations } = await calls.mustWork((signal) => describe(entry, controlIn(region), signal));
    if (notReady !== undefined) return found('BEDROCK_MODEL_NOT_READY', { model, status: notReady });
    const granted = entry.destinationRegions && new Set([region, ...entry.destinationRegions]);
    const missing = granted ? (destinations ?? []).filter((destination) => !granted.has(destination)) : [];
    if (missing.length > 0) return found('BEDROCK_DESTINATION_NOT_GRANTED', { model, destinations: missing.join(', ') }, { destinations });
    return passed(`'${model}' is there`, destinations && { destinations });
  } catch (error) {
    const finding = findingOfModelFailure(failureOf(error), { model, region });
    if (finding) return finding;
    throw error;
  }
}

export function getModelProbe(context: BedrockContext): Probe {
  return {
    id: 'bedrock.get-model',
    integration: 'bedrock',
    expects: 'allowed',
    targets: modelTargets(context.section.scope.models).map((target) => ({ name: target.name, check: async () => getModel(context, target) })),
  };
}

export function getCustomModelProbe(context: BedrockContext): Probe {
  const { calls, controlIn, document: { region } } = context;
  const check = async (): Promise<Finding> => {
    const [first] = await listCustomModels(context);
    if (first?.modelArn === undefined) return found('NOT_APPLICABLE', { reason: 'there is no custom model to look at' });
    await calls.mustWork((abortSignal) => controlIn(region).send(new GetCustomModelCommand({ modelIdentifier: first.modelArn }), { abortSignal }));
    return passed('The details of a custom model can be read');
  };
  return { id: 'bedrock.get-custom-model', integration: 'bedrock', expects: 'allowed', targets: [{ name: region, check }] };
}
