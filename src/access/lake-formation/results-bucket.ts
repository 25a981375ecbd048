import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, type Acknowledgement } from '../../policy/acknowledge';
import { invalid } from '../../validation/invalid';

/** Options of a results location that is made. */
export interface CreatedResultsLocationOptions {
  /**
   * How long results are kept. Whole days, at least 1.
   *
   * @default Duration.days(7)
   */
  readonly expiration?: Duration;

  /**
   * A KMS key to encrypt results with.
   *
   * @default - keys of S3
   */
  readonly encryptionKey?: IKey;

  /**
   * What becomes of the bucket when it is no longer in the stack. A bucket with results in it cannot be deleted.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

const PACKS = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'];

function acknowledgements(encrypted: boolean): readonly Acknowledgement[] {
  const inPacks = (rule: string, reason: string) => PACKS.map((pack) => ({ rule: `${pack}-${rule}`, reason }));
  const transient = 'Results of queries, which expire after days and can be had again';
  const unlogged = 'Athena logs each query with its principal; give AthenaResultsLocation.fromBucket a bucket of yours to log each object too';
  return [
    ...inPacks('S3BucketReplicationEnabled', transient),
    ...inPacks('S3BucketVersioningEnabled', transient),
    { rule: 'AwsSolutions-S1', reason: unlogged },
    ...inPacks('S3BucketLoggingEnabled', unlogged),
    ...(encrypted ? [] : PACKS.map((pack) => ({ rule: `${pack}-S3DefaultEncryptionKMS`, reason: 'Encrypted with keys of S3; set encryptionKey to encrypt with a key of yours' }))),
  ];
}

/** The bucket of results that is made on request. */
export function createResultsBucket(scope: Construct, options: CreatedResultsLocationOptions): Bucket {
  const { expiration = Duration.days(7), encryptionKey, removalPolicy = RemovalPolicy.RETAIN } = options;
  if (!expiration.isUnresolved() && (expiration.toDays({ integral: false }) < 1 || !Number.isInteger(expiration.toDays({ integral: false })))) {
    throw invalid('expiration', expiration.toHumanString(), 'is not a number of whole days', 'Give at least Duration.days(1)');
  }
  const bucket = new Bucket(scope, 'Results', {
    encryption: encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
    encryptionKey,
    bucketKeyEnabled: encryptionKey ? true : undefined,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ id: 'ExpireResults', expiration, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    removalPolicy,
  });
  acknowledge(bucket.node.defaultChild as CfnBucket, acknowledgements(encryptionKey !== undefined));
  return bucket;
}
