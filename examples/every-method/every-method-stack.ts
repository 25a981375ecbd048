import { Duration, Stack, type StackProps } from 'aws-cdk-lib/core';
import {
  BedrockAccess, BedrockApiKey, BedrockModel, CognitoIntegrationPool, ConnectionVerifier, CrossAccountRole, OidcFederationRole, Platform, S3Access,
} from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

export interface EveryMethodStackProps extends StackProps {
  /** The `sub` claim of the tokens that 4MINDS issues for you. */
  readonly subject: string;
  /** The external ID that Airia's form shows. */
  readonly externalId: string;
  /** Names of the buckets to import from. */
  readonly buckets: string[];
  /** IDs of the foundation models to use. */
  readonly modelIds: string[];
}

/** The same accesses by each method: 4MINDS federates, signs in to Amazon Cognito or has an API key; Airia's account assumes a role. */
export class EveryMethodStack extends Stack {
  public constructor(scope: Construct, id: string, props: EveryMethodStackProps) {
    super(scope, id, props);
    const platform = Platform.fourMinds();
    const roles = [
      new OidcFederationRole(this, 'Federation', { platform, subjects: [props.subject] }),
      new CrossAccountRole(this, 'CrossAccount', { platform: Platform.airia(), externalId: props.externalId }),
      new CognitoIntegrationPool(this, 'Cognito', { platform }),
    ];
    // A Bedrock API key is taken by Amazon Bedrock alone, so that the buckets are for roles only.
    const key = new BedrockApiKey(this, 'Key', { platform, expiry: Duration.days(90) });
    const models = props.modelIds.map((modelId) => BedrockModel.foundationModel(modelId));

    for (const connection of roles) {
      new S3Access(this, `${connection.node.id}Buckets`, { connection, allowedBucketNames: props.buckets });
    }
    for (const connection of [...roles, key]) {
      new BedrockAccess(this, `${connection.node.id}Models`, { connection, models });
      new ConnectionVerifier(this, `${connection.node.id}Verifier`, { connection });
    }
  }
}
