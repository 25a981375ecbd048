import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { atBucketRegion, isRegionMismatch } from './bucket-region';
import type { S3Context } from './s3-context';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** What the platform's Test Connection does for each allowed bucket. */
export function headBucketProbe(context: S3Context): Probe {
  return {
    id: 's3.head-bucket',
    integration: 's3',
    expects: 'allowed',
    targets: context.section.scope.buckets.map((name) => ({ name, check: async () => headBucket(context, name) })),
  };
}

async function headBucket(context: S3Context, bucket: string): Promise<Finding> {
  const expected = context.document.region;
  try {
    const { answer, region } = await context.calls.mustWork((abortSignal) => (
      atBucketRegion(context, bucket, (client) => client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal }))
    ));
    const actual = answer.BucketRegion ?? region;
    // The region is only a remark when the bucket was reached there.
    return actual === expected
      ? passed(`Bucket '${bucket}' is reachable`, { region: actual })
      : found('S3_BUCKET_IN_OTHER_REGION', { bucket, actual, expected }, { region: actual });
  } catch (error) {
    // HeadBucket has no error body: the status is all that tells a refusal from a missing bucket.
    const failure = failureOf(error);
    if (failure.kind === 'denied') return found('S3_BUCKET_DENIED', { bucket });
    if (failure.httpStatus === 404) return found('S3_NO_SUCH_BUCKET', { bucket });
    if (isRegionMismatch(failure)) return found('S3_BUCKET_REGION_UNKNOWN', { bucket, expected });
    throw error;
  }
}
