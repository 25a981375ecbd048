import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import {
  ConnectionVerifier, OidcFederationRole, Platform, RdsCertificateAuthorities, RdsDatabase, type RdsEndpointOptions, RdsIamAuthAccess,
} from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

/** Databases that exist already, by their resource IDs. */
export type ExistingDatabases = Readonly<Record<string, RdsEndpointOptions>>;

export interface FourMindsRdsStackProps extends StackProps {
  /** The `sub` claim of the tokens that 4MINDS issues for you. */
  readonly subject: string;
  /** The databases to import from. */
  readonly databases: ExistingDatabases;
  /** Databases that must refuse 4MINDS. */
  readonly deniedDatabases?: ExistingDatabases;
  /** Database users that 4MINDS must not get in as. */
  readonly deniedDatabaseUsers?: string[];
  /** A bucket with AWS's bundle of certificate authorities, `global-bundle.pem`; without it, those of the verifier are trusted. */
  readonly authoritiesBucket?: string;
  /** A bucket for the CSV files of the verifier's import. */
  readonly importBucket?: string;
}

function listed(databases: ExistingDatabases = {}): RdsDatabase[] {
  return Object.entries(databases).map(([resourceId, endpoint]) => RdsDatabase.fromResourceId(resourceId, endpoint));
}

/** 4MINDS imports tables from listed databases, without any password. */
export class FourMindsRdsStack extends Stack {
  public constructor(scope: Construct, id: string, props: FourMindsRdsStackProps) {
    super(scope, id, props);
    const { subject, databases, deniedDatabases, deniedDatabaseUsers, authoritiesBucket, importBucket } = props;
    const connection = new OidcFederationRole(this, 'FourMinds', { platform: Platform.fourMinds(), subjects: [subject] });
    const authorities = authoritiesBucket && Bucket.fromBucketName(this, 'Authorities', authoritiesBucket);
    const imported = importBucket && Bucket.fromBucketName(this, 'Imported', importBucket);
    new RdsIamAuthAccess(this, 'Databases', {
      connection,
      databases: listed(databases),
      deniedDatabases: listed(deniedDatabases),
      deniedDatabaseUsers,
      certificateAuthorities: authorities ? RdsCertificateAuthorities.fromBucket(authorities, 'global-bundle.pem') : undefined,
      importTo: imported ? { bucket: imported, prefix: 'rds/' } : undefined,
    });
    new ConnectionVerifier(this, 'Verifier', { connection });
  }
}
