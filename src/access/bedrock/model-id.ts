import { Token } from 'aws-cdk-lib/core';
import { parseArn } from '../../validation/arn';
import { invalid, isLiteral, requireLiteralList, requireText } from '../../validation/invalid';
import { SAGEMAKER_NAME } from '../sagemaker/sagemaker-name';

/**
 * What the IDs of system-defined inference profiles start with: the geography that a call stays in.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
const GEOGRAPHIES = ['us', 'us-gov', 'eu', 'apac', 'jp', 'au', 'ca', 'global'];

const PROFILE_ID = /^([a-z]{2,6}(?:-[a-z]+)?)\.([a-z0-9][\w-]*\.[\w.:-]+)$/;
const FOUNDATION_MODEL_ID = /^[a-z0-9][\w-]*\.[\w.:-]+$/;
/** Tokens have no colon, so an ARN that holds some still comes apart. */
const BEDROCK_ARN = /^arn:([^:]+):bedrock:([^:]*):([^:]*):([a-z-]+)\/(.+)$/;

/** An ARN of Bedrock; parts may be tokens. */
export interface BedrockArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly type: string;
  readonly id: string;
}

export function parseBedrockArn(text: string): BedrockArn | undefined {
  const [, partition, region, account, type, id] = BEDROCK_ARN.exec(text) ?? [];
  return id === undefined ? undefined : { partition, region, account, type, id };
}

/** The ID of a profile in two: `us` and `anthropic.claude-sonnet-4-5-20250929-v1:0`. */
export function splitProfileId(id: string): { readonly geography: string; readonly model: string } {
  const [, geography, model] = PROFILE_ID.exec(id) ?? [];
  return { geography, model };
}

/** Refuses what looks like a model but can't be invoked, whichever way it was given. */
export function refuseUninvokable(property: string, text: string): void {
  requireText(property, text);
  if (/\bprovisioned-model-inference\//.test(text)) {
    throw invalid(property, text, 'is how a guide writes a provisioned throughput, and no ARN',
      `Give BedrockModel.provisionedThroughput('arn:aws:bedrock:us-east-1:111122223333:provisioned-model/${text.split('/').at(-1) || 'abcdefghijkl'}') with your region and account`);
  }
  // https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-use.html
  if (/:custom-model\//.test(text)) {
    throw invalid(property, text, 'is a custom model, which cannot be invoked itself',
      'Deploy it, and give BedrockModel.customModelDeployment(arn) or BedrockModel.provisionedThroughput(arn)');
  }
}

/** The ID of a foundation model, of which the ARN is taken too. */
export function foundationModelId(property: string, text: string): string {
  refuseUninvokable(property, text);
  const arn = parseBedrockArn(text);
  if (!arn && Token.isUnresolved(text)) return text;
  if (arn && arn.type !== 'foundation-model') throw invalid(property, text, `is the ARN of another kind, ${arn.type}`, 'Use the factory of BedrockModel that is named after it');
  const id = arn?.id ?? text;
  const geography = GEOGRAPHIES.find((each) => id.startsWith(`${each}.`));
  if (geography) throw invalid(property, text, 'is the ID of an inference profile', `Give BedrockModel.inferenceProfile('${id}')`);
  if (/[*?]/.test(id)) throw invalid(property, text, 'is a pattern', 'List the models by ID, or set allModels: true');
  if (isLiteral(id) && !FOUNDATION_MODEL_ID.test(id)) throw invalid(property, text, 'is no ID of a foundation model', 'Give it in the form amazon.nova-lite-v1:0');
  return id;
}

/** The ID of a system-defined inference profile. */
export function requireProfileId(property: string, id: string): void {
  if (/[*?]/.test(id)) throw invalid(property, id, 'is a pattern', 'List the profiles by ID, or set allModels: true');
  if (PROFILE_ID.test(id)) return;
  const known = FOUNDATION_MODEL_ID.test(id);
  throw invalid(property, id, known ? 'is the ID of a foundation model, not of an inference profile' : 'is no ID of an inference profile',
    known ? `Give BedrockModel.foundationModel('${id}'), or the ID of a profile, such as 'us.${id}'` : 'Give it in the form us.anthropic.claude-sonnet-4-5-20250929-v1:0');
}

/** Refuses a region that is none. */
export function requireRegions(property: string, regions: readonly string[]): void {
  requireLiteralList(property, regions);
  if (regions.length === 0) throw invalid(property, undefined, 'is empty', 'List regions, or leave it out');
  regions.forEach((region, index) => {
    if (isLiteral(region) && !/^[a-z]{2,4}(?:-[a-z]+){1,2}-\d+$/.test(region)) throw invalid(`${property}[${index}]`, region, 'is no region', 'Give it in the form us-east-1');
  });
}

/** The ARN of a kind of model. */
export function requireModelArn(property: string, text: string, types: readonly string[]): void {
  refuseUninvokable(property, text);
  const arn = parseBedrockArn(text);
  const example = `arn:aws:bedrock:us-east-1:111122223333:${types[0]}/abcdefghijkl`;
  if (!arn && Token.isUnresolved(text)) return;
  if (!arn || !types.includes(arn.type)) throw invalid(property, text, `is no ARN of the kind ${types[0]}`, `Give it in the form ${example}`);
  requireOne(property, text);
}

/** Refuses an ARN that would name more, or something else, than it says. */
function requireOne(property: string, text: string): void {
  if (/[*?]/.test(text)) throw invalid(property, text, 'is a pattern', 'List the ARNs, or set allModels: true');
  if (isLiteral(text) && text.includes('$')) throw invalid(property, text, "holds a '$', which IAM can expand as a policy variable", 'Give the ARN without it');
}

/**
 * The ARN of a SageMaker endpoint.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
 */
export function requireEndpointArn(property: string, text: string): void {
  requireText(property, text);
  requireOne(property, text);
  if (!isLiteral(text)) return;
  const arn = parseArn(text);
  const [type, name = '', ...more] = arn?.resource.split('/') ?? [];
  if (arn?.service === 'sagemaker' && type === 'endpoint' && more.length === 0 && SAGEMAKER_NAME.test(name)) return;
  throw invalid(property, text, 'is not the ARN of an endpoint', 'Give it in the form arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-endpoint');
}
