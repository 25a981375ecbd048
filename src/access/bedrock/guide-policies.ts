import type { Deviation, GuidePolicy } from '../guide-policy';

/** The properties of `BedrockAccess` that mean the same as a guide's own policy. */
interface GuideProperties {
  readonly allModels: true;
  readonly streaming?: false;
}

const PROFILES: readonly Deviation[] = [
  { action: 'bedrock:ListInferenceProfiles', why: 'Newer models are only reached through inference profiles, which the platform must be able to find' },
  { action: 'bedrock:GetInferenceProfile', why: 'Tells which model an inference profile reaches, and where' },
];

const CUSTOM_MODELS: readonly Deviation[] = [
  { action: 'bedrock:ListCustomModels', why: 'Test connection counts foundation models and custom models' },
  { action: 'bedrock:GetCustomModel', why: 'Retrieves details about a custom model that is listed' },
];

const DETAILS: Deviation = { action: 'bedrock:GetFoundationModel', why: 'Tells whether a model is active before it is invoked' };

/** What can be invoked besides foundation models is described by actions of its own, and these guides name none of them. */
const OTHER_KINDS: readonly Deviation[] = ['GetProvisionedModelThroughput', 'GetCustomModelDeployment', 'GetImportedModel', 'GetPromptRouter']
  .map((action) => ({ action: `bedrock:${action}`, why: 'Tells whether it is in service before it is invoked' }));

/** The policies of the guides as they were meant; a test holds them against what is synthesized, action by action. */
export const GUIDE_POLICIES: readonly GuidePolicy<GuideProperties>[] = [
  {
    guide: '4MINDS: Amazon Bedrock',
    actions: [
      'bedrock:ListFoundationModels', 'bedrock:GetFoundationModel', 'bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock:ListCustomModels',
      'bedrock:GetCustomModel', 'sts:GetCallerIdentity',
    ],
    here: 'allModels: true',
    properties: { allModels: true },
    added: [...PROFILES, ...OTHER_KINDS],
    leftOut: [{ action: 'sts:GetCallerIdentity', why: 'AWS lets every caller use it: no policy allows or denies it' }],
  },
  {
    guide: 'Airia: AWS STS connector, tighter scoping',
    actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock:ListFoundationModels'],
    here: 'allModels: true',
    properties: { allModels: true },
    added: [...PROFILES, ...CUSTOM_MODELS, DETAILS, ...OTHER_KINDS],
    leftOut: [],
  },
  {
    guide: 'Kore.ai: Amazon Bedrock',
    actions: ['bedrock:InvokeModel', 'bedrock:ListFoundationModels'],
    here: 'allModels: true, streaming: false',
    properties: { allModels: true, streaming: false },
    added: [...PROFILES, ...CUSTOM_MODELS, DETAILS, ...OTHER_KINDS],
    leftOut: [],
  },
];
