import type { ModelDefinition, Place } from './model-definition';
import { parseBedrockArn } from './model-id';

/** Where a model is called; the region of a SageMaker endpoint is in its ARN too. */
export function callRegions({ id, regions, source }: ModelDefinition, place: Place): readonly string[] {
  return regions ?? [source?.region ?? parseBedrockArn(id)?.region ?? /^arn:[^:]+:sagemaker:([^:]+):/.exec(id)?.[1] ?? place.region];
}

/** Where a call of a model can end up. Nothing where AWS chooses among regions that nobody has listed. */
export function reachedRegions(model: ModelDefinition, place: Place): readonly string[] | undefined {
  switch (model.type) {
    case 'inference-profile': case 'application-inference-profile': return model.destinationRegions && [...callRegions(model, place), ...model.destinationRegions];
    case 'prompt-router': return undefined;
    default: return callRegions(model, place);
  }
}
