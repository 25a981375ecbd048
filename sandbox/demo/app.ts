import path from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { AiriaS3Stack } from '../../examples/airia-s3/airia-s3-stack';
import { FourMindsS3Stack } from '../../examples/four-minds-s3/four-minds-s3-stack';
import type { LocalAws } from '../local-aws';
import { BUCKETS } from './customer';

export const FOUR_MINDS = 'FourMindsS3';
export const AIRIA = 'AiriaS3';
export const SUBJECT = 'workspace:acme';
export const EXTERNAL_ID = '2f6d0c1e-7a44-4b0e-9c55-0f8f2f3f9a10';

export interface DemoOptions {
  /** Buckets that 4MINDS is allowed. */
  readonly buckets?: readonly string[];
}

/** Synthesizes the two examples for the customer's account; returns the assembly's folder and how many resources each stack has. */
export function synthesize(aws: LocalAws, options: DemoOptions = {}) {
  const app = new App({ outdir: path.join(aws.folder, 'cdk.out') });
  const env = { account: aws.accountId, region: aws.region };
  const buckets = [...options.buckets ?? [BUCKETS.datasets, BUCKETS.notes]];
  new FourMindsS3Stack(app, FOUR_MINDS, { env, subject: SUBJECT, buckets, deniedBuckets: [BUCKETS.payroll] });
  new AiriaS3Stack(app, AIRIA, { env, externalId: EXTERNAL_ID });
  const assembly = app.synth();
  const resources = assembly.stacks.map((stack) => {
    const types = Object.values(stack.template.Resources as Record<string, { readonly Type: string }>).map(({ Type }) => Type);
    return { stack: stack.stackName, count: types.length, types: [...new Set(types)].sort() };
  });
  return { folder: assembly.directory, resources };
}
