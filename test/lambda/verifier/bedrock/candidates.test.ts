import type { FoundationModelSummary } from '@aws-sdk/client-bedrock';
import { conversable, notGranted, regionNotGranted } from '../../../../lambda/verifier/bedrock/candidates';
import type { BedrockModelEntry } from '../../../../src/document/connection-document-v1';

const summary = (modelId: string, providerName: string, more: Partial<FoundationModelSummary> = {}): FoundationModelSummary => ({
  modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${modelId}`, modelId, providerName, inferenceTypesSupported: ['ON_DEMAND'], inputModalities: ['TEXT'], outputModalities: ['TEXT'], ...more,
});
const entry = (call: string, regions: string[], type: BedrockModelEntry['type'] = 'foundation-model'): BedrockModelEntry => ({ type, call, modelId: call, regions, responses: ['converse'] });
const MODELS = [
  summary('meta.llama3', 'Meta'), summary('amazon.nova-2', 'Amazon', { inferenceTypesSupported: ['INFERENCE_PROFILE'] as unknown as FoundationModelSummary['inferenceTypesSupported'] }),
  summary('amazon.titan-embed', 'Amazon', { outputModalities: ['EMBEDDING'] }), summary('amazon.old', 'Amazon', { modelLifecycle: { status: 'LEGACY' } }), summary('amazon.nova', 'Amazon'),
];

test('models that can be called at once, those of AWS first', () => {
  expect(conversable(MODELS)).toEqual(['amazon.nova', 'meta.llama3']);
});

test('a model that is not granted in the region', () => {
  expect(notGranted(MODELS, [], 'us-east-1')).toBe('amazon.nova');
  expect(notGranted(MODELS, [entry('amazon.nova', ['us-east-1'])], 'us-east-1')).toBe('meta.llama3');
  expect(notGranted(MODELS, [entry('amazon.nova', ['us-west-2'])], 'us-east-1')).toBe('amazon.nova');
  expect(notGranted(MODELS, [entry('amazon.nova', ['us-east-1']), entry('meta.llama3', ['us-east-1'])], 'us-east-1')).toBeUndefined();
});

test.each([
  ['us-east-1', [], 'us-west-2'], ['us-west-2', [], 'us-east-1'], ['us-east-1', ['us-east-1', 'us-west-2'], 'us-east-2'], ['ca-central-1', [], 'us-east-1'], ['eu-central-1', [], 'eu-west-1'],
  ['eu-north-1', ['eu-central-1'], 'eu-west-1'], ['ap-south-1', [], 'ap-northeast-1'], ['us-gov-west-1', [], 'us-gov-east-1'], ['eusc-de-east-1', [], undefined],
])('a region other than %s and %j is %s', (region, granted, expected) => {
  expect(regionNotGranted(region, granted)).toBe(expected);
});
