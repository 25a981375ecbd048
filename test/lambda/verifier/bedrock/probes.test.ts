import { BedrockClient } from '@aws-sdk/client-bedrock';
import type { BedrockContext } from '../../../../lambda/verifier/bedrock/bedrock-context';
import { getCustomModelProbe, getModelProbe } from '../../../../lambda/verifier/bedrock/get-models';
import { listModelsProbe, listProfilesProbe } from '../../../../lambda/verifier/bedrock/list-models';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { Probe } from '../../../../lambda/verifier/probes/probe';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import { type Answer, clientOf, refusal, startFailingService } from '../../aws/failing-service';

/** What a probe finds where Bedrock answers like this to each path. */
async function run(probeOf: (context: BedrockContext) => Probe, answer: (request: string) => Answer, model: object = {}) {
  const service = await startFailingService(answer);
  const deadline = startDeadline(10_000);
  const client = new BedrockClient(clientOf(service));
  const context = {
    calls: createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 }),
    controlIn: () => client,
    document: { region: 'us-east-1' },
    section: { scope: { models: [{ type: 'foundation-model', call: 'm', regions: ['us-east-1'], responses: [], ...model }] } },
  } as unknown as BedrockContext;
  try {
    const checks = await runProbes([probeOf(context)], { region: 'us-east-1', callSeconds: 5, onDefect: () => undefined });
    return { codes: checks.map(({ code }) => code), messages: checks.map(({ message }) => message), requests: service.requests };
  } finally {
    client.destroy();
    deadline.clear();
    await service.stop();
  }
}

const DENIED = refusal('User: x is not authorized to perform: bedrock:x on resource: y');
const FAULT = refusal('oops', 'InternalServerException', 500);
const given = (body: object): Answer => ({ status: 200, body });
const ITEM = { modelArn: 'arn:aws:bedrock:us-east-1:123456789012:custom-model/a', modelName: 'a' };

describe('the list of models', () => {
  const answering = (foundation: Answer, custom: Answer) => (request: string): Answer => (request.includes('/foundation-models') ? foundation : custom);
  const NONE = given({ modelSummaries: [] });

  test.each<[string, Answer, Answer, string, string]>([
    ['is given', given({ modelSummaries: [ITEM, ITEM] }), given({ modelSummaries: [ITEM] }), 'OK', '2 foundation model(s) and 1 custom model(s) are listed'],
    ['is empty', NONE, NONE, 'BEDROCK_NO_MODELS', 'No models found'],
    ['has custom models only', NONE, given({ modelSummaries: [ITEM] }), 'OK', '0 foundation model(s) and 1 custom model(s) are listed'],
    ['is refused', DENIED, NONE, 'BEDROCK_LIST_DENIED', 'bedrock:ListFoundationModels'],
    ['is refused of the custom ones', given({ modelSummaries: [ITEM] }), DENIED, 'BEDROCK_LIST_DENIED', 'bedrock:ListCustomModels'],
    ['meets a fault', FAULT, NONE, 'AWS_ERROR', 'oops'],
  ])('%s', async (_, foundation, custom, code, words) => {
    const { codes, messages } = await run(listModelsProbe, answering(foundation, custom));
    expect(codes).toEqual([code]);
    expect(messages[0]).toContain(words);
  });

  test('of custom models and of profiles is read page after page', async () => {
    const paged = (member: string) => (request: string): Answer => (request.includes('nextToken=next') ? given({ [member]: [ITEM] }) : given({ [member]: [ITEM, ITEM], nextToken: 'next' }));
    const models = await run(listModelsProbe, (request) => (request.includes('/foundation-models') ? NONE : paged('modelSummaries')(request)));
    expect(models.messages).toEqual(['0 foundation model(s) and 3 custom model(s) are listed']);
    expect((await run(listProfilesProbe, paged('inferenceProfileSummaries'))).messages).toEqual(['3 inference profile(s) are listed']);
  });

  test.each<[string, Answer, string]>([['is given', given({}), 'OK'], ['is refused', DENIED, 'BEDROCK_LIST_DENIED'], ['meets a fault', FAULT, 'AWS_ERROR']])('of profiles %s', async (_, answer, code) => {
    expect((await run(listProfilesProbe, () => answer)).codes).toEqual([code]);
  });
});

describe('a granted model', () => {
  const details = (status: string) => given({ modelDetails: { ...ITEM, modelId: 'm', modelLifecycle: { status } } });
  const profile = (status: string, ...regions: readonly string[]) => given({ status, models: regions.map((region) => ({ modelArn: `arn:aws:bedrock:${region}::foundation-model/m` })) });
  const PROFILE = { type: 'inference-profile', destinationRegions: ['us-west-2'] };

  test.each<[string, object, Answer, string]>([
    ['is active', {}, details('ACTIVE'), 'OK'],
    ['is at the end of its life', {}, details('LEGACY'), 'BEDROCK_MODEL_NOT_READY'],
    ['is refused', {}, DENIED, 'BEDROCK_MODEL_DENIED'],
    ['is not there', {}, refusal('Could not find', 'ResourceNotFoundException', 404), 'BEDROCK_MODEL_NOT_FOUND'],
    ['meets a fault', {}, FAULT, 'AWS_ERROR'],
    ['leads where it is granted', PROFILE, profile('ACTIVE', 'us-east-1', 'us-west-2'), 'OK'],
    ['leads anywhere', PROFILE, profile('ACTIVE', ''), 'OK'],
    ['leads where it is not granted', PROFILE, profile('ACTIVE', 'us-east-1', 'us-east-2'), 'BEDROCK_DESTINATION_NOT_GRANTED'],
    ['is no active profile', PROFILE, profile('FAILED', 'us-east-1'), 'BEDROCK_MODEL_NOT_READY'],
    ['has throughput', { type: 'provisioned-model' }, given({ status: 'InService' }), 'OK'],
    ['has no throughput yet', { type: 'provisioned-model' }, given({ status: 'Creating' }), 'BEDROCK_MODEL_NOT_READY'],
    ['is deployed', { type: 'custom-model-deployment' }, given({ status: 'Active' }), 'OK'],
    ['is being deployed', { type: 'custom-model-deployment' }, given({ status: 'Creating' }), 'BEDROCK_MODEL_NOT_READY'],
    ['was imported', { type: 'imported-model' }, given({ modelName: 'm' }), 'OK'],
    ['may not be seen', { type: 'imported-model' }, DENIED, 'BEDROCK_MODEL_DENIED'],
    ['is behind a router', { type: 'prompt-router' }, given({ status: 'AVAILABLE' }), 'OK'],
    ['is at an endpoint', { type: 'marketplace-endpoint' }, given({ marketplaceModelEndpoint: { endpointStatus: 'InService' } }), 'OK'],
    ['is at an endpoint that is being made', { type: 'marketplace-endpoint' }, given({ marketplaceModelEndpoint: { endpointStatus: 'Creating' } }), 'BEDROCK_MODEL_NOT_READY'],
  ])('%s', async (_, model, answer, code) => {
    expect((await run(getModelProbe, () => answer, model)).codes).toEqual([code]);
  });
});

describe('a custom model', () => {
  const answering = (list: Answer, model: Answer) => (request: string): Answer => (
    decodeURIComponent(request).includes(ITEM.modelArn) ? model : list
  );

  test.each<[string, Answer, Answer, string]>([
    ['is read', given({ modelSummaries: [ITEM] }), given({ modelArn: ITEM.modelArn }), 'OK'],
    ['is not there', given({}), FAULT, 'NOT_APPLICABLE'],
    ['is refused', given({ modelSummaries: [ITEM] }), DENIED, 'ACCESS_DENIED'],
  ])('%s', async (_, list, model, code) => {
    expect((await run(getCustomModelProbe, answering(list, model))).codes).toEqual([code]);
  });
});
