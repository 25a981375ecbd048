import { type IVpc, Vpc, type VpcAttributes } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import {
  AthenaResultsLocation, AthenaWorkgroup, BedrockAccess, type BedrockModel, ConnectionVerifier, type IConnection, LakeFormationAccess,
  type LakeFormationTable, OidcFederationRole, Platform, RdsCertificateAuthorities, RdsIamAuthAccess, S3Access, SageMakerAccess,
  type SageMakerEndpoint,
} from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';
import { databaseOf, type ExistingDatabase } from './existing-database';

export interface FourMindsCompleteStackProps extends StackProps {
  /** The `sub` claim of the tokens that 4MINDS issues for you. */
  readonly subject: string;
  /** Names of the buckets to import from. */
  readonly buckets: string[];
  /** The Bedrock models to use. */
  readonly models: BedrockModel[];
  /** The SageMaker endpoints to use. */
  readonly endpoints: SageMakerEndpoint[];
  /** The governed tables to query. */
  readonly tables: LakeFormationTable[];
  /** The databases to import from; none, and the connection has no integration for databases. */
  readonly databases?: ExistingDatabase[];
  /** The network of the databases, if they are not publicly accessible. */
  readonly vpc?: VpcAttributes;
  /** A bucket with AWS's bundle of certificate authorities, `global-bundle.pem`; without it, those of the package are trusted. */
  readonly authoritiesBucket?: string;
  /** What 4MINDS must be refused. */
  readonly denied?: DeniedToFourMinds;
}

/** Things of the account that are none of 4MINDS's business: the verifier tries each of them. */
export interface DeniedToFourMinds {
  readonly buckets?: string[];
  readonly models?: BedrockModel[];
  readonly endpointNames?: string[];
  readonly tables?: LakeFormationTable[];
  readonly databaseUsers?: string[];
}

/** 4MINDS comes in once, by OIDC federation, and reaches listed things of five services. */
export class FourMindsCompleteStack extends Stack {
  public constructor(scope: Construct, id: string, props: FourMindsCompleteStackProps) {
    super(scope, id, props);
    const { denied = {} } = props;
    const vpc = props.vpc && Vpc.fromVpcAttributes(this, 'Vpc', props.vpc);
    const connection = new OidcFederationRole(this, 'FourMinds', { platform: Platform.fourMinds(), subjects: [props.subject] });
    new S3Access(this, 'Datasets', {
      connection,
      allowedBucketNames: props.buckets,
      defaultBucketName: props.buckets[0],
      deniedBuckets: denied.buckets?.map((name) => Bucket.fromBucketName(this, `Denied-${name}`, name)),
    });
    new BedrockAccess(this, 'Models', { connection, models: props.models, deniedModels: denied.models });
    new SageMakerAccess(this, 'Endpoints', { connection, endpoints: props.endpoints, deniedEndpointNames: denied.endpointNames });
    new LakeFormationAccess(this, 'Lake', {
      connection,
      tables: props.tables,
      deniedTables: denied.tables,
      resultsLocation: AthenaResultsLocation.create(),
      workgroup: AthenaWorkgroup.create(),
    });
    if (props.databases) this.connectDatabases(connection, props.databases, props, vpc);
    new ConnectionVerifier(this, 'Verifier', { connection, vpc });
  }

  /** Besides the right to log in, the user to log in as: made with the stack in each database, and removed with it. */
  private connectDatabases(connection: IConnection, databases: ExistingDatabase[], props: FourMindsCompleteStackProps, vpc?: IVpc): void {
    const authorities = props.authoritiesBucket && Bucket.fromBucketName(this, 'Authorities', props.authoritiesBucket);
    const access = new RdsIamAuthAccess(this, 'Databases', {
      connection,
      databases: databases.map(databaseOf),
      deniedDatabaseUsers: props.denied?.databaseUsers,
      certificateAuthorities: authorities ? RdsCertificateAuthorities.fromBucket(authorities, 'global-bundle.pem') : undefined,
    });
    for (const database of databases) {
      const adminSecret = Secret.fromSecretCompleteArn(this, `Admin-${database.resourceId}`, database.adminSecretArn);
      access.createDatabaseUser(`User-${database.resourceId}`, { database: databaseOf(database), adminSecret, databases: database.readable, vpc });
    }
  }
}
