import type { IKey } from 'aws-cdk-lib/aws-kms';
import { viaS3 } from '../../policy/via-s3';
import { isLiteral } from '../../validation/invalid';
import type { ResourceGrant } from '../permission-table';
import type { AllowedBucket } from './allowed-buckets';
import { underPrefixes, WITHOUT_PREFIX } from './prefix-conditions';
import type { S3Resource } from './s3-permissions';

/** `arn:aws-us-gov:s3:::` and the longest bucket name. */
const BUCKET_ARN_CHARACTERS = 20 + 63;

/** Objects are granted by bucket, as the guide does: a bucket has no list of its objects that a policy could name. */
const OBJECTS_REASON = 'The owner listed the bucket, or a prefix of it, by name';

/** The bucket's resources. The order of grants keeps one bucket's together, so that a bucket at the end moves no other. */
function bucketGrants({ name, prefixes, bucket }: AllowedBucket, partition: string): ResourceGrant<S3Resource>[] {
  const resource = bucket && !isLiteral(name) ? bucket.bucketArn : `arn:${partition}:s3:::${name}`;
  const tokenBound = BUCKET_ARN_CHARACTERS;
  if (!prefixes) {
    return [
      { on: 'bucket', resource, unit: name, tokenBound },
      { on: 'object', resource: `${resource}/*`, unit: name, tokenBound, wildcardReason: OBJECTS_REASON },
    ];
  }
  const common = { unit: name, tokenBound };
  return [
    // HeadBucket sends no prefix: without this statement Test Connection fails on a bucket that is limited to prefixes.
    { ...common, on: 'bucketItself', resource, conditions: WITHOUT_PREFIX },
    ...underPrefixes(prefixes).map((conditions): ResourceGrant<S3Resource> => ({ ...common, on: 'bucketPrefix', resource, conditions })),
    ...prefixes.map((prefix): ResourceGrant<S3Resource> => ({ ...common, on: 'object', resource: `${resource}/${prefix}*`, wildcardReason: OBJECTS_REASON })),
  ];
}

/** Everything, in this account only: a name alone would also reach a bucket of another account that lets anybody in. */
function allBucketGrants(partition: string, account: string): ResourceGrant<S3Resource>[] {
  const conditions = { StringEquals: { 'aws:ResourceAccount': account } };
  const reason = 'The owner chose allBuckets: true';
  return [
    { on: 'account', resource: '*', unit: 'all buckets', wildcardReason: 'AWS grants s3:ListAllMyBuckets on * only' },
    { on: 'anyBucket', resource: `arn:${partition}:s3:::*`, unit: 'all buckets', conditions, wildcardReason: reason },
    { on: 'anyObject', resource: `arn:${partition}:s3:::*/*`, unit: 'all buckets', conditions, wildcardReason: reason },
  ];
}

function keyGrant(key: IKey): ResourceGrant<S3Resource> {
  return { on: 'key', resource: key.keyArn, unit: key.keyArn, tokenBound: 128, conditions: viaS3(key) };
}

/** What the caller's choice grants. */
export function s3Grants(
  choice: { readonly buckets: readonly AllowedBucket[]; readonly allBuckets: boolean; readonly keys: readonly IKey[] },
  stack: { readonly partition: string; readonly account: string },
): ResourceGrant<S3Resource>[] {
  const { buckets, allBuckets, keys } = choice;
  return [
    ...(allBuckets ? allBucketGrants(stack.partition, stack.account) : buckets.flatMap((bucket) => bucketGrants(bucket, stack.partition))),
    ...keys.map(keyGrant),
  ];
}
