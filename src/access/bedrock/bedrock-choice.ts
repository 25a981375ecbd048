import type { BedrockAccessProps, RequiredGuardrail } from './bedrock-access-props';
import type { BedrockChoice } from './bedrock-grants';
import type { BedrockModel } from './bedrock-model';
import type { ModelDefinition, Place } from './model-definition';
import { parseBedrockArn, requireModelArn, requireRegions, splitProfileId } from './model-id';
import { callRegions, reachedRegions } from './model-regions';
import { invalid, isLiteral } from '../../validation/invalid';

/** The partition whose inference profiles start with us-gov, and no other's do. */
const GOVERNMENT = 'aws-us-gov';

function literal(text: string): string | undefined {
  return isLiteral(text) ? text : undefined;
}

function requireChoice({ allModels, models = [], regions, deniedModels = [], deniedRegions }: BedrockAccessProps): void {
  if (allModels && models.length > 0) throw invalid('allModels', 'true', 'contradicts the models that are listed', 'Leave out one of the two');
  if (!allModels && models.length === 0) throw invalid('models', undefined, 'is missing', 'List the models, or set allModels: true');
  if (!allModels && regions) throw invalid('regions', undefined, 'is given without allModels', "Give the regions of a model to its factory: BedrockModel.foundationModel(id, { regions: ['us-east-1'] })");
  if (allModels && deniedModels.length > 0) throw invalid('deniedModels', undefined, 'is given together with allModels', 'List the allowed models instead');
  if (allModels && deniedRegions) throw invalid('deniedRegions', undefined, 'is given together with allModels, whose profiles reach further regions', 'List the allowed models instead');
  if (regions) requireRegions('regions', regions);
  if (deniedRegions) requireRegions('deniedRegions', deniedRegions);
}

/** Refuses a model that is not where the connection is, as far as both are known. */
function requireReach(property: string, { type, id, given, source }: ModelDefinition, { partition, account }: Place): void {
  const [, partitionOfArn, , , accountOfArn] = isLiteral(given) && given.startsWith('arn:') ? given.split(':') : [];
  if (partitionOfArn && isLiteral(partition) && partitionOfArn !== partition) {
    throw invalid(property, given, `is in partition ${partitionOfArn} and the connection in ${partition}`, 'Give a model of the partition of the connection');
  }
  const owner = source?.account ?? accountOfArn;
  // Default routers and foundation models have no account in their ARNs, or AWS's.
  if (type !== 'foundation-model' && /^\d{12}$/.test(owner ?? '') && isLiteral(account) && owner !== account) {
    throw invalid(property, given, `belongs to account ${owner} and the connection to ${account}`, 'Give a model of the account of the connection');
  }
  if (type !== 'inference-profile' || !isLiteral(partition)) return;
  const { geography } = splitProfileId(id);
  if ((geography === 'us-gov') !== (partition === GOVERNMENT)) {
    throw invalid(property, given, `is no inference profile of partition ${partition}`, partition === GOVERNMENT ? 'Give one that starts with us-gov' : 'Give one of a geography of this partition, such as us or eu');
  }
}

function definitions(property: string, models: readonly BedrockModel[], place: Place): readonly ModelDefinition[] {
  const seen = new Set<string>();
  return models.map(({ _definition: model }, index) => {
    requireReach(`${property}[${index}]`, model, place);
    if (seen.has(model.id)) throw invalid(`${property}[${index}]`, literal(model.given), 'is listed twice', 'List it once, with all of its regions');
    seen.add(model.id);
    return model;
  });
}

/** Refuses a region in which a listed model is called, or to which a call of it may be sent. */
function requireOutOfReach(denied: readonly string[], models: readonly ModelDefinition[], place: Place): void {
  denied.forEach((region, at) => models.forEach((model, index) => {
    const reached = reachedRegions(model, place);
    if (reached && !reached.includes(region)) return;
    throw invalid(`deniedRegions[${at}]`, literal(region), reached ? `is a region of models[${index}]` : `may be a region that AWS sends calls of models[${index}] to`,
      reached ? 'Leave it out of one of the two' : 'Give destinationRegions to the factory of the model, or leave the model out');
  }));
}

function requireGuardrail({ guardrailArn, version }: RequiredGuardrail): void {
  requireModelArn('guardrail.guardrailArn', guardrailArn, ['guardrail']);
  if (isLiteral(version) && !/^(?:[1-9]\d{0,7}|DRAFT)$/.test(version)) throw invalid('guardrail.version', version, 'is no version of a guardrail', 'Give a number, such as 1, or DRAFT');
}

/**
 * Refuses a model that may be called where the guardrail is not: each such call would be refused for naming none.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use.html
 */
function requireGuardrailNearby(models: readonly ModelDefinition[], { guardrailArn }: RequiredGuardrail, place: Place): void {
  const home = parseBedrockArn(guardrailArn)?.region ?? place.region;
  models.forEach((model, index) => {
    const away = callRegions(model, place).find((region) => isLiteral(region) && isLiteral(home) && region !== home);
    if (away) throw invalid(`models[${index}]`, literal(model.given), `is called in ${away}, where the guardrail of ${home} cannot be named`, `Call it in ${home} only, or make a connection in ${away} with a guardrail there`);
  });
}

/** The caller's choice, and the models that must be refused, checked. */
export function bedrockChoice(
  props: BedrockAccessProps, place: Place,
): { readonly choice: BedrockChoice; readonly denied: readonly ModelDefinition[] } {
  const { models = [], allModels, regions, streaming = true, marketplaceSubscription = false, guardrail, deniedModels = [], deniedRegions } = props;
  // https://docs.aws.amazon.com/general/latest/gr/bedrock.html
  if (place.partition === 'aws-cn') throw invalid('connection', undefined, 'is in partition aws-cn, where Amazon Bedrock is not offered', 'Connect an account of another partition');
  requireChoice(props);
  if (guardrail) requireGuardrail(guardrail);
  const granted = definitions('models', models, place);
  const denied = definitions('deniedModels', deniedModels, place);
  if (guardrail) requireGuardrailNearby(granted, guardrail, place);
  denied.forEach(({ id, given }, index) => {
    if (granted.some((model) => model.id === id)) throw invalid(`deniedModels[${index}]`, literal(given), 'is listed in models too', 'Leave it out of one of the two');
  });
  if (deniedRegions) requireOutOfReach(deniedRegions, granted, place);
  const all = allModels ? { allModels: { regions } } : {};
  return { choice: { models: granted, ...all, streaming, marketplaceSubscription, guardrail, deniedRegions }, denied };
}
