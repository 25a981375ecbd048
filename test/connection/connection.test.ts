import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Annotations as CdkAnnotations, App, NestedStack, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  BedrockAccess, BedrockModel, CognitoIntegrationPool, ConnectionMethod, CrossAccountRole, type IConnection, Integration, OidcFederationRole,
  Platform, S3Access, SageMakerAccess,
} from '../../src';
import { ACCOUNT, ENV, newStack, Synthesized } from '../synthesis/template';

const airia = (scope: Construct, id = 'Airia') => new CrossAccountRole(scope, id, { platform: Platform.airia(), externalId: 'their-id' });
const fourMinds = (scope: Construct, id = 'FourMinds') => new OidcFederationRole(scope, id, { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });

test('a connection says who comes in and how', () => {
  const connection = airia(newStack());
  expect(connection.platform.id).toBe('airia');
  expect(connection.method).toBe(ConnectionMethod.CROSS_ACCOUNT_ROLE);
  expect(connection.grantPrincipal).toBe(connection.role.grantPrincipal);
});

test('a connection without an access has a document and no policy', () => {
  const stack = newStack();
  airia(stack);
  const synthesized = new Synthesized(stack);
  synthesized.template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  expect(synthesized.document().integrations).toEqual({});
});

test('connections of several platforms live in one stack', () => {
  const stack = newStack({ env: ENV });
  for (const connection of [airia(stack), fourMinds(stack)]) new S3Access(connection, 'S3', { connection, allowedBucketNames: ['datasets'] });
  const synthesized = new Synthesized(stack);
  expect([synthesized.document('Airia').platform.id, synthesized.document('FourMinds').platform.id]).toEqual(['airia', '4minds']);
  expect(synthesized.policies('AiriaRole')).toEqual(synthesized.policies('FourMindsRole'));
});

test('a warning is acknowledged by its own name, and the others stay', () => {
  const stack = newStack({ env: ENV });
  const connection = new OidcFederationRole(stack, 'Open', { platform: Platform.fourMinds(), allowAnySubject: true });
  new S3Access(stack, 'S3', { connection, allBuckets: true });
  CdkAnnotations.of(connection).acknowledgeWarning('cdk-ai-platform-access:allBuckets', 'Nothing but datasets is in this account');
  const left = Annotations.fromStack(stack).findWarning('/Stack/Open', Match.anyValue()).map(({ entry }) => String(entry.data));
  expect(left).toEqual([expect.stringMatching(/^Every subject .* \[ack: cdk-ai-platform-access:anySubject\]$/)]);
});

test.each([
  ['region', { env: { ...ENV, region: 'eu-west-1' } }, 'us-east-1', 'eu-west-1'],
  ['account', { env: { ...ENV, account: '222222222222' } }, ACCOUNT, '222222222222'],
])('an access in a stack of another %s is refused, whose policies would name what is there', (part, props, home, other) => {
  const stack = newStack({ env: ENV });
  const connection = fourMinds(stack);
  const elsewhere = new Stack(stack.node.root as App, 'Elsewhere', props);
  expect(() => new S3Access(elsewhere, 'S3', { connection, allowedBucketNames: ['datasets'] })).toThrow(new Error(
    `connection 'Stack/FourMinds' is in the ${part} ${home}, and the access Elsewhere/S3 in ${other}. Create the access in a stack of ${home}.`));
});

describe('what stays when something changes', () => {
  const idsOf = (build: (stack: Stack) => void) => {
    const stack = newStack({ env: ENV });
    build(stack);
    return Object.keys(new Synthesized(stack).json.Resources ?? {});
  };
  const s3 = (connection: IConnection, ...allowedBucketNames: string[]) => new S3Access(connection, 'S3', { connection, allowedBucketNames });
  const bedrock = (connection: IConnection) => new BedrockAccess(connection, 'Bedrock', { connection, models: [BedrockModel.foundationModel('amazon.nova-lite-v1:0')] });

  test.each<[string, (connection: IConnection) => void]>([
    ['another bucket', (connection) => { s3(connection, 'new', 'datasets'); }],
    ['another access behind', (connection) => { s3(connection, 'datasets'); bedrock(connection); }],
    ['another access before', (connection) => { bedrock(connection); s3(connection, 'datasets'); }],
  ])('every logical ID, with %s', (_, change) => {
    const before = idsOf((stack) => s3(fourMinds(stack), 'datasets'));
    expect(idsOf((stack) => change(fourMinds(stack)))).toEqual(expect.arrayContaining(before));
  });

  test('the role, with another method', () => {
    const roleOf = (build: (stack: Stack) => IConnection) => idsOf(build).filter((id) => /^OneRole[0-9A-F]{8}$/.test(id));
    const role = roleOf((stack) => fourMinds(stack, 'One'));
    expect(role).toHaveLength(1);
    expect(roleOf((stack) => airia(stack, 'One'))).toEqual(role);
    expect(roleOf((stack) => new CognitoIntegrationPool(stack, 'One', { platform: Platform.fourMinds() }))).toEqual(role);
  });
});

describe('outputs', () => {
  test('have stable names and say what they are for', () => {
    const stack = newStack({ env: ENV });
    const connection = airia(stack);
    new S3Access(stack, 'S3', { connection, allowedBucketNames: ['one', 'two'], defaultBucketName: 'two' });
    const { json } = new Synthesized(stack);
    expect(Object.fromEntries(Object.entries(json.Outputs ?? {}).map(([name, { Description }]) => [name, Description]))).toEqual({
      AiriaRoleArn: 'Airia: Role ARN',
      AiriaExternalId: 'Airia: External ID',
      AiriaRegion: 'Airia: Region',
      AiriaDocument: 'Airia: the whole connection document',
      AiriaDocumentParameters: 'Airia: SSM parameters that hold the document',
    });
  });

  test('start with the path of the connection within its stack', () => {
    const stack = newStack();
    const connection = fourMinds(new Construct(stack, 'my-team'), 'Four Minds');
    new S3Access(stack, 'S3', { connection, allowedBucketNames: ['one', 'two'], defaultBucketName: 'two' });
    const synthesized = new Synthesized(stack);
    expect(connection.document.outputPrefix).toBe('myteamFourMinds');
    expect(synthesized.output('myteamFourMindsS3AllowedBuckets')).toBe('one,two');
    expect(synthesized.output('myteamFourMindsS3DefaultBucket')).toBe('two');
    expect(synthesized.output('myteamFourMindsDocumentParameters')).toBe('/ai-platform-access/Stack/myteamFourMinds/document/1');
  });

  test('of two connections must not clash', () => {
    const stack = newStack();
    airia(stack, 'Airia-1');
    expect(() => airia(stack, 'Airia1')).toThrow(new Error(
      'Stack/Airia1 and Stack/Airia-1 would have the same output names, which keep letters and digits only. Choose another ID.'));
    expect(() => airia(new Construct(stack, 'Airia'), '1')).toThrow('would have the same output names');
    expect(() => airia(stack, '-')).toThrow(new Error('Stack/- has no letter and no digit in its ID to name outputs after. Choose another ID.'));
  });

  test('of two stacks may be the same', () => {
    const app = new App();
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id));
    stacks.forEach((stack) => airia(stack));
    stacks.forEach((stack) => expect(new Synthesized(stack).output('AiriaDocumentParameters')).toBe(`/ai-platform-access/${stack.stackName}/Airia/document/1`));
  });
});

describe('environments', () => {
  test('a stack that knows none says it at deployment', () => {
    const stack = newStack();
    const connection = fourMinds(stack);
    new S3Access(stack, 'S3', { connection, allowedBuckets: [new Bucket(stack, 'Bucket')] });
    const { account, region, partition, sts, trust } = new Synthesized(stack).document();
    expect({ account, region, partition, endpoint: sts.endpoint, providerArn: trust.providerArn }).toEqual({
      account: ACCOUNT, region: 'us-east-1', partition: 'aws', endpoint: 'https://sts.us-east-1.amazonaws.com', providerArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/api.4minds.ai`,
    });
  });

  test('a nested stack has names of its own', () => {
    const nested = new NestedStack(newStack({ env: ENV }), 'Nested');
    const connection = airia(nested);
    new S3Access(nested, 'S3', { connection, allowedBucketNames: ['one'] });
    const synthesized = new Synthesized(nested);
    expect(synthesized.document().integrations.s3?.fields).toEqual({ Region: 'us-east-1' });
    const [{ Properties }] = Object.values(synthesized.resources('AWS::SSM::Parameter'));
    expect(Properties.Name).toMatch(/^\/ai-platform-access\/[\w-]+\/Airia\/document\/1$/);
  });

  test('a raised feature flag changes nothing but literals', () => {
    const documents = [{}, { '@aws-cdk/core:enablePartitionLiterals': true, '@aws-cdk/aws-iam:minimizePolicies': true }].map((context) => {
      const stack = newStack({ env: ENV }, { context });
      const connection = fourMinds(stack);
      new S3Access(stack, 'S3', { connection, allowedBucketNames: ['one'] });
      const synthesized = new Synthesized(stack);
      expect(synthesized.document().trust.policy).toEqual(synthesized.trustPolicy('FourMindsRole'));
      return synthesized.document();
    });
    expect(documents[0]).toEqual(documents[1]);
  });
});

test('adding an access writes policies and document anew', () => {
  const stack = newStack({ env: ENV });
  const connection = fourMinds(stack);
  expect(connection._contributions()).toEqual([]);
  new S3Access(stack, 'S3', { connection, allowedBucketNames: ['one'] });
  expect(connection._contributions().map(({ integration }) => integration)).toEqual([Integration.S3]);
  expect(Object.keys(new Synthesized(stack).document().integrations)).toEqual(['s3']);
  // In the order in which they came, so that one more moves nothing.
  new SageMakerAccess(stack, 'SageMaker', { connection, allEndpoints: true });
  expect(connection._contributions().map(({ integration }) => integration)).toEqual([Integration.S3, Integration.SAGEMAKER]);
});
