import { App } from 'aws-cdk-lib/core';
import { KoreAiBedrockStack } from './kore-ai-bedrock-stack';

const app = new App();
new KoreAiBedrockStack(app, 'KoreAiBedrock', {
  env: { region: 'us-east-1' },
  principal: 'arn:aws:iam::111122223333:role/kore-bedrock',
  provisionedModelArn: 'arn:aws:bedrock:us-east-1:444455556666:provisioned-model/abcdefghijkl',
});
app.synth();
