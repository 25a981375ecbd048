import { BedrockClient, CreateGuardrailCommand, CreateGuardrailVersionCommand, CreateInferenceProfileCommand, CreateMarketplaceModelEndpointCommand, CreatePromptRouterCommand, CreateProvisionedModelThroughputCommand } from '@aws-sdk/client-bedrock';
import { LocalAccount, type Statement } from './connected-account';
import { problems, runHandler, shortly } from './run-handler';
import { BedrockAccess, type BedrockAccessProps, BedrockModel, OidcFederationRole, Platform } from '../../../src';
import { newStack, Synthesized } from '../../synthesis/template';

type Options = Omit<BedrockAccessProps, 'connection'>;

const LITE = 'amazon.nova-lite-v1:0';
const SONNET = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const GLOBAL = 'global.anthropic.claude-sonnet-4-5-20250929-v1:0';

let account: LocalAccount;

beforeAll(async () => { account = await LocalAccount.start(); });
afterAll(async () => account?.stop());

/** The policies and the document that the construct makes, in force in the local AWS; a test breaks them by changing the statements. */
async function verify(options: Options, change: (statements: readonly Statement[]) => readonly Statement[] = (same) => same, action = 'test-connection') {
  const env = { account: account.aws.accountId, region: account.aws.region };
  const stack = newStack({ env });
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new BedrockAccess(stack, 'Bedrock', { connection, ...options });
  const synthesized = new Synthesized(stack);
  const statements = synthesized.policies('ConnectionRole').flatMap(({ Statement: list }) => list.map((each): Statement => ({ ...each })));
  const { environment } = await account.connect({ allow: change(statements), bedrock: synthesized.document().integrations.bedrock });
  return (await runHandler(environment, { action })).report;
}

const allow = (Action: string, Resource: string) => (statements: readonly Statement[]) => [...statements, { Action, Resource }];
const without = (...sids: readonly string[]) => (statements: readonly Statement[]) =>
  statements.filter(({ Sid }) => !sids.some((sid) => String(Sid).startsWith(sid)));
const listed = (...models: readonly BedrockModel[]): Options => ({ models: [...models] });
const SUCCESS = 'Connection successful! Found 24 foundation model(s) and 0 custom model(s).';

test('a model, a profile and a global profile, all as it should be', async () => {
  const models = [BedrockModel.foundationModel(LITE), BedrockModel.inferenceProfile(SONNET), BedrockModel.inferenceProfile(GLOBAL)];
  const report = await verify({ models });
  expect([report.status, report.message]).toEqual(['pass', SUCCESS]);
  expect(shortly(report).filter((line) => line.startsWith('bedrock.'))).toEqual([
    'bedrock.list-models | us-east-1 | pass OK',
    'bedrock.list-profiles | us-east-1 | pass OK',
    'bedrock.get-custom-model | us-east-1 | skipped NOT_APPLICABLE',
    ...['get-model', 'invoke'].flatMap((probe) => [LITE, SONNET, GLOBAL].map((model) => `bedrock.${probe} | ${model} | pass OK`)),
    `bedrock.stream | ${LITE} | pass OK`,
    'bedrock.denied-model | amazon.nova-micro-v1:0 | pass OK',
    `bedrock.denied-region | ${LITE} in us-west-2 | pass OK`,
  ]);
});

test.each<[string, Options, (statements: readonly Statement[]) => readonly Statement[], string[]]>([
  ['destination regions that are all of them', listed(BedrockModel.inferenceProfile(SONNET, { destinationRegions: ['us-east-2', 'us-west-2'] })), (same) => same, []],
  ['a destination region that is not listed', listed(BedrockModel.inferenceProfile(SONNET, { destinationRegions: ['us-east-2'] })), (same) => same, [
    `bedrock.get-model | ${SONNET} | fail BEDROCK_DESTINATION_NOT_GRANTED`, `bedrock.invoke | ${SONNET} | fail BEDROCK_DESTINATION_DENIED`, `bedrock.stream | ${SONNET} | fail BEDROCK_DESTINATION_DENIED`,
  ]],
  ['the bare ID of a model that needs a profile', listed(BedrockModel.foundationModel(SONNET.slice(3))), (same) => same, [
    `bedrock.invoke | ${SONNET.slice(3)} | fail BEDROCK_NEEDS_PROFILE`, `bedrock.stream | ${SONNET.slice(3)} | fail BEDROCK_NEEDS_PROFILE`,
  ]],
  ['a model that is not there', listed(BedrockModel.foundationModel('amazon.nova-lita-v1:0')), (same) => same, [
    'bedrock.get-model | amazon.nova-lita-v1:0 | fail BEDROCK_MODEL_NOT_FOUND', 'bedrock.invoke | amazon.nova-lita-v1:0 | fail BEDROCK_MODEL_NOT_FOUND', 'bedrock.stream | amazon.nova-lita-v1:0 | fail BEDROCK_MODEL_NOT_FOUND',
  ]],
  ['a profile that is not there', listed(BedrockModel.inferenceProfile('us.amazon.nova-lita-v1:0')), (same) => same, [
    'bedrock.get-model | us.amazon.nova-lita-v1:0 | fail BEDROCK_MODEL_NOT_FOUND', 'bedrock.invoke | us.amazon.nova-lita-v1:0 | fail BEDROCK_MODEL_NOT_FOUND', 'bedrock.stream | us.amazon.nova-lita-v1:0 | fail BEDROCK_MODEL_NOT_FOUND',
  ]],
  ['a model at the end of its life', listed(BedrockModel.foundationModel('anthropic.claude-3-opus-20240229-v1:0')), (same) => same, [
    'bedrock.invoke | anthropic.claude-3-opus-20240229-v1:0 | fail BEDROCK_MODEL_RETIRED', 'bedrock.stream | anthropic.claude-3-opus-20240229-v1:0 | fail BEDROCK_MODEL_RETIRED',
  ]],
  ['a model of embeddings', listed(BedrockModel.foundationModel('amazon.titan-embed-text-v2:0')), (same) => same, []],
  ['a model of embeddings that is not granted', listed(BedrockModel.foundationModel('amazon.titan-embed-text-v2:0')), without('BedrockFoundationModel'), [
    'bedrock.get-model | amazon.titan-embed-text-v2:0 | fail BEDROCK_MODEL_DENIED', 'bedrock.invoke | amazon.titan-embed-text-v2:0 | fail BEDROCK_MODEL_DENIED',
  ]],
  ['a model of pictures', listed(BedrockModel.foundationModel('amazon.nova-canvas-v1:0')), (same) => same, [
    'bedrock.get-model | amazon.nova-canvas-v1:0 | fail BEDROCK_MODEL_NOT_FOUND', 'bedrock.invoke | amazon.nova-canvas-v1:0 | skipped BEDROCK_NO_CONVERSATION',
  ]],
  ['nothing but the lists', listed(BedrockModel.foundationModel(LITE)), without('BedrockFoundationModel'), [
    `bedrock.get-model | ${LITE} | fail BEDROCK_MODEL_DENIED`, `bedrock.invoke | ${LITE} | fail BEDROCK_MODEL_DENIED`, `bedrock.stream | ${LITE} | fail BEDROCK_MODEL_DENIED`,
  ]],
  ['the profile alone, as the guides would have it', listed(BedrockModel.inferenceProfile(SONNET)), without('BedrockModelBehind'), [
    `bedrock.invoke | ${SONNET} | fail BEDROCK_MODEL_DENIED`, `bedrock.stream | ${SONNET} | fail BEDROCK_MODEL_DENIED`,
  ]],
  ['the model alone, as the guides would have it', listed(BedrockModel.inferenceProfile(SONNET)), without('BedrockProfile'), [
    `bedrock.get-model | ${SONNET} | fail BEDROCK_MODEL_DENIED`, `bedrock.invoke | ${SONNET} | fail BEDROCK_MODEL_DENIED`, `bedrock.stream | ${SONNET} | fail BEDROCK_MODEL_DENIED`,
  ]],
  ['no lists', listed(BedrockModel.foundationModel(LITE)), without('BedrockListModels'), [
    'bedrock.list-models | us-east-1 | fail BEDROCK_LIST_DENIED', 'bedrock.list-profiles | us-east-1 | fail BEDROCK_LIST_DENIED', 'bedrock.get-custom-model | us-east-1 | fail ACCESS_DENIED',
    'bedrock.denied-model | its targets | warn DENIAL_INCONCLUSIVE',
  ]],
  ['more models than were granted', listed(BedrockModel.foundationModel(LITE)), allow('bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/*'), ['bedrock.denied-model | amazon.nova-micro-v1:0 | fail BEDROCK_MODEL_NOT_REFUSED']],
  ['more regions than were granted', listed(BedrockModel.foundationModel(LITE)), allow('bedrock:InvokeModel', `arn:aws:bedrock:*::foundation-model/${LITE}`), [`bedrock.denied-region | ${LITE} in us-west-2 | fail BEDROCK_REGION_NOT_REFUSED`]],
  ['named regions that are refused', { models: [BedrockModel.foundationModel(LITE), BedrockModel.inferenceProfile(SONNET, { destinationRegions: ['us-east-2', 'us-west-2'] })], deniedRegions: ['eu-west-1', 'ap-northeast-1'] }, (same) => same, []],
  ['a named region that is open', { ...listed(BedrockModel.foundationModel(LITE)), deniedRegions: ['eu-west-1', 'ap-northeast-1'] }, allow('bedrock:InvokeModel', `arn:aws:bedrock:eu-west-1::foundation-model/${LITE}`), [
    `bedrock.denied-region | ${LITE} in eu-west-1 | fail BEDROCK_REGION_NOT_REFUSED`,
  ]],
  ['a named model that must be refused and is open', { ...listed(BedrockModel.foundationModel(LITE)), deniedModels: [BedrockModel.inferenceProfile(SONNET)] }, allow('bedrock:InvokeModel', '*'), [
    `bedrock.denied-model | ${SONNET} | fail BEDROCK_MODEL_NOT_REFUSED`, `bedrock.denied-region | ${LITE} in us-west-2 | fail BEDROCK_REGION_NOT_REFUSED`,
  ]],
  ['a named model that is refused', { ...listed(BedrockModel.foundationModel(LITE)), deniedModels: [BedrockModel.inferenceProfile(SONNET), BedrockModel.foundationModel(SONNET.slice(3))] }, (same) => same, []],
  ['the bare model behind a profile', { ...listed(BedrockModel.inferenceProfile('us.amazon.nova-lite-v1:0')), deniedModels: [BedrockModel.foundationModel(LITE)] }, (same) => same, []],
  ['no streaming', { ...listed(BedrockModel.foundationModel(LITE)), streaming: false }, (same) => same, []],
  ['streaming that was switched off', { ...listed(BedrockModel.foundationModel(LITE)), streaming: false }, allow('bedrock:InvokeModelWithResponseStream', '*'), [`bedrock.stream-denied | ${LITE} | fail BEDROCK_STREAM_NOT_REFUSED`]],
  ['no invocation', { ...listed(BedrockModel.foundationModel(LITE), BedrockModel.foundationModel(SONNET.slice(3))), verifyInvocation: false }, (same) => same, []],
  ['all models', { allModels: true }, (same) => same, []],
  ['all models of one region', { allModels: true, regions: ['us-east-1'] }, (same) => same, []],
  ['all models of one region, which is not held', { allModels: true, regions: ['us-east-1'] }, allow('bedrock:InvokeModel', '*'), ['bedrock.denied-region | amazon.nova-micro-v1:0 in us-west-2 | fail BEDROCK_REGION_NOT_REFUSED']],
])('%s', async (_, options, change, expected) => {
  expect(problems(await verify(options, change))).toEqual(expected);
});

describe('what the account made itself', () => {
  const client = () => new BedrockClient(account.aws.clientConfig());

  test('application profiles, provisioned throughputs, routers and Marketplace endpoints', async () => {
    const bedrock = client();
    const { inferenceProfileArn = '' } = await bedrock.send(new CreateInferenceProfileCommand({ inferenceProfileName: 'costs', modelSource: { copyFrom: `arn:aws:bedrock:us-east-1:${account.aws.accountId}:inference-profile/${SONNET}` } }));
    const { provisionedModelArn = '' } = await bedrock.send(new CreateProvisionedModelThroughputCommand({ provisionedModelName: 'mine', modelId: LITE, modelUnits: 1 }));
    const { promptRouterArn = '' } = await bedrock.send(new CreatePromptRouterCommand({
      promptRouterName: 'router', models: [{ modelArn: `arn:aws:bedrock:us-east-1:${account.aws.accountId}:inference-profile/${SONNET}` }], routingCriteria: { responseQualityDifference: 0 }, fallbackModel: { modelArn: 'x' },
    }));
    const { marketplaceModelEndpoint } = await bedrock.send(new CreateMarketplaceModelEndpointCommand({
      endpointName: 'My-Endpoint', modelSourceIdentifier: 'arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/a/1', endpointConfig: { sageMaker: { initialInstanceCount: 1, instanceType: 'ml.g5.xlarge', executionRole: 'arn:aws:iam::123456789012:role/r' } },
    }));
    const models = [
      BedrockModel.applicationInferenceProfile(inferenceProfileArn), BedrockModel.provisionedThroughput(provisionedModelArn),
      BedrockModel.promptRouter(promptRouterArn), BedrockModel.marketplaceEndpoint(marketplaceModelEndpoint?.endpointArn ?? ''),
    ];
    const report = await verify({ models });
    expect(problems(report)).toEqual([]);
    expect(report.checks.filter(({ id }) => id === 'bedrock.invoke')).toHaveLength(4);
    const denied = await verify({ models: [BedrockModel.provisionedThroughput(provisionedModelArn)], deniedRegions: ['eu-west-1'] });
    expect(shortly(denied)).toContain('bedrock.denied-region | amazon.nova-micro-v1:0 in eu-west-1 | pass OK');
    const broken = await verify({ models }, without('BedrockModelBehind', 'BedrockEndpoint'));
    expect(problems(broken).filter((line) => line.startsWith('bedrock.invoke')).map((line) => line.split(' | ')[2])).toEqual(Array(3).fill('fail BEDROCK_MODEL_DENIED'));
  });

  test('a guardrail that every call must name', async () => {
    const bedrock = client();
    const { guardrailArn = '', guardrailId } = await bedrock.send(new CreateGuardrailCommand({ name: 'polite', blockedInputMessaging: 'no', blockedOutputsMessaging: 'no' }));
    await bedrock.send(new CreateGuardrailVersionCommand({ guardrailIdentifier: guardrailId }));
    const models = [BedrockModel.foundationModel(LITE), BedrockModel.inferenceProfile(SONNET)];
    for (const version of [undefined, '1', 'DRAFT']) expect(problems(await verify({ models, guardrail: { guardrailArn, version } }))).toEqual([]);
    expect(problems(await verify({ models, guardrail: { guardrailArn } }, allow('bedrock:InvokeModel', `arn:aws:bedrock:us-east-1::foundation-model/${LITE}`)))).toEqual([
      `bedrock.without-guardrail | ${LITE} | fail BEDROCK_GUARDRAIL_NOT_ENFORCED`,
    ]);
    expect(problems(await verify({ models, guardrail: { guardrailArn } }, without('BedrockGuardrail')))).toContain(`bedrock.invoke | ${LITE} | fail BEDROCK_MODEL_DENIED`);
  });
});

test('an import says that there is nothing to import, and invokes nothing', async () => {
  const report = await verify(listed(BedrockModel.foundationModel(LITE)), (same) => same, 'import');
  const message = 'Amazon Bedrock has nothing to import: the platform calls its models, which test-connection checks.';
  expect(report).toMatchObject({ status: 'pass', message, integrations: [{ integration: 'bedrock', status: 'pass', message }] });
  expect(report.checks.filter(({ integration }) => integration === 'bedrock')).toEqual([]);
});
