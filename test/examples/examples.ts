import type { App, Stack } from 'aws-cdk-lib/core';
import { BedrockModel, RdsEngine, SageMakerEndpoint } from 'cdk-ai-platform-access';
import { AiriaS3Stack } from '../../examples/airia-s3/airia-s3-stack';
import { CustomPlatformStack } from '../../examples/custom-platform/custom-platform-stack';
import { EveryMethodStack } from '../../examples/every-method/every-method-stack';
import { FourMindsBedrockApiKeyStack } from '../../examples/four-minds-bedrock-api-key/four-minds-bedrock-api-key-stack';
import { FourMindsCognitoStack } from '../../examples/four-minds-cognito/four-minds-cognito-stack';
import { FourMindsCompleteStack, type FourMindsCompleteStackProps } from '../../examples/four-minds-complete/four-minds-complete-stack';
import { FourMindsLakeFormationStack } from '../../examples/four-minds-lake-formation/four-minds-lake-formation-stack';
import { FourMindsRdsStack } from '../../examples/four-minds-rds/four-minds-rds-stack';
import { FourMindsS3Stack } from '../../examples/four-minds-s3/four-minds-s3-stack';
import { FourMindsSageMakerStack } from '../../examples/four-minds-sagemaker/four-minds-sagemaker-stack';
import { KoreAiBedrockStack } from '../../examples/kore-ai-bedrock/kore-ai-bedrock-stack';

const env = { account: '111111111111', region: 'us-east-1' };

/** Something of each integration. */
export const COMPLETE: FourMindsCompleteStackProps = {
  env,
  subject: 'workspace:acme',
  buckets: ['acme-prod-datasets', 'acme-research-notes'],
  models: [BedrockModel.foundationModel('amazon.nova-lite-v1:0'), BedrockModel.inferenceProfile('us.anthropic.claude-sonnet-4-5-20250929-v1:0')],
  endpoints: [SageMakerEndpoint.fromName('Churn-Prediction', { testRequest: { body: '12,7,0.4', contentType: 'text/csv' } })],
  tables: [{ database: 'weather', name: 'seattle' }, { database: 'transport', name: 'airports', columns: ['iata', 'city', 'state'] }],
  databases: [{
    resourceId: 'db-ABCDEFGHIJKL01234',
    engine: RdsEngine.POSTGRES,
    host: 'prod-analytics.abcdefghijkl.us-east-1.rds.amazonaws.com',
    adminSecretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:prod-analytics-admin-AbCdEf',
    readable: [{ name: 'research' }],
  }],
  vpc: { vpcId: 'vpc-0a1b2c3d4e5f60718', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-0a1b2c3d4e5f60718'] },
  denied: { buckets: ['acme-payroll'], endpointNames: ['Payroll'], databaseUsers: ['payroll_iam_user'] },
};

/** The reference stacks, one of each example. */
export const EXAMPLES: Readonly<Record<string, (app: App) => Stack>> = {
  'airia-s3': (app) => new AiriaS3Stack(app, 'AiriaS3', { env, externalId: 'an-external-id' }),
  'custom-platform': (app) => new CustomPlatformStack(app, 'CustomPlatform', { env }),
  'every-method': (app) => new EveryMethodStack(app, 'EveryMethod', {
    env, subject: 'workspace:acme', externalId: 'an-external-id', buckets: ['acme-prod-datasets', 'acme-research-notes'], modelIds: ['amazon.nova-lite-v1:0'],
  }),
  'four-minds-cognito': (app) => new FourMindsCognitoStack(app, 'FourMindsCognito', { env, subject: 'workspace:acme', buckets: ['acme-prod-datasets', 'acme-research-notes'] }),
  'four-minds-complete': (app) => new FourMindsCompleteStack(app, 'FourMindsComplete', COMPLETE),
  'four-minds-lake-formation': (app) => new FourMindsLakeFormationStack(app, 'FourMindsLakeFormation', { env, subject: 'workspace:acme' }),
  'four-minds-rds': (app) => new FourMindsRdsStack(app, 'FourMindsRds', {
    env,
    subject: 'workspace:acme',
    databases: { 'db-ABCDEFGHIJKL01234': { engine: RdsEngine.POSTGRES, host: 'prod-analytics.abcdefghijkl.us-east-1.rds.amazonaws.com' } },
  }),
  'four-minds-bedrock-api-key': (app) => new FourMindsBedrockApiKeyStack(app, 'FourMindsBedrockApiKey', { env, modelIds: ['amazon.nova-lite-v1:0'], expiryDays: 90 }),
  'four-minds-s3': (app) => new FourMindsS3Stack(app, 'FourMindsS3', {
    env, subject: 'workspace:acme', buckets: ['acme-prod-datasets', 'acme-research-notes'], deniedBuckets: ['acme-payroll'],
  }),
  'four-minds-sagemaker': (app) => new FourMindsSageMakerStack(app, 'FourMindsSageMaker', {
    env, subject: 'workspace:acme', endpoints: { 'Churn-Prediction': { body: '12,7,0.4', contentType: 'text/csv' } }, deniedEndpoints: ['Payroll-Forecast'],
  }),
  'kore-ai-bedrock': (app) => new KoreAiBedrockStack(app, 'KoreAiBedrock', {
    env, principal: 'arn:aws:iam::222222222222:role/platform', provisionedModelArn: 'arn:aws:bedrock:us-east-1:111111111111:provisioned-model/abcdefghijkl',
  }),
};
