import type { BedrockChoice } from './bedrock-grants';
import type { ModelDefinition, Place } from './model-definition';
import { callRegions } from './model-regions';
import { RESPONSE_MAPPINGS, responseFormats } from './response-mapping';
import type { BedrockModelEntry, BedrockSection } from '../../document/connection-document-v1';
import type { Platform } from '../../platform/platform';

/** A model as the platform and the verifier are told of it. */
function entryOf(model: ModelDefinition, place: Place, platform: Platform): BedrockModelEntry {
  const { type, id, destinationRegions, foundationModel } = model;
  return {
    type,
    modelId: platform._bedrockModelId(type, id),
    call: id,
    regions: [...callRegions(model, place)],
    ...(destinationRegions ? { destinationRegions: [...destinationRegions] } : {}),
    ...(foundationModel === undefined ? {} : { foundationModel }),
    responses: [...responseFormats(foundationModel)],
  };
}

/** What the verifier needs to call a model that must be refused. */
function deniedOf(model: ModelDefinition, place: Place): { call: string; region: string } {
  return { call: model.id, region: callRegions(model, place)[0] };
}

/** What the probes run against, and what to enter in the platform's forms. */
export function bedrockScope(
  choice: BedrockChoice, denied: readonly ModelDefinition[], invoke: boolean, place: Place, platform: Platform,
): BedrockSection['scope'] {
  const { models, allModels, streaming, guardrail, deniedRegions } = choice;
  const entries = models.map((model) => entryOf(model, place, platform));
  const formats = new Set(allModels ? Object.keys(RESPONSE_MAPPINGS) : entries.flatMap(({ responses }) => responses));
  return {
    allModels: allModels !== undefined,
    ...(allModels?.regions ? { regions: [...allModels.regions] } : {}),
    streaming,
    invoke,
    ...(guardrail ? { guardrail: { arn: guardrail.guardrailArn, ...(guardrail.version === undefined ? {} : { version: guardrail.version }) } } : {}),
    models: entries,
    deniedModels: denied.map((model) => deniedOf(model, place)),
    ...(deniedRegions ? { deniedRegions: [...deniedRegions] } : {}),
    responseMappings: Object.fromEntries(Object.entries(RESPONSE_MAPPINGS).filter(([format]) => formats.has(format))),
  };
}
