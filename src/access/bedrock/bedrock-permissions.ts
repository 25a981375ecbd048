import type { Permission, Probe } from '../permission';

/** What Bedrock permissions are granted on, in the words of the document and the README. */
export const BEDROCK_RESOURCES = {
  account: 'every model of the region (AWS grants lists on `*` only)',
  customModel: 'every custom model of the account',
  foundationModel: 'each foundation model, in its regions',
  foundationModelDetails: 'the foundation model of each inference profile',
  profile: 'each inference profile, where it is called',
  modelBehind: 'the foundation models behind each inference profile or prompt router, through it only',
  provisionedModel: 'each provisioned throughput',
  customModelDeployment: 'each custom model deployment',
  importedModel: 'each imported model',
  promptRouter: 'each prompt router',
  marketplaceEndpoints: 'the Marketplace endpoints of the account (AWS has one ARN for all of them)',
  sagemakerEndpoint: 'each Marketplace endpoint, through Bedrock only',
  subscription: 'AWS Marketplace (AWS grants it on `*` only), through Bedrock only',
  guardrail: 'the guardrail',
} as const;

export type BedrockResource = keyof typeof BEDROCK_RESOURCES;

/** Converse and ConverseStream are governed by these too. @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-prereq.html */
export const INVOKE = 'bedrock:InvokeModel';
export const STREAM = 'bedrock:InvokeModelWithResponseStream';

type Row = Permission<BedrockResource>;

function list(action: string, purpose: string, probe: string): Row {
  return { sid: 'BedrockListModels', action: `bedrock:${action}`, on: 'account', purpose, required: true, probe };
}

/** The rows of a kind of model: what it is, a prompt and its answer, the same as a stream. */
function model(sid: string, on: BedrockResource, what: string, details?: string): Row[] {
  return [
    ...(details ? [{ sid, action: `bedrock:${details}`, on, purpose: `Retrieves details about ${what}`, required: true, probe: 'bedrock.get-model' }] : []),
    { sid, action: INVOKE, on, purpose: `Sends prompts to ${what} and receives responses`, required: true, probe: 'bedrock.invoke' },
    { sid, action: STREAM, on, purpose: `Streams responses of ${what}`, required: false, probe: 'bedrock.stream' },
  ];
}

function subscription(action: string, purpose: string): Row {
  return { sid: 'BedrockSubscribe', action: `aws-marketplace:${action}`, on: 'subscription', purpose, required: false, probe: 'bedrock.invoke' };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html */
export const BEDROCK_PERMISSIONS: readonly Row[] = [
  list('ListFoundationModels', 'Lists available foundation models', 'bedrock.list-models'),
  list('ListCustomModels', 'Lists custom fine-tuned models of the account', 'bedrock.list-models'),
  list('ListInferenceProfiles', 'Lists inference profiles, which newer models are only reached through', 'bedrock.list-profiles'),
  { sid: 'BedrockGetCustomModel', action: 'bedrock:GetCustomModel', on: 'customModel', purpose: 'Retrieves details about a custom model', required: false, probe: 'bedrock.get-custom-model' },
  ...model('BedrockFoundationModel', 'foundationModel', 'a foundation model', 'GetFoundationModel'),
  { sid: 'BedrockModelDetails', action: 'bedrock:GetFoundationModel', on: 'foundationModelDetails', purpose: 'Retrieves details about the model of a profile', required: false, probe: 'bedrock.get-model' },
  ...model('BedrockProfile', 'profile', 'an inference profile', 'GetInferenceProfile'),
  ...model('BedrockModelBehind', 'modelBehind', 'the model behind a profile or router'),
  ...model('BedrockProvisioned', 'provisionedModel', 'a provisioned throughput', 'GetProvisionedModelThroughput'),
  ...model('BedrockDeployment', 'customModelDeployment', 'a custom model deployment', 'GetCustomModelDeployment'),
  ...model('BedrockImported', 'importedModel', 'an imported model', 'GetImportedModel'),
  ...model('BedrockRouter', 'promptRouter', 'a prompt router', 'GetPromptRouter'),
  ...model('BedrockMarketplace', 'marketplaceEndpoints', 'a Marketplace endpoint', 'GetMarketplaceModelEndpoint'),
  { sid: 'BedrockEndpoint', action: 'sagemaker:InvokeEndpoint', on: 'sagemakerEndpoint', purpose: 'Bedrock passes prompts on to a Marketplace endpoint', required: true, probe: 'bedrock.invoke' },
  { sid: 'BedrockEndpoint', action: 'sagemaker:InvokeEndpointWithResponseStream', on: 'sagemakerEndpoint', purpose: 'Bedrock streams responses of a Marketplace endpoint', required: false, probe: 'bedrock.stream' },
  subscription('Subscribe', 'The first call of a third-party model subscribes the account to it'),
  subscription('Unsubscribe', 'Undoes a subscription'),
  subscription('ViewSubscriptions', 'Finds out whether the account is subscribed'),
  { sid: 'BedrockGuardrail', action: 'bedrock:ApplyGuardrail', on: 'guardrail', purpose: 'Applies the guardrail that every prompt must name', required: true, probe: 'bedrock.invoke' },
];

/** Actions that an access without streaming leaves out. */
export const STREAMING_ACTIONS: readonly string[] = [STREAM, 'sagemaker:InvokeEndpointWithResponseStream'];

export const BEDROCK_PROBES: readonly Probe[] = [
  { id: 'bedrock.list-models', action: 'test-connection', expects: 'allowed', description: 'ListFoundationModels and ListCustomModels, paged, count the models' },
  { id: 'bedrock.list-profiles', action: 'test-connection', expects: 'allowed', description: 'ListInferenceProfiles, paged, counts the inference profiles' },
  { id: 'bedrock.get-custom-model', action: 'test-connection', expects: 'allowed', description: 'GetCustomModel of one custom model, if there is any' },
  { id: 'bedrock.get-model', action: 'test-connection', expects: 'allowed', description: 'The Get action of each granted model or profile; is it ready, are its destination regions granted' },
  { id: 'bedrock.invoke', action: 'test-connection', expects: 'allowed', description: 'Converse with each granted model, one token long' },
  { id: 'bedrock.stream', action: 'test-connection', expects: 'allowed', description: 'ConverseStream with the first granted model, one token long' },
  { id: 'bedrock.denied-model', action: 'test-connection', expects: 'denied', description: 'Converse with each model that must be refused, by default one that is listed and not granted' },
  { id: 'bedrock.denied-region', action: 'test-connection', expects: 'denied', description: 'Converse with a granted model in each region that must be refused, by default one that is not granted' },
  { id: 'bedrock.stream-denied', action: 'test-connection', expects: 'denied', description: 'ConverseStream, where streaming is switched off' },
  { id: 'bedrock.without-guardrail', action: 'test-connection', expects: 'denied', description: 'Converse without the guardrail that is required' },
];
