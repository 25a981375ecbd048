import { FeaturePlan } from 'aws-cdk-lib/aws-cognito';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DatabaseInstance, DatabaseInstanceEngine } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { type App, Duration, Fn, Stack } from 'aws-cdk-lib/core';
import { EveryMethodStack } from '../../examples/every-method/every-method-stack';
import {
  AthenaResultsLocation, AthenaWorkgroup, BedrockAccess, BedrockApiKey, BedrockModel, CognitoIntegrationPool, ConnectionVerifier, CrossAccountRole,
  type IConnection, LakeFormationAccess, OidcFederationRole, OnDeploy, Platform, RdsCertificateAuthorities, RdsDatabase, RdsEngine, RdsIamAuthAccess,
  S3Access, SageMakerAccess, SageMakerEndpoint,
} from '../../src';

const KEY_IDS = { Data: '0b5f9c1e-5d4a-4c7e-9a3b-2f1d6e8c7a90', Logs: '7c2a4e6d-1b3f-4d5e-8f9a-0c1b2d3e4f5a' } as const;
const key = (stack: Stack, id: keyof typeof KEY_IDS) => Key.fromKeyArn(stack, id, `arn:aws:kms:us-east-1:111111111111:key/${KEY_IDS[id]}`);
const fourMinds = (stack: Stack) => new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
const airia = (stack: Stack) => new CrossAccountRole(stack, 'Airia', { platform: Platform.airia(), externalId: 'an-external-id' });
const verifyInVpc = (stack: Stack, connection: IConnection) => new ConnectionVerifier(stack, 'Verifier', {
  connection,
  vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0a1b2c3d4e5f60718', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-0a1b2c3d4e5f60718'] }),
  reservedConcurrentExecutions: 2,
  deadLetterQueue: Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:111111111111:failed'),
  logEncryptionKey: key(stack, 'Logs'),
});

/** Connections with everything that can raise a finding; resources of the customer are imported, so that all findings are ours. */
export const CONNECTIONS: Readonly<Record<string, (stack: Stack) => void>> = {
  'listed buckets': (stack) => {
    const connection = fourMinds(stack);
    new S3Access(stack, 'Datasets', {
      connection,
      allowedBuckets: [Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'prod-datasets', encryptionKey: key(stack, 'Data') })],
      allowedBucketNames: ['curated', `raw-${stack.account}`, Fn.sub('sub-${AWS::AccountId}'), Fn.importValue('Bucket')],
      prefixes: { curated: ['a/', 'b/'] },
    });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'many buckets, some limited to prefixes that mean something in a pattern': (stack) => {
    const names = Array.from({ length: 60 }, (_, index) => `prod.datasets-${index}`);
    new S3Access(stack, 'Datasets', { connection: fourMinds(stack), allowedBucketNames: names, prefixes: { [names[0]]: ['a+b(1)/', 'c|d/[e]^{f}'] } });
  },
  'all buckets, verified in a VPC': (stack) => {
    const connection = airia(stack);
    new S3Access(stack, 'Everything', { connection, allBuckets: true });
    verifyInVpc(stack, connection);
  },
  'Cognito': (stack) => {
    const connection = new CognitoIntegrationPool(stack, 'Cognito', { platform: Platform.fourMinds() });
    new S3Access(stack, 'Datasets', { connection, allowedBucketNames: ['prod-datasets'] });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'Cognito with rotation, a key and the plus plan': (stack) => {
    const connection = new CognitoIntegrationPool(stack, 'Cognito', {
      platform: Platform.fourMinds(), secretEncryptionKey: key(stack, 'Data'), passwordRotation: Duration.days(30), featurePlan: FeaturePlan.PLUS,
    });
    new S3Access(stack, 'Datasets', { connection, allowedBucketNames: ['prod-datasets'] });
  },
  'governed tables, with results and workgroup of its own': (stack) => {
    const connection = fourMinds(stack);
    new LakeFormationAccess(stack, 'Lake', {
      connection,
      databases: [{ name: 'weather' }],
      tables: [{ database: 'sales', name: 'orders' }, { database: 'shared', name: 'a', linksTo: { catalogId: '222222222222', database: 'b', name: 'a' } }],
      resultsLocation: AthenaResultsLocation.create(),
      workgroup: AthenaWorkgroup.create(),
    });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'tagged tables, with an encrypted results location': (stack) => {
    const connection = fourMinds(stack);
    new LakeFormationAccess(stack, 'Lake', {
      connection, lfTags: { domain: ['sales'] }, resultsLocation: AthenaResultsLocation.create({ encryptionKey: key(stack, 'Data') }),
    });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'databases with users of their own': (stack) => {
    const connection = fourMinds(stack);
    const database = RdsDatabase.fromResourceId('db-ABCDEFGHIJKL01234', { engine: RdsEngine.POSTGRES, host: 'a.example.com' });
    const access = new RdsIamAuthAccess(stack, 'Databases', { connection, databases: [database] });
    const adminSecret = Secret.fromSecretCompleteArn(stack, 'Secret', 'arn:aws:secretsmanager:us-east-1:111111111111:secret:admin-AbCdEf');
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0a1b2c3d4e5f60718', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-0a1b2c3d4e5f60718'],
    });
    access.createDatabaseUser('InVpc', { adminSecret, vpc, databases: [{ name: 'shop' }] });
    access.createDatabaseUser('Outside', { adminSecret, databases: [{ name: 'shop' }], adoptExistingUser: true });
  },
  'a database of another stack of the app, in its network': (stack) => {
    const { account, region } = stack;
    const data = new Stack(stack.node.root as App, 'Data', { env: { account, region } });
    const vpc = new Vpc(data, 'Vpc', { maxAzs: 2 });
    const instance = new DatabaseInstance(data, 'Instance', { vpc, engine: DatabaseInstanceEngine.POSTGRES, iamAuthentication: true });
    const connection = fourMinds(stack);
    const access = new RdsIamAuthAccess(stack, 'Databases', { connection, databases: [RdsDatabase.fromInstance(instance)] });
    access.createDatabaseUser('Reader', { adminSecret: instance.secret!, vpc, databases: [{ name: 'shop' }] });
    new ConnectionVerifier(stack, 'Verifier', { connection, vpc });
  },
  'listed SageMaker endpoints': (stack) => {
    const connection = fourMinds(stack);
    new SageMakerAccess(stack, 'Endpoints', {
      connection,
      endpoints: [
        SageMakerEndpoint.fromName('Churn', { testRequest: { body: '12,7,0.4', contentType: 'text/csv' } }),
        SageMakerEndpoint.fromName('parts', { inferenceComponentNames: ['Part-A'] }),
        SageMakerEndpoint.fromName('many', { targetModels: ['team-a/*'] }),
      ],
      deniedEndpointNames: ['Payroll'],
    });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'all SageMaker endpoints': (stack) => {
    new SageMakerAccess(stack, 'Endpoints', { connection: fourMinds(stack), allEndpoints: true });
  },
  'a verifier that runs when it is invoked': (stack) => {
    const connection = fourMinds(stack);
    new S3Access(stack, 'Datasets', { connection, allowedBucketNames: ['prod-datasets'] });
    new ConnectionVerifier(stack, 'Verifier', { connection, onDeploy: OnDeploy.NEVER, trustVerifier: false });
  },
  'a Bedrock API key': (stack) => {
    const connection = new BedrockApiKey(stack, 'FourMinds', { platform: Platform.fourMinds(), expiry: Duration.days(90) });
    new BedrockAccess(stack, 'Models', { connection, models: [BedrockModel.foundationModel('amazon.nova-lite-v1:0')] });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'a Bedrock API key under a key of the customer': (stack) => {
    const connection = new BedrockApiKey(stack, 'FourMinds', {
      platform: Platform.fourMinds(), expiry: Duration.days(90), encryptionKey: key(stack, 'Data'), logEncryptionKey: key(stack, 'Logs'),
    });
    new BedrockAccess(stack, 'Models', { connection, allModels: true });
  },
  'short-term Bedrock API keys': (stack) => {
    const connection = fourMinds(stack);
    new BedrockAccess(stack, 'Models', { connection, models: [BedrockModel.foundationModel('amazon.nova-lite-v1:0')], shortTermKeys: true });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'every method with the same accesses': (stack) => {
    const { account, region } = stack;
    new EveryMethodStack(stack, 'EveryMethod', {
      env: { account, region }, subject: 'workspace:acme', externalId: 'an-external-id', buckets: ['prod-datasets'], modelIds: ['amazon.nova-lite-v1:0'],
    });
  },
  'listed models': (stack) => {
    const connection = fourMinds(stack);
    const ofRegion = (resource: string) => `arn:aws:bedrock:us-east-1:${stack.account}:${resource}`;
    new BedrockAccess(stack, 'Models', {
      connection,
      models: [
        BedrockModel.foundationModel('amazon.nova-lite-v1:0'),
        BedrockModel.inferenceProfile('us.anthropic.claude-sonnet-4-5-20250929-v1:0'),
        BedrockModel.inferenceProfile('us.amazon.nova-pro-v1:0', { destinationRegions: ['us-west-2'] }),
        BedrockModel.inferenceProfile('global.anthropic.claude-sonnet-4-5-20250929-v1:0'),
        BedrockModel.applicationInferenceProfile(ofRegion('application-inference-profile/one')),
        BedrockModel.applicationInferenceProfile(ofRegion('application-inference-profile/two'), { foundationModelId: 'amazon.nova-lite-v1:0' }),
        BedrockModel.promptRouter(ofRegion('prompt-router/router')),
        BedrockModel.marketplaceEndpoint(`arn:aws:sagemaker:us-east-1:${stack.account}:endpoint/endpoint`),
      ],
      guardrail: { guardrailArn: ofRegion('guardrail/polite') },
      marketplaceSubscription: true,
    });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'all models of some regions': (stack) => {
    const connection = fourMinds(stack);
    new BedrockAccess(stack, 'Models', { connection, allModels: true, regions: ['us-east-1', 'us-west-2'] });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'listed databases, imported to a bucket': (stack) => {
    const connection = fourMinds(stack);
    const bucket = Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'imported', encryptionKey: key(stack, 'Data') });
    new RdsIamAuthAccess(stack, 'Databases', {
      connection,
      databases: [
        RdsDatabase.fromResourceId('db-ABCDEFGHIJKL', { engine: RdsEngine.POSTGRES, host: 'a.example.com' }),
        RdsDatabase.fromResourceId('cluster-ABCDEFGHIJKL', { engine: RdsEngine.AURORA_MYSQL, host: 'b.example.com' }),
      ],
      certificateAuthorities: RdsCertificateAuthorities.fromBucket(bucket, 'global-bundle.pem'),
      importTo: { bucket, prefix: 'rds/' },
    });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'all integrations': (stack) => {
    const connection = fourMinds(stack);
    new S3Access(stack, 'Datasets', { connection, allowedBucketNames: ['prod-datasets'] });
    new BedrockAccess(stack, 'Models', { connection, models: [BedrockModel.inferenceProfile('us.anthropic.claude-sonnet-4-5-20250929-v1:0')] });
    new SageMakerAccess(stack, 'Endpoints', { connection, endpoints: [SageMakerEndpoint.fromName('Churn')] });
    new LakeFormationAccess(stack, 'Lake', {
      connection, tables: [{ database: 'sales', name: 'orders' }], resultsLocation: AthenaResultsLocation.create(), workgroup: AthenaWorkgroup.create(),
    });
    const database = RdsDatabase.fromResourceId('db-ABCDEFGHIJKL01234', { engine: RdsEngine.MARIADB, host: 'a.example.com' });
    const access = new RdsIamAuthAccess(stack, 'Databases', { connection, databases: [database] });
    const adminSecret = Secret.fromSecretCompleteArn(stack, 'Secret', 'arn:aws:secretsmanager:us-east-1:111111111111:secret:admin-AbCdEf');
    access.createDatabaseUser('User', { adminSecret, databases: [{ name: 'shop' }] });
    new ConnectionVerifier(stack, 'Verifier', { connection });
  },
  'all databases': (stack) => {
    const connection = fourMinds(stack);
    new RdsIamAuthAccess(stack, 'Databases', { connection, allDatabases: true });
    verifyInVpc(stack, connection);
  },
};
