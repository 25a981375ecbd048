import { BedrockAccess, BedrockModel, OidcFederationRole, Platform } from '../../../src';
import { bedrockGrantLists } from '../../../src/access/bedrock/bedrock-grant-lists';
import { type BedrockChoice, bedrockGrants, bedrockResources } from '../../../src/access/bedrock/bedrock-grants';
import { packGrants, statementsOf } from '../../../src/policy/pack';
import { ENV, newStack, Synthesized } from '../../synthesis/template';

const POLICY_CHARACTERS = 6144;
const PROVIDERS = ['anthropic.claude-sonnet-4-5', 'amazon.nova-premier', 'meta.llama4-maverick-17b-instruct', 'mistral.pixtral-large-2502', 'cohere.command-r-plus'];
const GUARDRAIL = { guardrailArn: 'arn:aws:bedrock:us-east-1:111111111111:guardrail/abcdefghijkl' };

/** Models with IDs of real length. */
const ids = Array.from({ length: 60 }, (_, index) => `${PROVIDERS[index % PROVIDERS.length]}-2025${String(index).padStart(4, '0')}-v1:0`);
const fifty = ids.slice(0, 50);
const applicationProfile = (index: number) => `arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/abcdefgh${String(index).padStart(4, '0')}`;

type Factory = (id: string, index: number) => BedrockModel;
const foundationModel: Factory = (id) => BedrockModel.foundationModel(id);
const geographic: Factory = (id) => BedrockModel.inferenceProfile(`us.${id}`);
const global: Factory = (id) => BedrockModel.inferenceProfile(`global.${id}`);
const threeRegions: Factory = (id) => BedrockModel.inferenceProfile(`us.${id}`, { destinationRegions: ['us-east-2', 'us-west-2'] });
const application: Factory = (_, index) => BedrockModel.applicationInferenceProfile(applicationProfile(index));
/** Each has a statement of its own. */
const ofKnownModel: Factory = (id, index) => BedrockModel.applicationInferenceProfile(applicationProfile(index), { foundationModelId: id });
const mixture = (...factories: readonly Factory[]): Factory => (id, index) => factories[index % factories.length](id, index);

const KINDS: readonly [string, Factory][] = [
  ['foundation models', foundationModel],
  ['profiles of a geography', geographic],
  ['global profiles', global],
  ['profiles with two further regions', threeRegions],
  ['a mixture', mixture(foundationModel, geographic, global)],
  ['a mixture with further regions', mixture(foundationModel, geographic, global, threeRegions)],
];

function synthesized(models: BedrockModel[]): Synthesized {
  const stack = newStack({ env: ENV });
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new BedrockAccess(stack, 'Bedrock', { connection, models });
  return new Synthesized(stack);
}

test.each<[string, Factory]>([...KINDS, ['application profiles', application]])('50 %s need at most 1.05 times the policies that the characters of their ARNs make', (_, factory) => {
  const policies = synthesized(fifty.map(factory)).policies('ConnectionRole');
  const statements = policies.flatMap(({ Statement }) => Statement);
  // Besides their resources, application profiles can only be named in a condition.
  const conditions = statements.flatMap(({ Condition }) => Condition?.ArnEquals?.['bedrock:InferenceProfileArn'] ?? []);
  const arns = [...statements.flatMap(({ Resource }) => Resource ?? []), ...conditions];
  const bound = arns.reduce((sum, arn) => sum + JSON.stringify(arn).length + 1, 0) / POLICY_CHARACTERS;
  expect(policies.length).toBeLessThanOrEqual(Math.ceil(bound * 1.05));
});

describe.each<[string, BedrockChoice['guardrail'], number]>([
  ['without a guardrail', undefined, 4], ['with a guardrail', GUARDRAIL, 5],
])('one model more at the end, %s', (_, guardrail, most) => {
  function packed(models: readonly BedrockModel[]): ReadonlyMap<string, string> {
    const definitions = models.map(({ _definition }) => _definition);
    const choice: BedrockChoice = { models: definitions, streaming: true, marketplaceSubscription: false, guardrail };
    const grants = bedrockGrants(choice, bedrockResources(choice, { partition: 'aws', region: 'us-east-1', account: '111111111111' }));
    return new Map(packGrants(bedrockGrantLists(grants)).map((policy) => [policy.name, JSON.stringify(statementsOf(policy.grants))]));
  }

  test.each<[string, Factory]>([
    ...KINDS,
    ['application profiles', application],
    ['application profiles of known models', ofKnownModel],
    ['a mixture of all', mixture(foundationModel, geographic, ofKnownModel, global, threeRegions)],
  ])('%s: leaves every full policy as it was, and changes few others', (_kind, factory) => {
    let before = packed([]);
    ids.forEach((_id, index) => {
      const after = packed(ids.slice(0, index + 1).map(factory));
      const changed = [...after].filter(([name, policy]) => before.get(name) !== policy).map(([name]) => name);
      expect(changed.filter((name) => name.startsWith('Bedrock') && before.has(name))).toEqual([]);
      expect(changed.length).toBeLessThanOrEqual(most);
      before = after;
    });
  });
});

test('statements that models share under a condition fill policies of their own', () => {
  const names = Object.keys(synthesized(fifty.map(threeRegions)).resources('AWS::IAM::ManagedPolicy')).map((id) => /^ConnectionPermissions(\w+Policy\d|Policy\d)/.exec(id)?.[1]);
  expect(names).toEqual(['BedrockPolicy1', 'BedrockModelBehindPolicy1', 'BedrockModelBehindPolicy2', 'Policy1']);
});
