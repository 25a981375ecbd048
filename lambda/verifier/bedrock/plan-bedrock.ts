import { createBedrockClients, type BedrockContext } from './bedrock-context';
import { getCustomModelProbe, getModelProbe } from './get-models';
import { invokeProbe, streamProbe } from './invoke';
import { listModelsProbe, listProfilesProbe } from './list-models';
import { deniedModelProbe, deniedRegionProbe, streamDeniedProbe, withoutGuardrailProbe } from './refusals';
import type { BedrockSection } from '../../../src/document/connection-document-v1';
import type { Check } from '../../../src/verification/verification-report-v1';
import { fillIn } from '../codes/code';
import type { IntegrationContext, IntegrationPlan, Outcome } from '../integrations/integration-plan';
import type { Probe } from '../probes/probe';

export function planBedrock(section: BedrockSection, context: IntegrationContext): IntegrationPlan {
  if (context.action === 'import') return nothingToImport(section);
  const { controlIn, runtimeIn, close } = createBedrockClients(context);
  const bedrock: BedrockContext = { ...context, section, controlIn, runtimeIn };
  return { integration: 'bedrock', displayName: section.displayName, probes: probesOf(bedrock), outcome: (checks) => outcomeOf(section, checks), close };
}

/** Models stay where they are; a report that said nothing of them would look as if they had been imported. */
function nothingToImport({ displayName }: BedrockSection): IntegrationPlan {
  const message = `${displayName} has nothing to import: the platform calls its models, which test-connection checks.`;
  return { integration: 'bedrock', displayName, probes: [], outcome: () => ({ message }), close: () => undefined };
}

function probesOf(context: BedrockContext): readonly Probe[] {
  const { allModels, regions, invoke, streaming, guardrail } = context.section.scope;
  return [
    listModelsProbe(context),
    listProfilesProbe(context),
    getCustomModelProbe(context),
    ...(allModels ? [] : [getModelProbe(context)]),
    ...(invoke ? [invokeProbe(context)] : []),
    ...(invoke && streaming ? [streamProbe(context)] : []),
    ...(allModels ? [] : [deniedModelProbe(context)]),
    ...(allModels && regions === undefined ? [] : [deniedRegionProbe(context)]),
    ...(streaming ? [] : [streamDeniedProbe(context)]),
    ...(guardrail ? [withoutGuardrailProbe(context)] : []),
  ];
}

/** The platform counts the models of the region that it can offer. */
function outcomeOf({ successMessage }: BedrockSection, checks: readonly Check[]): Outcome {
  const detail = checks.find(({ id }) => id === 'bedrock.list-models')?.detail ?? {};
  const figure = (name: string): number => (typeof detail[name] === 'number' ? detail[name] : 0);
  const figures = { foundationModels: figure('foundationModels'), customModels: figure('customModels') };
  return { found: figures.foundationModels + figures.customModels, message: fillIn(successMessage, figures) };
}
