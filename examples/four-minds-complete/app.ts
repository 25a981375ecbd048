import { App } from 'aws-cdk-lib/core';
import { BedrockModel, RdsEngine, SageMakerEndpoint } from 'cdk-ai-platform-access';
import { FourMindsCompleteStack } from './four-minds-complete-stack';

const app = new App();
new FourMindsCompleteStack(app, 'FourMindsComplete', {
  env: { account: '111111111111', region: 'us-east-1' },
  subject: 'workspace:acme',
  buckets: ['acme-prod-datasets', 'acme-research-notes'],
  models: [
    BedrockModel.foundationModel('amazon.nova-lite-v1:0'),
    BedrockModel.inferenceProfile('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
  ],
  endpoints: [SageMakerEndpoint.fromName('Churn-Prediction', { testRequest: { body: '12,7,0.4', contentType: 'text/csv' } })],
  tables: [
    { database: 'weather', name: 'seattle' },
    { database: 'transport', name: 'airports', columns: ['iata', 'city', 'state'] },
  ],
  databases: [{
    resourceId: 'db-ABCDEFGHIJKL01234',
    engine: RdsEngine.POSTGRES,
    host: 'prod-analytics.abcdefghijkl.us-east-1.rds.amazonaws.com',
    adminSecretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:prod-analytics-admin-AbCdEf',
    readable: [{ name: 'research', schemas: [{ name: 'public' }] }],
  }],
  vpc: { vpcId: 'vpc-0a1b2c3d4e5f60718', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-0a1b2c3d4e5f60718'] },
  denied: {
    buckets: ['acme-payroll'],
    models: [BedrockModel.foundationModel('amazon.nova-pro-v1:0')],
    endpointNames: ['Payroll'],
    tables: [{ database: 'transport', name: 'airports', columns: ['latitude'] }],
    databaseUsers: ['payroll_iam_user'],
  },
});
app.synth();
