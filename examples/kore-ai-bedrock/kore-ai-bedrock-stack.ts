import { Stack, type StackProps } from 'aws-cdk-lib/core';
import { BedrockAccess, BedrockModel, ConnectionVerifier, CrossAccountRole, Platform } from 'cdk-ai-platform-access';
import type { Construct } from 'constructs';

export interface KoreAiBedrockStackProps extends StackProps {
  /** The ARN of the role that Kore.ai comes from. */
  readonly principal: string;
  /** A provisioned throughput of the account, if there is one. */
  readonly provisionedModelArn?: string;
}

/** Kore.ai invokes a foundation model, a newer model through its inference profile, and reserved throughput; it asks for no streams. */
export class KoreAiBedrockStack extends Stack {
  public constructor(scope: Construct, id: string, props: KoreAiBedrockStackProps) {
    super(scope, id, props);
    const connection = new CrossAccountRole(this, 'KoreAi', { platform: Platform.koreAi({ principal: props.principal }) });
    new BedrockAccess(this, 'Models', {
      connection,
      models: [
        BedrockModel.foundationModel('amazon.nova-lite-v1:0'),
        BedrockModel.inferenceProfile('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
        ...(props.provisionedModelArn ? [BedrockModel.provisionedThroughput(props.provisionedModelArn)] : []),
      ],
      deniedModels: [BedrockModel.foundationModel('amazon.nova-pro-v1:0')],
      streaming: false,
    });
    new ConnectionVerifier(this, 'Verifier', { connection });
  }
}
