import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { requireRegion } from './require-region';
import { createResultsBucket, type CreatedResultsLocationOptions } from './results-bucket';
import { partitionOf } from '../../policy/partition';
import { invalid, isLiteral, requireText } from '../../validation/invalid';
import { requireBucketName, requirePrefix } from '../s3/bucket-name';

/** A results location in its parts. @internal */
export interface ResultsLocation {
  readonly uri: string;
  readonly bucketArn: string;
  /** Ends with a slash, does not start with one. */
  readonly prefix: string;
  readonly encryptionKey?: IKey;
}

/** Refuses a path that would be shared with whatever else is in the bucket. */
function requirePath(property: string, path: string): void {
  requireText(property, path);
  if (!isLiteral(path)) return;
  if (path === '') throw invalid(property, undefined, 'is missing', "Give a path that only this connection's results are under, such as 4minds/");
  requirePrefix(property, path);
  if (!path.endsWith('/')) throw invalid(property, path, 'does not end with a slash', `Give ${path}/`);
  if (path.includes('//')) throw invalid(property, path, 'has an empty folder', `Give ${path.replace(/\/{2,}/g, '/')}`);
}

function requireKey(key: IKey | undefined, scope: Construct): void {
  if (key) requireRegion('resultsLocation', 'a KMS key', key.env.region, scope);
}

/** Where Athena writes query results. */
export class AthenaResultsLocation {
  /**
   * A location that exists already.
   *
   * @param uri `s3://bucket/path/`, the path for this connection alone
   * @param encryptionKey the KMS key that results are encrypted with; none by default
   */
  public static fromUri(uri: string, encryptionKey?: IKey): AthenaResultsLocation {
    return new AthenaResultsLocation((scope) => {
      requireText('resultsLocation', uri);
      if (!isLiteral(uri)) throw invalid('resultsLocation', undefined, 'is only known at deployment, and the policy needs its bucket and path', 'Use AthenaResultsLocation.fromBucket');
      const [, bucket, path] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
      if (bucket === undefined) throw invalid('resultsLocation', uri, 'is no location in S3', 'Give it in the form s3://bucket/path/');
      requireBucketName('resultsLocation', bucket);
      requirePath('resultsLocation', path);
      requireKey(encryptionKey, scope);
      return { uri, bucketArn: `arn:${partitionOf(Stack.of(scope))}:s3:::${bucket}`, prefix: path, encryptionKey };
    });
  }

  /**
   * A path in a bucket; the bucket's KMS key, if it has one, is used for results too.
   *
   * @param prefix a path that ends with a slash, for this connection alone
   */
  public static fromBucket(bucket: IBucket, prefix: string): AthenaResultsLocation {
    return new AthenaResultsLocation((scope) => {
      requireBucketName('resultsLocation', bucket.bucketName);
      requirePath('resultsLocation', prefix);
      requireRegion('resultsLocation', 'a bucket', bucket.env.region, scope);
      requireKey(bucket.encryptionKey, scope);
      return { uri: `s3://${bucket.bucketName}/${prefix}`, bucketArn: bucket.bucketArn, prefix, encryptionKey: bucket.encryptionKey };
    });
  }

  /** A bucket of its own: encrypted, private, reachable over TLS only, and results expire. */
  public static create(options: CreatedResultsLocationOptions = {}): AthenaResultsLocation {
    return new AthenaResultsLocation((scope) => {
      const prefix = 'results/';
      requireKey(options.encryptionKey, scope);
      const bucket = createResultsBucket(scope, options);
      return { uri: `s3://${bucket.bucketName}/${prefix}`, bucketArn: bucket.bucketArn, prefix, encryptionKey: options.encryptionKey };
    });
  }

  /** @internal */
  public readonly _bind: (scope: Construct) => ResultsLocation;

  private constructor(bind: (scope: Construct) => ResultsLocation) {
    this._bind = bind;
  }
}
