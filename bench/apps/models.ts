import { BedrockModel } from 'cdk-ai-platform-access';

const FAMILIES = ['anthropic.claude-sonnet-4-5', 'amazon.nova-premier', 'meta.llama4-maverick-17b-instruct', 'mistral.pixtral-large-2502', 'cohere.command-r-plus'];

/** How a model is called. */
const KINDS = {
  'foundation models': (id: string) => BedrockModel.foundationModel(id),
  'inference profiles of a geography': (id: string) => BedrockModel.inferenceProfile(`us.${id}`),
  'global inference profiles': (id: string) => BedrockModel.inferenceProfile(`global.${id}`),
  'inference profiles with two further regions each': (id: string) => BedrockModel.inferenceProfile(`us.${id}`, { destinationRegions: ['us-east-2', 'us-west-2'] }),
} as const;

export type ModelKind = keyof typeof KINDS;

export const MODEL_KINDS = Object.keys(KINDS) as readonly ModelKind[];

/** Models with IDs of the length that real ones have: all of one kind, or each kind in turn. */
export function models(kind: ModelKind | 'mixture', count: number): BedrockModel[] {
  return Array.from({ length: count }, (_, index) => {
    const make = KINDS[kind === 'mixture' ? MODEL_KINDS[index % MODEL_KINDS.length] : kind];
    return make(`${FAMILIES[index % FAMILIES.length]}-2025${String(index).padStart(4, '0')}-v1:0`);
  });
}
