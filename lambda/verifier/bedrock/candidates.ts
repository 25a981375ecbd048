import type { FoundationModelSummary } from '@aws-sdk/client-bedrock';
import type { BedrockModelEntry } from '../../../src/document/connection-document-v1';

/** Text models that can be called by their own ID; AWS's own first, which need neither subscription nor form. */
export function conversable(models: readonly FoundationModelSummary[]): readonly string[] {
  const suitable = models.filter(({ inferenceTypesSupported = [], inputModalities = [], outputModalities = [], modelLifecycle }) => (
    inferenceTypesSupported.includes('ON_DEMAND') && inputModalities.includes('TEXT') && outputModalities.includes('TEXT') && modelLifecycle?.status !== 'LEGACY'
  ));
  const own = suitable.filter(({ providerName }) => providerName === 'Amazon');
  return [...own, ...suitable.filter((model) => !own.includes(model))].flatMap(({ modelId }) => modelId ?? []);
}

/** A model that is offered in the region, is not granted there, and so must be refused. */
export function notGranted(models: readonly FoundationModelSummary[], granted: readonly BedrockModelEntry[], region: string): string | undefined {
  const open = new Set(granted.filter(({ type, regions }) => type === 'foundation-model' && regions.includes(region)).map(({ call }) => call));
  return conversable(models).find((id) => !open.has(id));
}

/** Regions that every account of a partition has switched on; the neighbours of a region first. */
const NEIGHBOURS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^us-gov-/, ['us-gov-west-1', 'us-gov-east-1']],
  [/^eu-/, ['eu-central-1', 'eu-west-1', 'eu-west-3']],
  [/^ap-/, ['ap-northeast-1', 'ap-southeast-2', 'ap-south-1']],
  [/^(?:us|ca|sa|af|il|me|mx)-/, ['us-east-1', 'us-west-2', 'us-east-2']],
];

/** A region in which the model may be offered and is not granted; nothing in a partition of one region. */
export function regionNotGranted(region: string, granted: readonly string[]): string | undefined {
  const neighbours = NEIGHBOURS.find(([regions]) => regions.test(region))?.[1] ?? [];
  return neighbours.find((each) => each !== region && !granted.includes(each));
}
