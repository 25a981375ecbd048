import { App } from 'aws-cdk-lib/core';
import { EveryMethodStack } from './every-method-stack';

const app = new App();
new EveryMethodStack(app, 'EveryMethod', {
  subject: 'workspace:acme',
  externalId: '2f6d0c1e-7a44-4b0e-9c55-0f8f2f3f9a10',
  buckets: ['acme-prod-datasets', 'acme-research-notes'],
  modelIds: ['amazon.nova-lite-v1:0'],
});
app.synth();
