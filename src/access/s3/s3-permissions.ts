import type { Permission, Probe } from '../permission';

/** What S3 permissions are granted on, in the words of the document and the README. */
export const S3_RESOURCES = {
  account: 'every bucket name of the account (AWS grants it on `*` only)',
  anyBucket: 'every bucket of the account',
  anyObject: 'every object of the account',
  bucket: 'each allowed bucket',
  bucketItself: 'each allowed bucket that is limited to prefixes, for requests without a prefix',
  bucketPrefix: 'each allowed bucket that is limited to prefixes, under these prefixes',
  object: 'the objects of each allowed bucket, under its prefixes if it has any',
  key: 'the KMS keys of the allowed buckets, through S3 only',
} as const;

export type S3Resource = keyof typeof S3_RESOURCES;

/**
 * HeadBucket is authorised by `s3:ListBucket` on the bucket and ListBuckets by `s3:ListAllMyBuckets` on `*`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const S3_PERMISSIONS: readonly Permission<S3Resource>[] = [
  { sid: 'S3ListAllBuckets', action: 's3:ListAllMyBuckets', on: 'account', purpose: 'Enumerates all buckets in the account for the bucket picker', required: true, probe: 's3.list-buckets' },
  { sid: 'S3ListAnyBucket', action: 's3:ListBucket', on: 'anyBucket', purpose: 'Lists objects within a bucket', required: true, probe: 's3.list-objects' },
  { sid: 'S3ReadAnyObject', action: 's3:GetObject', on: 'anyObject', purpose: 'Downloads file contents during import', required: true, probe: 's3.sample-objects' },
  { sid: 'S3ListBucket', action: 's3:ListBucket', on: 'bucket', purpose: 'Tests the bucket and lists its objects', required: true, probe: 's3.head-bucket' },
  { sid: 'S3HeadBucket', action: 's3:ListBucket', on: 'bucketItself', purpose: 'Tests the bucket', required: true, probe: 's3.head-bucket' },
  { sid: 'S3ListPrefix', action: 's3:ListBucket', on: 'bucketPrefix', purpose: 'Lists objects under the allowed prefixes', required: true, probe: 's3.list-objects' },
  { sid: 'S3ReadObject', action: 's3:GetObject', on: 'object', purpose: 'Downloads file contents during import', required: true, probe: 's3.sample-objects' },
  { sid: 'S3DecryptObject', action: 'kms:Decrypt', on: 'key', purpose: 'Decrypts objects that are encrypted with a KMS key', required: true, probe: 's3.sample-objects' },
];

export const S3_PROBES: readonly Probe[] = [
  { id: 's3.list-buckets', action: 'test-connection', expects: 'allowed', description: 'ListBuckets, paged, counts the buckets of the account' },
  { id: 's3.head-bucket', action: 'test-connection', expects: 'allowed', description: 'HeadBucket on each allowed bucket' },
  { id: 's3.list-objects', action: 'import', expects: 'allowed', description: 'ListObjectsV2 under each allowed bucket and prefix' },
  { id: 's3.sample-objects', action: 'import', expects: 'allowed', description: 'Ranged GetObject on a sample of the objects found' },
  { id: 's3.list-buckets-denied', action: 'test-connection', expects: 'denied', description: 'ListBuckets, where only listed buckets are allowed' },
  { id: 's3.denied-bucket', action: 'test-connection', expects: 'denied', description: 'HeadBucket on each bucket that the platform must be refused' },
  { id: 's3.outside-prefix', action: 'test-connection', expects: 'denied', description: 'ListObjectsV2 and GetObject outside the prefixes of a bucket' },
];
