import { BedrockAccess, type BedrockAccessProps, BedrockModel, OidcFederationRole, Platform } from '../../../src';
import { isAllowed } from '../../authorization/evaluate';
import { ACCOUNT, newStack, Synthesized } from '../../synthesis/template';

type Options = Omit<BedrockAccessProps, 'connection'>;

const LITE = 'amazon.nova-lite-v1:0';
const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const CALLER = `arn:aws:sts::${ACCOUNT}:assumed-role/role/session`;
const INVOKE = 'bedrock:InvokeModel';
const STREAM = 'bedrock:InvokeModelWithResponseStream';
const own = (resource: string, region = 'us-east-1') => `arn:aws:bedrock:${region}:${ACCOUNT}:${resource}`;
const model = (id: string, region = 'us-east-1') => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const through = (id: string, more: Readonly<Record<string, string>> = {}) => ({ 'bedrock:InferenceProfileArn': own(`inference-profile/${id}`), ...more });
const calledIn = (region: string) => ({ 'aws:RequestedRegion': region });

type Call = readonly [string, string, Readonly<Record<string, string>>?];

function allowedBy(options: Options) {
  const stack = newStack({ env: { account: ACCOUNT, region: 'us-east-1' } });
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new BedrockAccess(stack, 'Bedrock', { connection, ...options });
  const identity = new Synthesized(stack).policies('ConnectionRole');
  return async ([action, resource, context]: Call) =>
    isAllowed({ identity }, { principal: CALLER, action, resource, resourceAccount: ACCOUNT, context });
}

const CHOICES: Readonly<Record<string, { readonly options: () => Options; readonly allowed: readonly Call[]; readonly denied: readonly Call[] }>> = {
  'a foundation model': {
    options: () => ({ models: [BedrockModel.foundationModel(LITE)] }),
    allowed: [
      [INVOKE, model(LITE)], [STREAM, model(LITE)], ['bedrock:GetFoundationModel', model(LITE)], ['bedrock:GetCustomModel', own('custom-model/mine')],
      ['bedrock:ListFoundationModels', '*'], ['bedrock:ListCustomModels', '*'], ['bedrock:ListInferenceProfiles', '*'],
    ],
    denied: [
      [INVOKE, model(LITE, 'us-west-2')], [INVOKE, model('amazon.nova-pro-v1:0')], [INVOKE, own(`inference-profile/us.${LITE}`)], [INVOKE, own('provisioned-model/abc')],
      ['bedrock:GetFoundationModel', model('amazon.nova-pro-v1:0')], ['bedrock:DeleteCustomModel', own('custom-model/mine')], ['bedrock:CreateModelInvocationJob', model(LITE)],
      ['aws-marketplace:Subscribe', '*', { 'aws:CalledViaLast': 'bedrock.amazonaws.com' }],
    ],
  },
  'profiles of a geography': {
    options: () => ({ models: [BedrockModel.inferenceProfile(`us.${SONNET}`), BedrockModel.inferenceProfile(`us.${LITE}`)] }),
    allowed: [
      [INVOKE, own(`inference-profile/us.${SONNET}`)], [STREAM, own(`inference-profile/us.${SONNET}`)], ['bedrock:GetInferenceProfile', own(`inference-profile/us.${SONNET}`)],
      ...['us-east-1', 'us-west-2'].map((region): Call => [INVOKE, model(SONNET, region), through(`us.${SONNET}`)]), ['bedrock:GetFoundationModel', model(SONNET)],
    ],
    denied: [
      [INVOKE, model(SONNET)], [INVOKE, model(SONNET, 'us-west-2')], [INVOKE, own(`inference-profile/us.${HAIKU}`)], [INVOKE, model(HAIKU), through(`us.${HAIKU}`)],
      [INVOKE, own(`inference-profile/us.${SONNET}`, 'us-west-2')], [INVOKE, own(`inference-profile/eu.${SONNET}`)], [INVOKE, model(SONNET), through(`eu.${SONNET}`)],
      [INVOKE, model(SONNET), through(`global.${SONNET}`)], [INVOKE, model(SONNET), { 'bedrock:InferenceProfileArn': own('application-inference-profile/abc') }],
      [INVOKE, model(SONNET), { 'bedrock:InferenceProfileArn': `arn:aws:bedrock:us-east-1:222222222222:inference-profile/us.${SONNET}` }],
    ],
  },
  'listed destination regions': {
    options: () => ({ models: [BedrockModel.inferenceProfile(`us.${SONNET}`, { destinationRegions: ['us-east-2'] })] }),
    allowed: [[INVOKE, model(SONNET), through(`us.${SONNET}`)], [INVOKE, model(SONNET, 'us-east-2'), through(`us.${SONNET}`)]],
    denied: [[INVOKE, model(SONNET, 'us-west-2'), through(`us.${SONNET}`)]],
  },
  // The evaluator knows no foundation model without a region; the sandbox has that part.
  'a global profile': {
    options: () => ({ models: [BedrockModel.inferenceProfile(`global.${SONNET}`)] }),
    allowed: [
      [INVOKE, own(`inference-profile/global.${SONNET}`), calledIn('us-east-1')], [INVOKE, model(SONNET), through(`global.${SONNET}`, calledIn('us-east-1'))],
    ],
    denied: [
      [INVOKE, model(SONNET), calledIn('us-east-1')],
      [INVOKE, model(SONNET, 'us-west-2'), through(`global.${SONNET}`, calledIn('us-west-2'))], [INVOKE, own(`inference-profile/global.${SONNET}`, 'us-west-2'), calledIn('us-west-2')],
      [INVOKE, own(`inference-profile/us.${SONNET}`), calledIn('us-east-1')],
    ],
  },
  'an application profile and a router': {
    options: () => ({ models: [BedrockModel.applicationInferenceProfile(own('application-inference-profile/mine')), BedrockModel.promptRouter(own('prompt-router/mine'))] }),
    allowed: [
      [INVOKE, own('application-inference-profile/mine')], [INVOKE, model(SONNET, 'us-west-2'), { 'bedrock:InferenceProfileArn': own('application-inference-profile/mine') }],
      [INVOKE, own('prompt-router/mine')], [INVOKE, model(SONNET, 'us-west-2'), { 'bedrock:PromptRouterArn': own('prompt-router/mine') }],
      [INVOKE, own(`inference-profile/us.${SONNET}`), { 'bedrock:PromptRouterArn': own('prompt-router/mine') }],
    ],
    denied: [
      [INVOKE, own('application-inference-profile/other')], [INVOKE, model(SONNET)], [INVOKE, model(SONNET), { 'bedrock:InferenceProfileArn': own('application-inference-profile/other') }],
      [INVOKE, own('prompt-router/other')], [INVOKE, model(SONNET), { 'bedrock:PromptRouterArn': own('prompt-router/other') }], [INVOKE, own(`inference-profile/us.${SONNET}`)],
    ],
  },
  'a Marketplace endpoint, without streaming, with subscriptions': {
    options: () => ({ models: [BedrockModel.marketplaceEndpoint(`arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/Mine`)], streaming: false, marketplaceSubscription: true }),
    allowed: [
      [INVOKE, own('marketplace/model-endpoint/all-access')], ['sagemaker:InvokeEndpoint', `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/mine`, { 'aws:CalledViaLast': 'bedrock.amazonaws.com' }],
      ['aws-marketplace:Subscribe', '*', { 'aws:CalledViaLast': 'bedrock.amazonaws.com' }],
    ],
    denied: [
      [STREAM, own('marketplace/model-endpoint/all-access')], ['sagemaker:InvokeEndpoint', `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/mine`],
      ['sagemaker:InvokeEndpoint', `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/other`, { 'aws:CalledViaLast': 'bedrock.amazonaws.com' }], ['aws-marketplace:Subscribe', '*'],
    ],
  },
  'a guardrail': {
    options: () => ({ models: [BedrockModel.foundationModel(LITE), BedrockModel.inferenceProfile(`us.${SONNET}`)], guardrail: { guardrailArn: own('guardrail/polite') } }),
    allowed: [
      [INVOKE, model(LITE), { 'bedrock:GuardrailIdentifier': own('guardrail/polite:3') }], ['bedrock:ApplyGuardrail', own('guardrail/polite')], ['bedrock:GetFoundationModel', model(LITE)],
      ['bedrock:GetInferenceProfile', own(`inference-profile/us.${SONNET}`)], [INVOKE, model(SONNET, 'us-west-2'), through(`us.${SONNET}`, { 'bedrock:GuardrailIdentifier': own('guardrail/polite:3') })],
    ],
    denied: [
      [INVOKE, model(LITE)], [INVOKE, model(LITE), { 'bedrock:GuardrailIdentifier': own('guardrail/polite') }], [INVOKE, model(LITE), { 'bedrock:GuardrailIdentifier': own('guardrail/rude:1') }],
      [INVOKE, own(`inference-profile/us.${SONNET}`)], [INVOKE, model(SONNET), through(`us.${SONNET}`)], ['bedrock:ApplyGuardrail', own('guardrail/rude')],
    ],
  },
  'all models of one region': {
    options: () => ({ allModels: true, regions: ['us-east-1'] }),
    allowed: [[INVOKE, model(SONNET)], [INVOKE, own(`inference-profile/us.${SONNET}`)], [INVOKE, model(SONNET, 'us-west-2'), through(`us.${SONNET}`)], [INVOKE, own('provisioned-model/abc')]],
    denied: [[INVOKE, model(SONNET, 'us-west-2')], [INVOKE, own(`inference-profile/us.${SONNET}`, 'us-west-2')], [INVOKE, own('marketplace/model-endpoint/all-access')]],
  },
};

describe.each(Object.entries(CHOICES))('%s', (_, { options, allowed, denied }) => {
  const isCallAllowed = allowedBy(options());
  test.each(allowed.map((call) => [call.slice(0, 2).join(' on '), call] as const))('allows %s', async (__, call) => expect(await isCallAllowed(call)).toBe(true));
  test.each(denied.map((call) => [call.slice(0, 2).join(' on '), call] as const))('denies %s', async (__, call) => expect(await isCallAllowed(call)).toBe(false));
});
