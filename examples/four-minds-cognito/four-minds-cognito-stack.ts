import { Stack, type StackProps } from 'aws-cdk-lib/core';
import {
  CognitoIntegrationPool, type CognitoIntegrationPoolProps, ConnectionVerifier, type IConnection, OidcFederationRole, Platform, S3Access,
} from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

export interface FourMindsCognitoStackProps extends StackProps {
  /** The `sub` claim of the tokens that 4MINDS issues for you. */
  readonly subject: string;
  /** Names of the buckets to import from. */
  readonly buckets: string[];
  /** What the Cognito connection should have besides. */
  readonly cognito?: Omit<CognitoIntegrationPoolProps, 'platform'>;
}

/** The same accesses for each of two ways in: 4MINDS federates, or signs in to Amazon Cognito as a service user. */
export class FourMindsCognitoStack extends Stack {
  public constructor(scope: Construct, id: string, props: FourMindsCognitoStackProps) {
    super(scope, id, props);
    const platform = Platform.fourMinds();
    this.allow(new OidcFederationRole(this, 'Federation', { platform, subjects: [props.subject] }), props);
    this.allow(new CognitoIntegrationPool(this, 'Cognito', { platform, ...props.cognito }), props);
  }

  private allow(connection: IConnection, { buckets }: FourMindsCognitoStackProps): void {
    const { id } = connection.node;
    new S3Access(this, `${id}Datasets`, { connection, allowedBucketNames: buckets, defaultBucketName: buckets[0] });
    new ConnectionVerifier(this, `${id}Verifier`, { connection });
  }
}
