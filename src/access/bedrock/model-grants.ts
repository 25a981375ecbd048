import type { BedrockResource } from './bedrock-permissions';
import type { ModelDefinition, Place } from './model-definition';
import { parseBedrockArn, splitProfileId } from './model-id';
import type { Conditions } from '../../policy/statement';
import { isLiteral } from '../../validation/invalid';
import type { ResourceGrant } from '../permission-table';

type Grant = ResourceGrant<BedrockResource>;

const ANY_REGION_REASON = 'AWS chooses the region of each call, and the condition admits the model through inference profiles that are granted by name only';
const ANY_MODEL_REASON = 'The condition admits the models of the profiles or routers that are granted by name, through these only';

/** Conditions are packed whole, so a list of all profiles could be longer than a policy. */
const ARNS_PER_CONDITION = 16;

const modelArn = (partition: string, region: string, id: string) => `arn:${partition}:bedrock:${region}::foundation-model/${id}`;

/** A foundation model, called by its own ID. */
function foundationModel({ id, regions }: ModelDefinition, { partition, region }: Place): Grant[] {
  return (regions ?? [region]).map((each) => ({ on: 'foundationModel', resource: modelArn(partition, each, id), unit: id }));
}

/**
 * A profile where it is called, and the model wherever the profile sends the call. The condition names the profiles of one geography
 * together, so that models share a statement: a call through a profile needs that profile too, and those are granted one by one.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
 */
function inferenceProfile({ id, source, destinationRegions }: ModelDefinition, place: Place): Grant[] {
  const { partition } = place;
  const { region, account } = source ?? place;
  const { geography, model } = splitProfileId(id);
  const profiles = `arn:${partition}:bedrock:${region}:${account}:inference-profile`;
  const throughProfile = { ArnLike: { 'bedrock:InferenceProfileArn': `${profiles}/${geography}.*` } };
  const profile = (conditions?: Conditions): Grant => ({ on: 'profile', resource: `${profiles}/${id}`, unit: id, conditions });
  const behind = (where: string, conditions: Conditions): Grant => ({
    on: 'modelBehind', resource: modelArn(partition, where, model), unit: id, conditions, wildcardReason: ANY_REGION_REASON,
  });
  const details: Grant = { on: 'foundationModelDetails', resource: modelArn(partition, region, model), unit: id };
  if (geography === 'global') {
    const fromHere = { StringEquals: { 'aws:RequestedRegion': region } };
    return [
      profile(fromHere),
      behind(region, { ...fromHere, ...throughProfile }),
      behind('', { StringEquals: { 'aws:RequestedRegion': 'unspecified' }, ...throughProfile }),
      details,
    ];
  }
  const regions = destinationRegions ? [...new Set([region, ...destinationRegions])] : ['*'];
  return [profile(), ...regions.map((each) => behind(each, throughProfile)), details];
}

/** An application inference profile whose model is known; the others share statements, below. */
function applicationInferenceProfile({ id, foundationModel: model, destinationRegions }: ModelDefinition, place: Place): Grant[] {
  const profile: Grant = { on: 'profile', resource: id, unit: id };
  if (model === undefined) return [profile];
  const conditions = { ArnEquals: { 'bedrock:InferenceProfileArn': id } };
  const region = parseBedrockArn(id)?.region ?? place.region;
  const regions = destinationRegions ? [...new Set([region, ...destinationRegions])] : ['*'];
  return [
    profile,
    ...regions.map((each): Grant => ({
      on: 'modelBehind', resource: modelArn(place.partition, each, model), unit: id, conditions, wildcardReason: ANY_REGION_REASON,
    })),
    { on: 'foundationModelDetails', resource: modelArn(place.partition, region, model), unit: id },
  ];
}

/**
 * SageMaker authorises the endpoint's name in lower case, whatever the call says.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_id-based-policy-examples.html
 */
function marketplaceEndpoint({ id }: ModelDefinition, { partition, region, account }: Place): Grant[] {
  const [, , , endpointRegion, endpointAccount] = isLiteral(id) ? id.split(':') : [];
  const all = `arn:${partition}:bedrock:${endpointRegion ?? region}:${endpointAccount ?? account}:marketplace/model-endpoint/all-access`;
  return [
    { on: 'marketplaceEndpoints', resource: all, unit: id },
    { on: 'sagemakerEndpoint', resource: isLiteral(id) ? id.toLowerCase() : id, unit: id, conditions: { StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } } },
  ];
}

function grantsOfModel(model: ModelDefinition, place: Place): Grant[] {
  const single = (on: BedrockResource): Grant[] => [{ on, resource: model.id, unit: model.id }];
  switch (model.type) {
    case 'foundation-model': return foundationModel(model, place);
    case 'inference-profile': return inferenceProfile(model, place);
    case 'application-inference-profile': return applicationInferenceProfile(model, place);
    case 'provisioned-model': return single('provisionedModel');
    case 'custom-model-deployment': return single('customModelDeployment');
    case 'imported-model': return single('importedModel');
    case 'prompt-router': return single('promptRouter');
    case 'marketplace-endpoint': return marketplaceEndpoint(model, place);
  }
}

/** What is behind profiles or routers of which only the ARN is known: anything, through these alone. */
function behindArns(key: string, arns: readonly string[], resources: readonly string[]): Grant[] {
  const starts = Array.from({ length: Math.ceil(arns.length / ARNS_PER_CONDITION) }, (_, index) => index * ARNS_PER_CONDITION);
  const groups = starts.map((start) => arns.slice(start, start + ARNS_PER_CONDITION));
  return groups.flatMap((group) => {
    const conditions = { ArnEquals: { [key]: group.length === 1 ? group[0] : group } };
    return resources.map((resource): Grant => ({ on: 'modelBehind', resource, unit: group[group.length - 1], conditions, wildcardReason: ANY_MODEL_REASON }));
  });
}

/** The resources of listed models, each once. */
export function modelGrants(models: readonly ModelDefinition[], place: Place): readonly Grant[] {
  const { partition, region, account } = place;
  const idsOf = (type: ModelDefinition['type']) => models.filter((model) => model.type === type && model.foundationModel === undefined).map(({ id }) => id);
  const routers = idsOf('prompt-router');
  const anyModel = modelArn(partition, '*', '*');
  const profiles = routers.map((id) => {
    const arn = parseBedrockArn(id);
    return `arn:${partition}:bedrock:${arn?.region ?? region}:${arn?.account ?? account}:inference-profile/*`;
  });
  const all = [
    ...models.flatMap((model) => grantsOfModel(model, place)),
    ...behindArns('bedrock:InferenceProfileArn', idsOf('application-inference-profile'), [anyModel]),
    ...behindArns('bedrock:PromptRouterArn', routers, [anyModel, ...new Set(profiles)]),
  ];
  const keys = all.map(({ on, resource, conditions }) => JSON.stringify([on, resource, conditions]));
  return all.filter((_, index) => keys.indexOf(keys[index]) === index);
}
