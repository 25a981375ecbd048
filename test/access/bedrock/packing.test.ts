import { BedrockAccess, BedrockModel, OidcFederationRole, Platform } from '../../../src';
import { ENV, newStack, Synthesized } from '../../synthesis/template';

const POLICY_CHARACTERS = 6144;
const PROVIDERS = ['anthropic.claude-sonnet-4-5', 'amazon.nova-premier', 'meta.llama4-maverick-17b-instruct', 'mistral.pixtral-large-2502', 'cohere.command-r-plus'];

/** Fifty models with IDs of real length. */
const ids = Array.from({ length: 50 }, (_, index) => `${PROVIDERS[index % PROVIDERS.length]}-2025${String(index).padStart(4, '0')}-v1:0`);
const applicationProfile = (_: string, index: number) => BedrockModel.applicationInferenceProfile(`arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/abcdefgh${String(index).padStart(4, '0')}`);

test.each<[string, BedrockModel[]]>([
  ['foundation models', ids.map((id) => BedrockModel.foundationModel(id))],
  ['profiles of a geography', ids.map((id) => BedrockModel.inferenceProfile(`us.${id}`))],
  ['global profiles', ids.map((id) => BedrockModel.inferenceProfile(`global.${id}`))],
  ['application profiles', ids.map(applicationProfile)],
  ['a mixture', ids.map((id, index) => [BedrockModel.foundationModel(id), BedrockModel.inferenceProfile(`us.${id}`), BedrockModel.inferenceProfile(`global.${id}`)][index % 3])],
])('50 %s need at most 1.05 times the policies that the characters of their ARNs make', (_, models) => {
  const stack = newStack({ env: ENV });
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new BedrockAccess(stack, 'Bedrock', { connection, models });
  const policies = new Synthesized(stack).policies('ConnectionRole');
  const statements = policies.flatMap(({ Statement }) => Statement);
  // Besides their resources, application profiles can only be named in a condition.
  const conditions = statements.flatMap(({ Condition }) => Condition?.ArnEquals?.['bedrock:InferenceProfileArn'] ?? []);
  const arns = [...statements.flatMap(({ Resource }) => Resource ?? []), ...conditions];
  const bound = arns.reduce((sum, arn) => sum + JSON.stringify(arn).length + 1, 0) / POLICY_CHARACTERS;
  expect(policies.length).toBeLessThanOrEqual(Math.ceil(bound * 1.05));
});
