import type { BedrockModelEntry } from '../../../src/document/connection-document-v1';

/** A model in one of the regions that it may be called in. */
export interface ModelTarget {
  /** For people: the region is named where there are several. */
  readonly name: string;
  readonly entry: BedrockModelEntry;
  readonly region: string;
}

export function modelTargets(models: readonly BedrockModelEntry[]): readonly ModelTarget[] {
  return models.flatMap((entry) => entry.regions.map((region) => (
    { name: entry.regions.length === 1 ? entry.call : `${entry.call} in ${region}`, entry, region }
  )));
}
