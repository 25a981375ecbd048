import { CfnApplicationInferenceProfile, FoundationModel, FoundationModelIdentifier, type IModel, ProvisionedModel } from 'aws-cdk-lib/aws-bedrock';
import { Aws, CfnParameter, type Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { BedrockAccess, type BedrockAccessProps, BedrockModel, CrossAccountRole, type IConnection, OidcFederationRole, Platform } from '../../../src';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../synthesis/template';

type Options = Omit<BedrockAccessProps, 'connection'>;

const LITE = 'amazon.nova-lite-v1:0';
const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const OWN = `arn:aws:bedrock:us-east-1:${ACCOUNT}`;
const ofAccount = (kind: string, id = 'abcdefghijkl') => `${OWN}:${kind}/${id}`;
const foundationModel = (id: string, region = 'us-east-1') => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const COMMON = [
  ['BedrockListModels', ['bedrock:ListFoundationModels', 'bedrock:ListCustomModels', 'bedrock:ListInferenceProfiles'], '*'],
  ['BedrockGetCustomModel', 'bedrock:GetCustomModel', `${OWN}:custom-model/*`],
];

function grant(options: Options, stack: Stack = newStack({ env: ENV }), connectionOf?: (stack: Stack) => IConnection): Stack {
  const connection = connectionOf?.(stack) ?? new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new BedrockAccess(stack, 'Bedrock', { connection, ...options });
  return stack;
}

const listed = (...models: readonly BedrockModel[]): Options => ({ models: [...models] });

/** The statements without their constant parts, and without the lists, which every access has. */
function statements(options: Options, stack?: Stack, parameters: Readonly<Record<string, string>> = {}): unknown[] {
  const all = new Synthesized(grant(options, stack), undefined, parameters).policies('ConnectionRole').flatMap(({ Statement }) => Statement)
    .map(({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, ...(Condition ? [Condition] : [])]);
  expect(all.slice(0, 2)).toEqual(COMMON);
  return all.slice(2);
}

describe('grants', () => {
  test('foundation models where the connection is, or in given regions', () => {
    expect(statements(listed(BedrockModel.foundationModel(LITE), BedrockModel.foundationModel('amazon.nova-pro-v1:0', { regions: ['eu-west-1', 'eu-west-3'] })))).toEqual([
      ['BedrockFoundationModel', ['bedrock:GetFoundationModel', ...INVOKE], [foundationModel(LITE), foundationModel('amazon.nova-pro-v1:0', 'eu-west-1'), foundationModel('amazon.nova-pro-v1:0', 'eu-west-3')]],
    ]);
  });

  test('a profile, and its model wherever the profile sends calls, through profiles of the geography only', () => {
    const condition = { ArnLike: { 'bedrock:InferenceProfileArn': `${OWN}:inference-profile/us.*` } };
    expect(statements(listed(BedrockModel.inferenceProfile(`us.${SONNET}`), BedrockModel.inferenceProfile(`us.${LITE}`)))).toEqual([
      ['BedrockProfile', ['bedrock:GetInferenceProfile', ...INVOKE], [`${OWN}:inference-profile/us.${SONNET}`, `${OWN}:inference-profile/us.${LITE}`]],
      ['BedrockModelDetails', 'bedrock:GetFoundationModel', [foundationModel(SONNET), foundationModel(LITE)]],
      ['BedrockModelBehind', INVOKE, [foundationModel(SONNET, '*'), foundationModel(LITE, '*')], condition],
    ]);
  });

  test('given destination regions, and the source with them', () => {
    const model = BedrockModel.inferenceProfile(`us.${SONNET}`, { destinationRegions: ['us-east-2', 'us-east-1', 'us-west-2'] });
    expect(statements(listed(model)).at(-1)).toEqual(['BedrockModelBehind', INVOKE, ['us-east-1', 'us-east-2', 'us-west-2'].map((region) => foundationModel(SONNET, region)), {
      ArnLike: { 'bedrock:InferenceProfileArn': `${OWN}:inference-profile/us.*` },
    }]);
  });

  test('a global profile in three statements', () => {
    const throughProfile = { 'bedrock:InferenceProfileArn': `${OWN}:inference-profile/global.*` };
    const fromHere = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } };
    expect(statements(listed(BedrockModel.inferenceProfile(`global.${SONNET}`)))).toEqual([
      ['BedrockModelDetails', 'bedrock:GetFoundationModel', foundationModel(SONNET)],
      ['BedrockProfile', ['bedrock:GetInferenceProfile', ...INVOKE], `${OWN}:inference-profile/global.${SONNET}`, fromHere],
      ['BedrockModelBehind', INVOKE, foundationModel(SONNET), { ...fromHere, ArnLike: throughProfile }],
      ['BedrockModelBehind2', INVOKE, foundationModel(SONNET, ''), { StringEquals: { 'aws:RequestedRegion': 'unspecified' }, ArnLike: throughProfile }],
    ]);
  });

  test('a profile by its ARN is called in the region of the ARN', () => {
    const arn = `arn:aws:bedrock:eu-central-1:${ACCOUNT}:inference-profile/eu.${SONNET}`;
    expect(statements(listed(BedrockModel.inferenceProfile(arn)))[0]).toEqual(['BedrockProfile', ['bedrock:GetInferenceProfile', ...INVOKE], arn]);
  });

  test('application profiles: any model behind them, or the one that is named', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((id) => ofAccount('application-inference-profile', id));
    expect(statements(listed(
      BedrockModel.applicationInferenceProfile(one), BedrockModel.applicationInferenceProfile(two),
      BedrockModel.applicationInferenceProfile(three, { foundationModelId: SONNET }),
    ))).toEqual([
      ['BedrockProfile', ['bedrock:GetInferenceProfile', ...INVOKE], [one, two, three]],
      ['BedrockModelDetails', 'bedrock:GetFoundationModel', foundationModel(SONNET)],
      ['BedrockModelBehind', INVOKE, foundationModel(SONNET, '*'), { ArnEquals: { 'bedrock:InferenceProfileArn': three } }],
      ['BedrockModelBehind2', INVOKE, foundationModel('*', '*'), { ArnEquals: { 'bedrock:InferenceProfileArn': [one, two] } }],
    ]);
  });

  test('what is behind profiles, routers and endpoints of another region is of that region', () => {
    const inEurope = (resource: string) => `arn:aws:bedrock:eu-west-1:${ACCOUNT}:${resource}`;
    const profile = BedrockModel.applicationInferenceProfile(inEurope('application-inference-profile/a'), { foundationModelId: LITE, destinationRegions: ['eu-west-2', 'eu-west-1'] });
    const router = BedrockModel.promptRouter(inEurope('prompt-router/a'));
    const endpoint = BedrockModel.marketplaceEndpoint(`arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/a`);
    expect(statements(listed(profile)).slice(1).map((statement) => (statement as unknown[])[2])).toEqual([foundationModel(LITE, 'eu-west-1'), ['eu-west-1', 'eu-west-2'].map((region) => foundationModel(LITE, region))]);
    expect((statements(listed(router))[1] as unknown[])[2]).toEqual([foundationModel('*', '*'), inEurope('inference-profile/*')]);
    expect((statements(listed(endpoint))[0] as unknown[])[2]).toBe(inEurope('marketplace/model-endpoint/all-access'));
  });

  test.each([
    ['provisioned throughputs', BedrockModel.provisionedThroughput, 'provisioned-model', 'BedrockProvisioned', 'GetProvisionedModelThroughput'],
    ['custom model deployments', BedrockModel.customModelDeployment, 'custom-model-deployment', 'BedrockDeployment', 'GetCustomModelDeployment'],
    ['imported models', BedrockModel.importedModel, 'imported-model', 'BedrockImported', 'GetImportedModel'],
  ])('%s', (_, factory, kind, sid, details) => {
    expect(statements(listed(factory(ofAccount(kind))))).toEqual([[sid, [`bedrock:${details}`, ...INVOKE], ofAccount(kind)]]);
  });

  test('a prompt router, and what it routes to, through it only', () => {
    const router = ofAccount('default-prompt-router', 'anthropic.claude:1');
    expect(statements(listed(BedrockModel.promptRouter(router)))).toEqual([
      ['BedrockRouter', ['bedrock:GetPromptRouter', ...INVOKE], router],
      ['BedrockModelBehind', INVOKE, [foundationModel('*', '*'), `${OWN}:inference-profile/*`], { ArnEquals: { 'bedrock:PromptRouterArn': router } }],
    ]);
  });

  test('Marketplace endpoints through Bedrock only, by the lower-case ARN that SageMaker looks at', () => {
    const arns = ['One', 'two'].map((name) => `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/${name}`);
    expect(statements(listed(...arns.map((arn) => BedrockModel.marketplaceEndpoint(arn))))).toEqual([
      ['BedrockMarketplace', ['bedrock:GetMarketplaceModelEndpoint', ...INVOKE], `${OWN}:marketplace/model-endpoint/all-access`],
      ['BedrockEndpoint', ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'], arns.map((arn) => arn.toLowerCase()), { StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } }],
    ]);
  });

  test('a Marketplace endpoint that is known at deployment only, by the ARN that it has then', () => {
    const stack = newStack({ env: ENV });
    const Endpoint = `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/one`;
    const options = listed(BedrockModel.marketplaceEndpoint(new CfnParameter(stack, 'Endpoint').valueAsString));
    const policies = new Synthesized(grant(options, stack), undefined, { Endpoint }).policies('ConnectionRole');
    expect(policies.flatMap(({ Statement }) => Statement).find(({ Sid }) => Sid === 'BedrockEndpoint')?.Resource).toBe(Endpoint);
  });

  test('an application inference profile of a known model, in its own region and in those that it sends calls to', () => {
    const profile = ofAccount('application-inference-profile');
    const behind = (destinationRegions?: string[]) => {
      const model = BedrockModel.applicationInferenceProfile(profile, { foundationModelId: LITE, destinationRegions });
      return (statements(listed(model)) as unknown[][]).find(([sid]) => sid === 'BedrockModelBehind');
    };
    const through = { ArnEquals: { 'bedrock:InferenceProfileArn': profile } };
    expect(behind(['us-west-2', 'us-east-1'])).toEqual(['BedrockModelBehind', INVOKE, [foundationModel(LITE), foundationModel(LITE, 'us-west-2')], through]);
    expect(behind()).toEqual(['BedrockModelBehind', INVOKE, foundationModel(LITE, '*'), through]);
  });

  test('models of aws-cdk-lib', () => {
    const stack = newStack({ env: ENV });
    expect(statements(listed(
      BedrockModel.fromModel(FoundationModel.fromFoundationModelId(stack, 'Model', new FoundationModelIdentifier('amazon.titan-text-express-v1'))),
      BedrockModel.fromModel(ProvisionedModel.fromProvisionedModelArn(stack, 'Provisioned', ofAccount('provisioned-model'))),
      ...['inference-profile', 'application-inference-profile', 'custom-model-deployment', 'imported-model', 'prompt-router']
        .map((kind) => BedrockModel.fromModel({ modelArn: ofAccount(kind, kind === 'inference-profile' ? `us.${LITE}` : 'abc') })),
    ), stack).map((statement) => (statement as string[])[0])).toEqual([
      'BedrockFoundationModel', 'BedrockProvisioned', 'BedrockProfile', 'BedrockModelDetails', 'BedrockDeployment', 'BedrockImported', 'BedrockRouter', 'BedrockModelBehind', 'BedrockModelBehind2', 'BedrockModelBehind3',
    ]);
  });

  test('all models', () => {
    const anywhere = (kind: string) => `arn:aws:bedrock:*:${ACCOUNT}:${kind}/*`;
    expect(statements({ allModels: true })).toEqual([
      ['BedrockFoundationModel', ['bedrock:GetFoundationModel', ...INVOKE], foundationModel('*', '*')],
      ['BedrockProfile', ['bedrock:GetInferenceProfile', ...INVOKE], [anywhere('inference-profile'), anywhere('application-inference-profile')]],
      ['BedrockProvisioned', ['bedrock:GetProvisionedModelThroughput', ...INVOKE], anywhere('provisioned-model')],
      ['BedrockDeployment', ['bedrock:GetCustomModelDeployment', ...INVOKE], anywhere('custom-model-deployment')],
      ['BedrockImported', ['bedrock:GetImportedModel', ...INVOKE], anywhere('imported-model')],
      ['BedrockRouter', ['bedrock:GetPromptRouter', ...INVOKE], [anywhere('prompt-router'), anywhere('default-prompt-router')]],
    ]);
  });

  test('all models of some regions, and those behind profiles wherever these send calls', () => {
    const [models, profiles, ...rest] = statements({ allModels: true, regions: ['us-east-1', 'us-west-2'] });
    const arns = ['us-east-1', 'us-west-2'].flatMap((region) => ['inference-profile', 'application-inference-profile'].map((kind) => `arn:aws:bedrock:${region}:${ACCOUNT}:${kind}/*`));
    expect(models).toEqual(['BedrockFoundationModel', ['bedrock:GetFoundationModel', ...INVOKE], [foundationModel('*'), foundationModel('*', 'us-west-2')]]);
    expect(profiles).toEqual(['BedrockProfile', ['bedrock:GetInferenceProfile', ...INVOKE], arns]);
    expect(rest.at(-1)).toEqual(['BedrockModelBehind', INVOKE, foundationModel('*', '*'), { ArnLike: { 'bedrock:InferenceProfileArn': arns } }]);
  });

  test('no streaming', () => {
    const all = JSON.stringify(statements({ ...listed(BedrockModel.foundationModel(LITE), BedrockModel.marketplaceEndpoint(`arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/one`)), streaming: false }));
    expect(all).not.toContain('Stream');
    expect(all).toContain('sagemaker:InvokeEndpoint');
  });

  test('subscriptions on request, through Bedrock only', () => {
    const options = listed(BedrockModel.foundationModel(LITE));
    expect(JSON.stringify(statements(options))).not.toContain('aws-marketplace');
    expect(statements({ ...options, marketplaceSubscription: true })[1]).toEqual([
      'BedrockSubscribe', ['Subscribe', 'Unsubscribe', 'ViewSubscriptions'].map((action) => `aws-marketplace:${action}`), '*', { StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } },
    ]);
  });

  test.each([
    [undefined, { StringLike: { 'bedrock:GuardrailIdentifier': `${ofAccount('guardrail', 'polite')}:*` } }],
    ['3', { StringEquals: { 'bedrock:GuardrailIdentifier': `${ofAccount('guardrail', 'polite')}:3` } }],
    ['12345678', { StringEquals: { 'bedrock:GuardrailIdentifier': `${ofAccount('guardrail', 'polite')}:12345678` } }],
    ['DRAFT', { StringEquals: { 'bedrock:GuardrailIdentifier': ofAccount('guardrail', 'polite') } }],
  ])('a guardrail of version %s as a condition of every invocation and of nothing else', (version, condition) => {
    const guardrailArn = ofAccount('guardrail', 'polite');
    expect(statements({ ...listed(BedrockModel.foundationModel(LITE), BedrockModel.inferenceProfile(`global.${LITE}`)), guardrail: { guardrailArn, version } })).toEqual([
      ['BedrockGuardrail', 'bedrock:ApplyGuardrail', guardrailArn],
      ['BedrockFoundationModel', 'bedrock:GetFoundationModel', foundationModel(LITE)],
      ['BedrockModelDetails', 'bedrock:GetFoundationModel', foundationModel(LITE)],
      ['BedrockProfile', 'bedrock:GetInferenceProfile', `${OWN}:inference-profile/global.${LITE}`, { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }],
      ['BedrockFoundationModelGuarded', INVOKE, foundationModel(LITE), condition],
      expect.arrayContaining(['BedrockProfileGuarded']), expect.arrayContaining(['BedrockModelBehindGuarded']), expect.arrayContaining(['BedrockModelBehindGuarded2']),
    ]);
    const invoking = new Synthesized(grant({ ...listed(BedrockModel.inferenceProfile(`global.${LITE}`)), guardrail: { guardrailArn, version } })).policies('ConnectionRole')
      .flatMap(({ Statement }) => Statement).filter(({ Action }) => [Action].flat().includes('bedrock:InvokeModel'));
    expect(invoking).toHaveLength(3);
    invoking.forEach(({ Condition }) => expect(JSON.stringify(Condition)).toContain('bedrock:GuardrailIdentifier'));
  });

  test('nothing that was not asked for, whatever is listed', () => {
    const ids = ['amazon.nova-lite-v1:0', 'amazon.nova-pro-v1:0', SONNET, 'meta.llama3-1-8b-instruct-v1:0'];
    const kinds = ['foundation', 'us', 'eu', 'global'];
    const model = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...kinds));
    const choice = fc.uniqueArray(model, { minLength: 1, maxLength: 8, selector: (each) => each.join() });
    fc.assert(fc.property(choice, fc.boolean(), (chosen, streaming) => {
      const models = chosen.map(([id, kind]) => kind === 'foundation' ? BedrockModel.foundationModel(id) : BedrockModel.inferenceProfile(`${kind}.${id}`));
      const all = new Synthesized(grant({ models, streaming })).policies('ConnectionRole').flatMap(({ Statement }) => Statement);
      const invocations = all.filter(({ Action }) => [Action].flat().includes('bedrock:InvokeModel'))
        .flatMap(({ Resource, Condition }) => {
          const through = Condition?.ArnLike?.['bedrock:InferenceProfileArn'];
          return [Resource ?? []].flat().map((resource) => ({ resource, through }));
        });
      expect(invocations.length).toBeGreaterThanOrEqual(chosen.length);
      const asked = new Set(chosen.map(([id, kind]) => `${kind} ${id}`));
      for (const { resource, through } of invocations) {
        const [, region, , type, id] = /^arn:aws:bedrock:([^:]*):(\d*):([a-z-]+)\/(.*)$/.exec(resource) ?? [];
        const geography = typeof through === 'string' ? through.split('/')[1].split('.')[0] : undefined;
        if (type === 'inference-profile') expect(asked).toContain(`${id.split('.')[0]} ${id.slice(id.indexOf('.') + 1)}`);
        else expect(asked).toContain(`${geography ?? 'foundation'} ${id}`);
        if (type === 'foundation-model' && region !== 'us-east-1') expect(geography).toBeDefined();
      }
      expect(JSON.stringify(all).includes('WithResponseStream')).toBe(streaming);
    }), { numRuns: 40 });
  });

  test('tokens: parameters, and profiles of the app, in a stack of an unknown environment', () => {
    const stack = newStack();
    const modelId = new CfnParameter(stack, 'ModelId').valueAsString;
    const profile = new CfnApplicationInferenceProfile(stack, 'Costs', { inferenceProfileName: 'costs', modelSource: { copyFrom: foundationModel(LITE) } });
    const provisioned = new CfnParameter(stack, 'Provisioned').valueAsString;
    const parameters = { ModelId: LITE, Provisioned: ofAccount('provisioned-model') };
    const all = statements(listed(
      BedrockModel.foundationModel(modelId), BedrockModel.inferenceProfile(`us.${SONNET}`), BedrockModel.applicationInferenceProfile(profile.attrInferenceProfileArn), BedrockModel.provisionedThroughput(provisioned),
    ), stack, parameters);
    expect(all[0]).toEqual(['BedrockFoundationModel', ['bedrock:GetFoundationModel', ...INVOKE], foundationModel(LITE)]);
    expect(all[1]).toEqual(['BedrockProfile', ['bedrock:GetInferenceProfile', ...INVOKE], [`${OWN}:inference-profile/us.${SONNET}`, expect.stringMatching(/:application-inference-profile\//)]]);
    expect(all).toContainEqual(['BedrockProvisioned', ['bedrock:GetProvisionedModelThroughput', ...INVOKE], ofAccount('provisioned-model')]);
  });

  test('ARNs in a stack of an unknown environment, and a router that is a token', () => {
    const stack = newStack();
    const router = new CfnParameter(stack, 'Router').valueAsString;
    const all = statements(listed(BedrockModel.importedModel(ofAccount('imported-model')), BedrockModel.promptRouter(router)), stack, { Router: ofAccount('prompt-router') });
    expect(all).toContainEqual(['BedrockImported', ['bedrock:GetImportedModel', ...INVOKE], ofAccount('imported-model')]);
    expect(all.at(-1)).toEqual([
      'BedrockModelBehind', INVOKE, [foundationModel('*', '*'), `${OWN}:inference-profile/*`], { ArnEquals: { 'bedrock:PromptRouterArn': ofAccount('prompt-router') } },
    ]);
  });

  test('a foundation model of aws-cdk-lib in a stack of an unknown environment', () => {
    const stack = newStack();
    const model = FoundationModel.fromFoundationModelId(stack, 'Model', new FoundationModelIdentifier('amazon.titan-text-express-v1'));
    expect(statements(listed(BedrockModel.fromModel(model)), stack)).toEqual([['BedrockFoundationModel', ['bedrock:GetFoundationModel', ...INVOKE], foundationModel('amazon.titan-text-express-v1')]]);
  });
});

describe('partitions', () => {
  test.each([['us-gov-west-1', 'aws-us-gov', 'us-gov'], ['eusc-de-east-1', 'aws-eusc', 'eu'], ['eu-central-1', 'aws', 'eu']])('%s', (region, partition, geography) => {
    const stack = grant(listed(BedrockModel.foundationModel(LITE), BedrockModel.inferenceProfile(`${geography}.${LITE}`)), newStack({ env: { account: ACCOUNT, region } }));
    const resources = new Synthesized(stack).policies('ConnectionRole').flatMap(({ Statement }) => Statement).flatMap(({ Resource }) => Resource ?? []).filter((resource) => resource !== '*');
    resources.forEach((resource) => expect(resource).toMatch(new RegExp(`^arn:${partition}:bedrock:`)));
    expect(resources).toContain(`arn:${partition}:bedrock:${region}:${ACCOUNT}:inference-profile/${geography}.${LITE}`);
  });
});

describe('the document', () => {
  const sectionOf = (options: Options, connectionOf?: (stack: Stack) => IConnection) =>
    new Synthesized(grant(options, undefined, connectionOf)).document().integrations.bedrock;
  const koreAi = (stack: Stack) => new CrossAccountRole(stack, 'Connection', { platform: Platform.koreAi({ principal: 'arn:aws:iam::222222222222:role/platform' }) });
  const airia = (stack: Stack) => new CrossAccountRole(stack, 'Connection', { platform: Platform.airia(), externalId: 'an-external-id' });
  const EVERY_KIND = listed(
    BedrockModel.foundationModel(foundationModel('cohere.command-r-v1:0')), BedrockModel.inferenceProfile(`us.${SONNET}`), BedrockModel.provisionedThroughput(ofAccount('provisioned-model')),
    BedrockModel.marketplaceEndpoint(`arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/One`),
  );

  test('says what to enter in the form of each platform', () => {
    expect(sectionOf(EVERY_KIND, koreAi)?.fields).toEqual({
      'Region': 'us-east-1', 'Model ID': ['cohere.command-r-v1:0', `us.${SONNET}`, 'abcdefghijkl', `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/One`],
    });
    expect(sectionOf(EVERY_KIND, airia)?.fields['Model ID']).toEqual(['cohere.command-r-v1:0', `us.${SONNET}`, ofAccount('provisioned-model'), `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/One`]);
    expect(sectionOf(EVERY_KIND)?.fields).toEqual({ 'AWS Region': 'us-east-1' });
    expect(sectionOf({ allModels: true }, koreAi)?.fields).toEqual({ Region: 'us-east-1' });
  });

  test('says where each model is called, and what is known of where it runs', () => {
    const inEurope = (resource: string) => `arn:aws:bedrock:eu-west-1:${ACCOUNT}:${resource}`;
    const scope = sectionOf(listed(
      BedrockModel.foundationModel(LITE, { regions: ['us-west-2', 'us-east-1'] }), BedrockModel.provisionedThroughput(inEurope('provisioned-model/a')),
      BedrockModel.inferenceProfile(inEurope(`inference-profile/eu.${SONNET}`), { destinationRegions: ['eu-west-3'] }),
      BedrockModel.applicationInferenceProfile(inEurope('application-inference-profile/a'), { foundationModelId: LITE, destinationRegions: ['eu-west-2'] }),
      BedrockModel.marketplaceEndpoint(`arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/a`),
    ))?.scope;
    expect(scope?.models.map(({ regions, destinationRegions, foundationModel: model }) => [regions, destinationRegions, model])).toEqual([
      [['us-west-2', 'us-east-1'], undefined, LITE], [['eu-west-1'], undefined, undefined], [['eu-west-1'], ['eu-west-3'], SONNET],
      [['eu-west-1'], ['eu-west-2'], LITE], [['eu-west-1'], undefined, undefined],
    ]);
  });

  test('says how each model is called and where its answer is', () => {
    const scope = sectionOf(EVERY_KIND, koreAi)?.scope;
    expect(scope?.models.map((each) => each.foundationModel)).toEqual(['cohere.command-r-v1:0', SONNET, undefined, undefined]);
    expect(scope?.models.map(({ type, call, regions, responses }) => [type, call, regions, responses])).toEqual([
      ['foundation-model', 'cohere.command-r-v1:0', ['us-east-1'], ['converse', 'cohere-command-r']],
      ['inference-profile', `us.${SONNET}`, ['us-east-1'], ['converse', 'anthropic-messages']],
      ['provisioned-model', ofAccount('provisioned-model'), ['us-east-1'], ['converse']],
      ['marketplace-endpoint', `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/One`, ['us-east-1'], ['converse']],
    ]);
    expect(scope?.responseMappings).toEqual({
      'converse': { outputText: '$.output.message.content[0].text', inputUsage: '$.usage.inputTokens', outputUsage: '$.usage.outputTokens' },
      'anthropic-messages': { outputText: '$.content[0].text', inputUsage: '$.usage.input_tokens', outputUsage: '$.usage.output_tokens' },
      'cohere-command-r': { outputText: '$.text' },
    });
  });

  test('names the probes that the choice needs', () => {
    const probes = (options: Options) => sectionOf(options)?.probes.map(({ id }) => id.replace('bedrock.', ''));
    const model = listed(BedrockModel.foundationModel(LITE));
    expect(probes(model)).toEqual(['list-models', 'list-profiles', 'get-custom-model', 'get-model', 'invoke', 'stream', 'denied-model', 'denied-region']);
    expect(probes({ ...model, streaming: false })).toEqual(['list-models', 'list-profiles', 'get-custom-model', 'get-model', 'invoke', 'denied-model', 'denied-region', 'stream-denied']);
    expect(probes({ ...model, verifyInvocation: false, guardrail: { guardrailArn: ofAccount('guardrail') } })).toEqual(['list-models', 'list-profiles', 'get-custom-model', 'get-model', 'denied-model', 'denied-region', 'without-guardrail']);
    expect(probes({ allModels: true })).toEqual(['list-models', 'list-profiles', 'get-custom-model', 'invoke', 'stream']);
    expect(probes({ allModels: true, regions: ['us-east-1'] })).toEqual(['list-models', 'list-profiles', 'get-custom-model', 'invoke', 'stream', 'denied-region']);
  });

  test('carries what the verifier needs', () => {
    const denied = [BedrockModel.foundationModel('amazon.nova-pro-v1:0', { regions: ['us-west-2'] })];
    expect(sectionOf({ ...listed(BedrockModel.foundationModel(LITE)), deniedModels: denied, guardrail: { guardrailArn: ofAccount('guardrail'), version: '1' }, verifyInvocation: false })?.scope).toMatchObject({
      allModels: false, streaming: true, invoke: false, guardrail: { arn: ofAccount('guardrail'), version: '1' }, deniedModels: [{ call: 'amazon.nova-pro-v1:0', region: 'us-west-2' }],
    });
    expect(sectionOf({ ...listed(BedrockModel.foundationModel(LITE)), deniedRegions: ['eu-west-1'] })?.scope.deniedRegions).toEqual(['eu-west-1']);
    expect(sectionOf({ allModels: true, regions: ['us-east-1'] })?.scope).toMatchObject({ allModels: true, regions: ['us-east-1'], models: [], deniedModels: [] });
  });

  test('warns of what is broad or costs', () => {
    const warnings = (options: Options) => new Synthesized(grant(options)).document().warnings;
    expect(warnings(listed(BedrockModel.foundationModel(LITE)))).toEqual([]);
    expect(warnings({ allModels: true, marketplaceSubscription: true })).toEqual([
      'The platform may invoke every Amazon Bedrock model of the account, new ones too.',
      'The platform may subscribe the account to third-party models by calling them, which AWS bills.',
    ]);
  });
});

describe('refuses', () => {
  const model = () => BedrockModel.foundationModel(LITE);
  const options = (make: (stack: Stack) => Options) => make;
  const GUIDES_FORM = 'bedrock:provisioned-model-inference/my-throughput-id';
  const CUSTOM = ofAccount('custom-model', 'amazon.nova-lite-v1:0/abcdefghijkl');
  const CUSTOM_CURE = 'is a custom model, which cannot be invoked itself. Deploy it, and give BedrockModel.customModelDeployment(arn) or BedrockModel.provisionedThroughput(arn).';
  const PROVISIONED_CURE = "is how a guide writes a provisioned throughput, and no ARN. Give BedrockModel.provisionedThroughput('arn:aws:bedrock:us-east-1:111122223333:provisioned-model/my-throughput-id') with your region and account.";

  test.each<[string, (stack: Stack) => Options, string]>([
    ['no model', options(() => ({})), 'models is missing. List the models, or set allModels: true.'],
    ['all models and some', options(() => ({ allModels: true, models: [model()] })), "allModels 'true' contradicts the models that are listed. Leave out one of the two."],
    ['regions without all models', options(() => ({ models: [model()], regions: ['us-east-1'] })), "regions is given without allModels. Give the regions of a model to its factory: BedrockModel.foundationModel(id, { regions: ['us-east-1'] })."],
    ['denied models with all models', options(() => ({ allModels: true, deniedModels: [model()] })), 'deniedModels is given together with allModels. List the allowed models instead.'],
    ['denied regions with all models', options(() => ({ allModels: true, regions: ['us-east-1'], deniedRegions: ['us-west-2'] })), 'deniedRegions is given together with allModels, whose profiles reach further regions. List the allowed models instead.'],
    ['a denied region that is none', options(() => ({ models: [model()], deniedRegions: ['us'] })), "deniedRegions[0] 'us' is no region. Give it in the form us-east-1."],
    ['a denied region that a model is called in', options(() => ({ models: [model()], deniedRegions: ['eu-west-1', 'us-east-1'] })), "deniedRegions[1] 'us-east-1' is a region of models[0]. Leave it out of one of the two."],
    ['a denied region of a model in several', options(() => ({ models: [model(), BedrockModel.foundationModel('amazon.nova-pro-v1:0', { regions: ['us-east-1', 'us-west-2'] })], deniedRegions: ['us-west-2'] })), "deniedRegions[0] 'us-west-2' is a region of models[1]. Leave it out of one of the two."],
    ['a denied region that a profile is called in', options(() => ({ models: [BedrockModel.inferenceProfile(`us.${SONNET}`, { destinationRegions: ['us-west-2'] })], deniedRegions: ['us-east-1'] })), "deniedRegions[0] 'us-east-1' is a region of models[0]. Leave it out of one of the two."],
    ...['provisioned-model', 'endpoint'].map((kind): [string, (stack: Stack) => Options, string] => [
      'a denied region that the ARN of a model is in',
      options(() => ({ models: [kind === 'endpoint' ? BedrockModel.marketplaceEndpoint(`arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/a`) : BedrockModel.provisionedThroughput(`arn:aws:bedrock:eu-west-1:${ACCOUNT}:${kind}/a`)], deniedRegions: ['eu-west-1'] })),
      "deniedRegions[0] 'eu-west-1' is a region of models[0]. Leave it out of one of the two.",
    ]),
    ['a denied region that a profile may send to', options(() => ({ models: [BedrockModel.inferenceProfile(`us.${SONNET}`, { destinationRegions: ['us-west-2'] })], deniedRegions: ['us-west-2'] })), "deniedRegions[0] 'us-west-2' is a region of models[0]. Leave it out of one of the two."],
    ...[
      () => BedrockModel.inferenceProfile(`us.${SONNET}`), () => BedrockModel.inferenceProfile(`global.${SONNET}`), () => BedrockModel.promptRouter(ofAccount('prompt-router')),
      () => BedrockModel.applicationInferenceProfile(ofAccount('application-inference-profile')),
    ].map((make): [string, (stack: Stack) => Options, string] => [
      'a denied region with a model that AWS sends somewhere', options(() => ({ models: [make()], deniedRegions: ['us-west-2'] })),
      "deniedRegions[0] 'us-west-2' may be a region that AWS sends calls of models[0] to. Give destinationRegions to the factory of the model, or leave the model out.",
    ]),
    ['no region', options(() => ({ allModels: true, regions: [] })), 'regions is empty. List regions, or leave it out.'],
    ...['*', 'us-east-1*', '*us-east-1', 'us-east-', 'us-1', 'us-east-1:111111111111'].map((region): [string, (stack: Stack) => Options, string] => [
      `${region} as a region`, options(() => ({ allModels: true, regions: ['us-east-1', region] })), `regions[1] '${region}' is no region. Give it in the form us-east-1.`,
    ]),
    ['a region of a model that is none', options(() => listed(BedrockModel.foundationModel(LITE, { regions: ['useast1'] }))), "regions[0] 'useast1' is no region. Give it in the form us-east-1."],
    ['a model twice', options(() => listed(model(), model())), `models[1] '${LITE}' is listed twice. List it once, with all of its regions.`],
    ['a model granted and denied', options(() => ({ models: [model()], deniedModels: [model()] })), `deniedModels[0] '${LITE}' is listed in models too. Leave it out of one of the two.`],
    ['a custom model', options(() => listed(BedrockModel.customModelDeployment(CUSTOM))), `deploymentArn '${CUSTOM}' ${CUSTOM_CURE}`],
    ['a custom model as a foundation model', options(() => listed(BedrockModel.foundationModel(CUSTOM))), `modelId '${CUSTOM}' ${CUSTOM_CURE}`],
    ['a custom model of aws-cdk-lib', options(() => listed(BedrockModel.fromModel({ modelArn: CUSTOM }))), `modelArn '${CUSTOM}' ${CUSTOM_CURE}`],
    ["a guide's form of a provisioned throughput", options(() => listed(BedrockModel.provisionedThroughput(GUIDES_FORM))), `provisionedModelArn '${GUIDES_FORM}' ${PROVISIONED_CURE}`],
    ["a guide's form of a provisioned throughput as a model", options(() => listed(BedrockModel.foundationModel(GUIDES_FORM))), `modelId '${GUIDES_FORM}' ${PROVISIONED_CURE}`],
    ...['us', 'us-gov', 'eu', 'apac', 'jp', 'au', 'ca', 'global'].map((geography): [string, (stack: Stack) => Options, string] => [
      `a profile of ${geography} as a foundation model`, options(() => listed(BedrockModel.foundationModel(`${geography}.${SONNET}`))),
      `modelId '${geography}.${SONNET}' is the ID of an inference profile. Give BedrockModel.inferenceProfile('${geography}.${SONNET}').`,
    ]),
    ['a foundation model as a profile', options(() => listed(BedrockModel.inferenceProfile(SONNET))), `idOrArn '${SONNET}' is the ID of a foundation model, not of an inference profile. Give BedrockModel.foundationModel('${SONNET}'), or the ID of a profile, such as 'us.${SONNET}'.`],
    ['a name that is no profile', options(() => listed(BedrockModel.inferenceProfile('claude'))), "idOrArn 'claude' is no ID of an inference profile. Give it in the form us.anthropic.claude-sonnet-4-5-20250929-v1:0."],
    ['a name that is no model', options(() => listed(BedrockModel.foundationModel('claude'))), "modelId 'claude' is no ID of a foundation model. Give it in the form amazon.nova-lite-v1:0."],
    ['a pattern of models', options(() => listed(BedrockModel.foundationModel('anthropic.*'))), "modelId 'anthropic.*' is a pattern. List the models by ID, or set allModels: true."],
    ['a pattern of profiles', options(() => listed(BedrockModel.inferenceProfile('us.*'))), "idOrArn 'us.*' is a pattern. List the profiles by ID, or set allModels: true."],
    ['a pattern of ARNs', options(() => listed(BedrockModel.importedModel(ofAccount('imported-model', '*')))), `importedModelArn '${ofAccount('imported-model', '*')}' is a pattern. List the ARNs, or set allModels: true.`],
    ...(['?', '*', '${aws:PrincipalTag/team}'] as const).flatMap((wild): [string, (stack: Stack) => Options, string][] => {
      const problem = wild.startsWith('$') ? "holds a '$', which IAM can expand as a policy variable. Give the ARN without it." : 'is a pattern. List the ARNs, or set allModels: true.';
      const endpoint = `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/a${wild}`;
      const arn = (kind: string) => ofAccount(kind, `a${wild}`);
      return [
        ['a profile of more than one name', options(() => listed(BedrockModel.applicationInferenceProfile(arn('application-inference-profile')))), `profileArn '${arn('application-inference-profile')}' ${problem}`],
        ['a router of more than one name', options(() => listed(BedrockModel.promptRouter(arn('prompt-router')))), `promptRouterArn '${arn('prompt-router')}' ${problem}`],
        ['an endpoint of more than one name', options(() => listed(BedrockModel.marketplaceEndpoint(endpoint))), `endpointArn '${endpoint}' ${problem}`],
        ['a guardrail of more than one name', options(() => ({ models: [model()], guardrail: { guardrailArn: arn('guardrail') } })), `guardrail.guardrailArn '${arn('guardrail')}' ${problem}`],
      ];
    }),
    ...['my-endpoint', `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/a/b`, `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/-a`, `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/${'a'.repeat(64)}`,
      `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint`, `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint-config/a`, `arn:aws:bedrock:us-east-1:${ACCOUNT}:endpoint/a`].map((arn): [string, (stack: Stack) => Options, string] => [
      'an endpoint that is none', options(() => listed(BedrockModel.marketplaceEndpoint(arn))), `endpointArn '${arn}' is not the ARN of an endpoint. Give it in the form arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-endpoint.`,
    ]),
    ['a router as a profile', options(() => listed(BedrockModel.inferenceProfile(ofAccount('prompt-router', `us.${SONNET}`)))),
      `idOrArn '${ofAccount('prompt-router', `us.${SONNET}`)}' is no ARN of the kind inference-profile. Give it in the form arn:aws:bedrock:us-east-1:111122223333:inference-profile/abcdefghijkl.`],
    ["a guide's form of a provisioned throughput as a profile", options(() => listed(BedrockModel.inferenceProfile(GUIDES_FORM))), `idOrArn '${GUIDES_FORM}' ${PROVISIONED_CURE}`],
    ['a pattern of models behind an application profile', options(() => listed(BedrockModel.applicationInferenceProfile(ofAccount('application-inference-profile'), { foundationModelId: 'anthropic.*' }))),
      "foundationModelId 'anthropic.*' is a pattern. List the models by ID, or set allModels: true."],
    ['an ARN of no model', options(() => listed(BedrockModel.fromModel({ modelArn: ofAccount('guardrail') } as IModel))), `modelArn '${ofAccount('guardrail')}' does not tell what kind of model it is. Use the factory of BedrockModel that is named after the kind.`],
    ['an ARN of another kind', options(() => listed(BedrockModel.importedModel(ofAccount('prompt-router')))), `importedModelArn '${ofAccount('prompt-router')}' is no ARN of the kind imported-model. Give it in the form arn:aws:bedrock:us-east-1:111122223333:imported-model/abcdefghijkl.`],
    ['the ARN of another kind as a model', options(() => listed(BedrockModel.foundationModel(ofAccount('prompt-router')))), `modelId '${ofAccount('prompt-router')}' is the ARN of another kind, prompt-router. Use the factory of BedrockModel that is named after it.`],
    ['an application profile as a profile', options(() => listed(BedrockModel.inferenceProfile(ofAccount('application-inference-profile')))), `idOrArn '${ofAccount('application-inference-profile')}' is an application inference profile. Give BedrockModel.applicationInferenceProfile(arn).`],
    ['a profile that is a token', options((stack) => listed(BedrockModel.inferenceProfile(new CfnParameter(stack, 'Profile').valueAsString))),
      'idOrArn is only known at deployment, and so is the model that it reaches. Give the ID as a literal, or use BedrockModel.applicationInferenceProfile(arn).'],
    ['destination regions of a global profile', options(() => listed(BedrockModel.inferenceProfile(`global.${SONNET}`, { destinationRegions: ['us-east-1'] }))), 'destinationRegions is given for a global profile, which AWS sends anywhere. Leave it out, or use a profile of a geography.'],
    ['destination regions of an unknown model', options(() => listed(BedrockModel.applicationInferenceProfile(ofAccount('application-inference-profile'), { destinationRegions: ['us-east-1'] }))), 'destinationRegions is given without foundationModelId. Say which model the profile reaches.'],
    ['a model whose kind cannot be told', options((stack) => listed(BedrockModel.fromModel({ modelArn: new CfnParameter(stack, 'Arn').valueAsString } as IModel))), 'modelArn does not tell what kind of model it is. Use the factory of BedrockModel that is named after the kind.'],
    ['a model of another account', options(() => listed(BedrockModel.importedModel('arn:aws:bedrock:us-east-1:222222222222:imported-model/abc'))),
      `models[0] 'arn:aws:bedrock:us-east-1:222222222222:imported-model/abc' belongs to account 222222222222 and the connection to ${ACCOUNT}. Give a model of the account of the connection.`],
    ['a model of another partition', options(() => listed(BedrockModel.foundationModel('arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-lite-v1:0'))),
      "models[0] 'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-lite-v1:0' is in partition aws-us-gov and the connection in aws. Give a model of the partition of the connection."],
    ['a profile of another partition', options(() => listed(BedrockModel.inferenceProfile(`us-gov.${SONNET}`))), `models[0] 'us-gov.${SONNET}' is no inference profile of partition aws. Give one of a geography of this partition, such as us or eu.`],
    ['a guardrail that is none', options(() => ({ models: [model()], guardrail: { guardrailArn: 'polite' } })), "guardrail.guardrailArn 'polite' is no ARN of the kind guardrail. Give it in the form arn:aws:bedrock:us-east-1:111122223333:guardrail/abcdefghijkl."],
    ['an ARN of another kind as a guardrail, in an account that is a token', options(() => ({ models: [model()], guardrail: { guardrailArn: `arn:aws:bedrock:us-east-1:${Aws.ACCOUNT_ID}:prompt/polite` } })),
      `guardrail.guardrailArn 'arn:aws:bedrock:us-east-1:${Aws.ACCOUNT_ID}:prompt/polite' is no ARN of the kind guardrail. Give it in the form arn:aws:bedrock:us-east-1:111122223333:guardrail/abcdefghijkl.`],
    ['a Marketplace endpoint of another region than the guardrail', options(() => ({ models: [BedrockModel.marketplaceEndpoint(`arn:aws:sagemaker:us-west-2:${ACCOUNT}:endpoint/one`)], guardrail: { guardrailArn: ofAccount('guardrail') } })),
      `models[0] 'arn:aws:sagemaker:us-west-2:${ACCOUNT}:endpoint/one' is called in us-west-2, where the guardrail of us-east-1 cannot be named. Call it in us-east-1 only, or make a connection in us-west-2 with a guardrail there.`],
    ['a model that is called where the guardrail is not', options(() => ({ models: [model(), BedrockModel.foundationModel('amazon.nova-pro-v1:0', { regions: ['us-east-1', 'us-west-2'] })], guardrail: { guardrailArn: ofAccount('guardrail') } })),
      "models[1] 'amazon.nova-pro-v1:0' is called in us-west-2, where the guardrail of us-east-1 cannot be named. Call it in us-east-1 only, or make a connection in us-west-2 with a guardrail there."],
    ['a guardrail of another region', options(() => ({ models: [model()], guardrail: { guardrailArn: `arn:aws:bedrock:eu-west-1:${ACCOUNT}:guardrail/polite` } })),
      `models[0] '${LITE}' is called in us-east-1, where the guardrail of eu-west-1 cannot be named. Call it in eu-west-1 only, or make a connection in us-east-1 with a guardrail there.`],
    ...['latest', '0', '01', '123456789', '1*', 'DRAFT*'].map((version): [string, (stack: Stack) => Options, string] => [
      `${version} as a version`, options(() => ({ models: [model()], guardrail: { guardrailArn: ofAccount('guardrail'), version } })), `guardrail.version '${version}' is no version of a guardrail. Give a number, such as 1, or DRAFT.`,
    ]),
  ])('%s', (_, make, message) => {
    const stack = newStack({ env: ENV });
    expect(() => grant(make(stack), stack)).toThrow(new Error(message));
  });

  test('a profile of another partition in GovCloud, and every model in China', () => {
    const inRegion = (region: string) => newStack({ env: { account: ACCOUNT, region } });
    expect(() => grant(listed(BedrockModel.inferenceProfile(`us.${SONNET}`)), inRegion('us-gov-west-1'))).toThrow(new Error(`models[0] 'us.${SONNET}' is no inference profile of partition aws-us-gov. Give one that starts with us-gov.`));
    expect(() => grant(listed(model()), inRegion('cn-north-1'))).toThrow(new Error('connection is in partition aws-cn, where Amazon Bedrock is not offered. Connect an account of another partition.'));
  });

  test('everything that is no ID or ARN, with the property, the value and a cure', () => {
    const junk = fc.string({ unit: fc.constantFrom('a', '.', '*', '?', ':', '/', '$', '{', '}', ' ', 'arn:aws:bedrock:', 'us.', 'amazon.', '-'), maxLength: 10 });
    const factories = [
      BedrockModel.foundationModel, BedrockModel.inferenceProfile, BedrockModel.applicationInferenceProfile, BedrockModel.provisionedThroughput,
      BedrockModel.marketplaceEndpoint,
    ];
    fc.assert(fc.property(junk, fc.constantFrom(...factories), (text, factory) => {
      let made: BedrockModel;
      try {
        made = factory(text);
      } catch (error) {
        expect((error as Error).message).toMatch(/^\w+ '.*' .+\. .+\.$/s);
        return;
      }
      const resources = new Synthesized(grant(listed(made))).policies('ConnectionRole').flatMap(({ Statement }) => Statement).slice(2).flatMap(({ Resource }) => Resource ?? []);
      resources.forEach((resource) => expect(resource).not.toMatch(/\?|\$|foundation-model\/.*\*/));
    }), { numRuns: 200 });
  });
});
