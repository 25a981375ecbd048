import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import { ConnectionVerifier, OidcFederationRole, Platform, S3Access } from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

export interface FourMindsS3StackProps extends StackProps {
  /** The `sub` claim of the tokens that 4MINDS issues for you. */
  readonly subject: string;
  /** Names of the buckets to import from. */
  readonly buckets: string[];
  /** Names of buckets that 4MINDS must be refused. */
  readonly deniedBuckets?: string[];
}

/** 4MINDS imports datasets from listed buckets, without any long-lived key. */
export class FourMindsS3Stack extends Stack {
  public constructor(scope: Construct, id: string, props: FourMindsS3StackProps) {
    super(scope, id, props);
    const connection = new OidcFederationRole(this, 'FourMinds', {
      platform: Platform.fourMinds(),
      subjects: [props.subject],
    });
    new S3Access(this, 'Datasets', {
      connection,
      allowedBucketNames: props.buckets,
      defaultBucketName: props.buckets[0],
      deniedBuckets: props.deniedBuckets?.map((name) => Bucket.fromBucketName(this, `Denied-${name}`, name)),
    });
    new ConnectionVerifier(this, 'Verifier', { connection });
  }
}
