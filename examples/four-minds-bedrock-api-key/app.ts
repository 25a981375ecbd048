import { App } from 'aws-cdk-lib/core';
import { FourMindsBedrockApiKeyStack } from './four-minds-bedrock-api-key-stack';

const app = new App();
new FourMindsBedrockApiKeyStack(app, 'FourMindsBedrockApiKey', { modelIds: ['amazon.nova-lite-v1:0'], expiryDays: 90 });
app.synth();
