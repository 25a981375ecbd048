import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import { ConnectionVerifier, CrossAccountRole, OnDeploy, Platform, S3Access } from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

export interface AiriaS3StackProps extends StackProps {
  /** The external ID that Airia's form shows. Leave the form open: it shows another one each time it is loaded. */
  readonly externalId: string;
}

/** Airia reads the curated part of an encrypted bucket of this stack; a failed verification fails the deployment. */
export class AiriaS3Stack extends Stack {
  /** Takes further accesses. */
  public readonly connection: CrossAccountRole;

  public constructor(scope: Construct, id: string, props: AiriaS3StackProps) {
    super(scope, id, props);
    const bucket = new Bucket(this, 'Knowledge', {
      encryption: BucketEncryption.KMS,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
    });
    const connection = new CrossAccountRole(this, 'Airia', { platform: Platform.airia(), externalId: props.externalId });
    this.connection = connection;
    new S3Access(this, 'Curated', { connection, allowedBuckets: [bucket], prefixes: { [bucket.bucketName]: ['curated/'] } });
    new ConnectionVerifier(this, 'Verifier', { connection, onDeploy: OnDeploy.FAIL });
  }
}
