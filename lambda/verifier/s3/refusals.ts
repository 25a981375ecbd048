import { randomUUID } from 'node:crypto';
import { GetObjectCommand, HeadBucketCommand, ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { atBucketRegion } from './bucket-region';
import type { S3Context } from './s3-context';
import { failureOf } from '../../aws/failure';
import type { Refusal } from '../calls/calls';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** Only where listed buckets are allowed. One of them must have been reached, or the refusal could be of the credentials. */
export function listBucketsDeniedProbe({ calls, clientIn, document, section }: S3Context): Probe {
  const check = async (): Promise<Finding> => {
    const client = clientIn(document.region);
    const { refused } = await calls.isRefused((abortSignal) => client.send(new ListBucketsCommand({ MaxBuckets: 1 }), { abortSignal }));
    return refused ? passed('Listing the buckets of the account is refused, as it must be') : found('S3_BUCKETS_NOT_REFUSED', {});
  };
  return {
    id: 's3.list-buckets-denied',
    integration: 's3',
    expects: 'denied',
    targets: section.scope.allBuckets ? [] : [{ name: `account ${document.account}`, check, provenBy: [{ probe: 's3.head-bucket' }] }],
  };
}

export function deniedBucketProbe(context: S3Context): Probe {
  return {
    id: 's3.denied-bucket',
    integration: 's3',
    expects: 'denied',
    targets: context.section.scope.deniedBuckets.map((name) => ({
      name,
      check: async () => tryDeniedBucket(context, name),
      provenBy: [{ probe: 's3.head-bucket' }, { probe: 's3.list-buckets' }],
    })),
  };
}

async function tryDeniedBucket(context: S3Context, bucket: string): Promise<Finding> {
  try {
    const { refused } = await context.calls.isRefused((abortSignal) => (
      atBucketRegion(context, bucket, (client) => client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal }))
    ));
    return refused ? passed(`Bucket '${bucket}' is refused, as it must be`) : found('S3_BUCKET_NOT_REFUSED', { bucket });
  } catch (error) {
    if (failureOf(error).httpStatus === 404) return found('S3_BUCKET_REFUSAL_UNPROVEN', { bucket });
    throw error;
  }
}

/**
 * Listing with a foreign prefix and reading a foreign key must both be refused. The key does not exist, which does not matter: a
 * reader who may read it gets 404, one who may not gets 403.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function outsidePrefixProbe(context: S3Context): Probe {
  const { prefixes: ofBuckets = {} } = context.section.scope;
  return {
    id: 's3.outside-prefix',
    integration: 's3',
    expects: 'denied',
    targets: Object.entries(ofBuckets).map(([name, prefixes]) => ({
      name,
      check: async () => tryOutside(context, name, foreignPrefix(prefixes)),
      provenBy: [{ probe: 's3.head-bucket', target: name }],
    })),
  };
}

async function tryOutside(context: S3Context, Bucket: string, prefix: string): Promise<Finding | readonly Finding[]> {
  const { calls } = context;
  const [list, read] = await Promise.all([
    calls.isRefused((abortSignal) => (
      atBucketRegion(context, Bucket, (client) => client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 1 }), { abortSignal }))
    )),
    isReadRefused(calls.isRefused((abortSignal) => (
      atBucketRegion(context, Bucket, (client) => client.send(new GetObjectCommand({ Bucket, Key: `${prefix}nothing` }), { abortSignal }))
    ))),
  ]);
  const open = [...(list.refused ? [] : ['list objects']), ...(read.refused ? [] : ['read objects'])];
  return open.length === 0
    ? passed(`Listing and reading outside the prefixes of '${Bucket}' are refused, as they must be`)
    : open.map((what) => found('S3_PREFIX_NOT_REFUSED', { what, bucket: Bucket }));
}

/** "No such key" is told to those only who may read it. */
async function isReadRefused(attempt: Promise<Refusal>): Promise<Refusal> {
  try {
    return await attempt;
  } catch (error) {
    if (failureOf(error).httpStatus === 404) return { refused: false };
    throw error;
  }
}

/** A prefix that none of the allowed ones covers, whatever they are. */
export function foreignPrefix(allowed: readonly string[], random: () => string = randomUUID): string {
  for (;;) {
    const candidate = `outside-${random()}/`;
    if (!allowed.some((prefix) => candidate.startsWith(prefix) || prefix.startsWith(candidate))) return candidate;
  }
}
