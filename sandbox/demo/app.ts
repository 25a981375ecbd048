import path from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { BedrockAccess, BedrockModel } from 'cdk-ai-platform-access';
import { AiriaS3Stack } from '../../examples/airia-s3/airia-s3-stack';
import { FourMindsCompleteStack, type FourMindsCompleteStackProps } from '../../examples/four-minds-complete/four-minds-complete-stack';
import type { CustomerAccount } from '../customer/account';
import type { LocalAws } from '../local-aws';

export const FOUR_MINDS = 'FourMindsComplete';
export const AIRIA = 'AiriaS3';
export const EXTERNAL_ID = '2f6d0c1e-7a44-4b0e-9c55-0f8f2f3f9a10';

/** Synthesizes the two examples for the customer's account; Airia gets a model besides its bucket. Returns the assembly's folder and what is in each stack. */
export function synthesize(
  aws: LocalAws, { fourMinds }: CustomerAccount, changes: Partial<FourMindsCompleteStackProps> = {},
): { readonly folder: string; readonly contents: Readonly<Record<string, string>> } {
  const app = new App({ outdir: path.join(aws.folder, 'cdk.out') });
  new FourMindsCompleteStack(app, FOUR_MINDS, { ...fourMinds, ...changes });
  const { connection } = new AiriaS3Stack(app, AIRIA, { env: fourMinds.env, externalId: EXTERNAL_ID });
  new BedrockAccess(connection, 'Models', { connection, models: [BedrockModel.inferenceProfile('us.anthropic.claude-sonnet-4-5-20250929-v1:0')] });
  const { directory, stacks } = app.synth();
  return { folder: directory, contents: Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, contentsOf(template)])) };
}

/** `12 resources (IAM 4, Lambda 1, ...)` */
function contentsOf({ Resources }: { readonly Resources: Readonly<Record<string, { readonly Type: string }>> }): string {
  const services = Object.values(Resources).map(({ Type }) => Type.split('::')[1]);
  const counted = [...new Set(services)].sort().map((service) => `${service} ${services.filter((each) => each === service).length}`);
  return `${services.length} resources (${counted.join(', ')})`;
}
