import { Duration, Stack, type StackProps } from 'aws-cdk-lib/core';
import { BedrockAccess, BedrockApiKey, BedrockModel, ConnectionVerifier, Platform } from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

export interface FourMindsBedrockApiKeyStackProps extends StackProps {
  /** IDs of the foundation models to use. */
  readonly modelIds: string[];
  /** Days that each key lives. */
  readonly expiryDays: number;
}

/** 4MINDS calls listed models with an API key that lives in Secrets Manager, expires and is rotated. */
export class FourMindsBedrockApiKeyStack extends Stack {
  public constructor(scope: Construct, id: string, props: FourMindsBedrockApiKeyStackProps) {
    super(scope, id, props);
    const connection = new BedrockApiKey(this, 'FourMinds', {
      platform: Platform.fourMinds(),
      expiry: Duration.days(props.expiryDays),
    });
    new BedrockAccess(this, 'Models', { connection, models: props.modelIds.map((modelId) => BedrockModel.foundationModel(modelId)) });
    new ConnectionVerifier(this, 'Verifier', { connection });
  }
}
