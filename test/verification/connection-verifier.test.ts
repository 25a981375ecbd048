import { readdirSync } from 'fs';
import { join } from 'path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, CfnParameter, Duration, Stack, Token } from 'aws-cdk-lib/core';
import {
  BedrockAccess, BedrockApiKey, CognitoIntegrationPool, ConnectionVerifier, type ConnectionVerifierProps, CrossAccountRole, type IConnection,
  Integration, OidcFederationRole, OnDeploy, Platform, S3Access,
} from '../../src';
import type { AccessContribution } from '../../src/access/access-contribution';
import { Connection } from '../../src/connection/connection';
import { CONNECTION_PROBES } from '../../src/verification/connection-probes';
import { VerifierRole } from '../../src/verification/verifier-role';
import { isAllowed } from '../authorization/evaluate';
import { unacknowledged } from '../nag/findings';
import { COMMERCIAL } from '../synthesis/resolve';
import { ACCOUNT, ENV, newStack, Synthesized } from '../synthesis/template';

type Options = Omit<ConnectionVerifierProps, 'connection'>;

const fourMinds = (stack: Stack) => new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
const airia = (stack: Stack) => new CrossAccountRole(stack, 'Airia', { platform: Platform.airia(), externalId: 'their-id' });
const cognito = (stack: Stack) => new CognitoIntegrationPool(stack, 'Cognito', { platform: Platform.fourMinds() });
const existing = (stack: Stack) => new OidcFederationRole(stack, 'FourMinds', {
  platform: Platform.fourMinds(), subjects: ['workspace:acme'], role: Role.fromRoleArn(stack, 'Existing', `arn:aws:iam::${ACCOUNT}:role/existing`),
});

function verify(options: Options = {}, connect: (stack: Stack) => IConnection = fourMinds, stack = newStack({ env: ENV })): Synthesized {
  const connection = connect(stack);
  new S3Access(stack, 'S3', { connection, allowedBucketNames: ['datasets'] });
  new ConnectionVerifier(stack, 'Verifier', { connection, ...options });
  return new Synthesized(stack);
}

function verifyKey(): Synthesized {
  const stack = newStack({ env: ENV });
  const encryptionKey = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/secrets`);
  const connection = new BedrockApiKey(stack, 'FourMinds', { platform: Platform.fourMinds(), expiry: Duration.days(90), encryptionKey });
  new BedrockAccess(stack, 'Models', { connection, allModels: true });
  new ConnectionVerifier(stack, 'Verifier', { connection });
  return new Synthesized(stack);
}

const functionOf = (synthesized: Synthesized) => Object.values(synthesized.resources('AWS::Lambda::Function'))[0].Properties;
const actionsOf = (synthesized: Synthesized) => synthesized.policies('Verifier').flatMap(({ Statement }) => Statement.map(({ Action }) => Action)).sort();
const trustOf = (synthesized: Synthesized, id = 'FourMinds') => synthesized.trustPolicy(`${id}Role`).Statement.map(({ Sid }) => Sid);

describe('the function', () => {
  test('is the bundled verifier on the newest Node of Lambda, and knows where the document is', () => {
    const synthesized = verify();
    expect(functionOf(synthesized)).toMatchObject({
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: 300,
      MemorySize: 512,
      Environment: { Variables: { DOCUMENT_PARAMETERS: '/ai-platform-access/Stack/FourMinds/document/1' } },
    });
    expect(functionOf(synthesized)).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(functionOf(synthesized)).not.toHaveProperty('DeadLetterConfig');
    expect(functionOf(synthesized)).not.toHaveProperty('VpcConfig');
    expect(readdirSync(join(__dirname, '../../assets/verifier'))).toContain('index.mjs');
  });

  test('keeps its log for a month, or as long as is said, under a key if one is given', () => {
    verify().template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30, KmsKeyId: Match.absent() });
    const stack = newStack({ env: ENV });
    const logEncryptionKey = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/logs`);
    verify({ logRetention: RetentionDays.ONE_YEAR, logEncryptionKey }, fourMinds, stack).template
      .hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: `arn:aws:kms:us-east-1:${ACCOUNT}:key/logs` });
  });

  test('takes what the caller says of time, memory and concurrency', () => {
    const synthesized = verify({ timeout: Duration.minutes(15), memorySize: 1024, reservedConcurrentExecutions: 1 });
    expect(functionOf(synthesized)).toMatchObject({ Timeout: 900, MemorySize: 1024, ReservedConcurrentExecutions: 1 });
  });

  test('sends failed invocations to a queue, and may', () => {
    const stack = newStack({ env: ENV });
    const queueArn = `arn:aws:sqs:us-east-1:${ACCOUNT}:failed`;
    const synthesized = verify({ deadLetterQueue: Queue.fromQueueArn(stack, 'Queue', queueArn) }, fourMinds, stack);
    expect(functionOf(synthesized)).toMatchObject({ DeadLetterConfig: { TargetArn: queueArn } });
    expect(actionsOf(synthesized)).toContain('sqs:SendMessage');
    expect(actionsOf(verify())).not.toContain('sqs:SendMessage');
  });

  test('runs in a VPC, and may', () => {
    const stack = newStack({ env: ENV });
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-private'], isolatedSubnetIds: ['subnet-isolated'],
    });
    const securityGroups = [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')];
    const synthesized = verify({ vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }, securityGroups }, fourMinds, stack);
    expect(functionOf(synthesized)).toMatchObject({ VpcConfig: { SubnetIds: ['subnet-isolated'], SecurityGroupIds: ['sg-1'] } });
    expect(actionsOf(synthesized).flat()).toContain('ec2:CreateNetworkInterface');
    expect(actionsOf(verify()).flat()).not.toContain('ec2:CreateNetworkInterface');
  });

  test('has a role with a path and under a boundary, where they are asked for', () => {
    const stack = newStack({ env: ENV });
    const boundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    const permissionsBoundary = ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', boundary);
    const { template } = verify({ path: '/ai-platforms/', permissionsBoundary }, fourMinds, stack);
    template.hasResourceProperties('AWS::IAM::Role', { Description: 'Runs the verifier of a connection', Path: '/ai-platforms/', PermissionsBoundary: boundary });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', { Description: 'What the verifier of a connection needs', Path: '/ai-platforms/' });
  });

  test('is named in an output, to be invoked', () => {
    expect(verify().output('FourMindsVerifierFunction')).toEqual(expect.any(String));
  });
});

describe("the verifier's own rights", () => {
  test('are its log, the document, the connection\'s role and provider, and nothing of the platform\'s', () => {
    const [{ Statement }] = verify().policies('Verifier');
    expect(Statement.map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
      ['WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], expect.anything()],
      ['SsmGetParameters', 'ssm:GetParameters', [`arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/ai-platform-access/Stack/FourMinds/document/1`]],
      ['StsAssumeRole', 'sts:AssumeRole', [expect.stringContaining(':role/')]],
      ['IamGetRole', 'iam:GetRole', [expect.stringContaining(':role/')]],
      ['IamGetOpenIDConnectProvider', 'iam:GetOpenIDConnectProvider', expect.anything()],
    ]);
  });

  test('are those that the table of the connection\'s probes names', () => {
    const named = new Set(CONNECTION_PROBES.flatMap(({ verifierAction }) => verifierAction ?? []));
    const granted = new Set([verify(), verify({}, cognito), verifyKey()].flatMap(actionsOf).flat().filter((action) => !action.startsWith('logs:')));
    // No check of its own: it tells a wrong password from a missing user.
    granted.delete('cognito-idp:AdminGetUser');
    expect([...granted].sort()).toEqual([...named].sort());
  });

  test('have no provider to read where there is none', () => {
    expect(actionsOf(verify({}, airia)).flat()).not.toContain('iam:GetOpenIDConnectProvider');
  });

  test('grow with the accesses, added before or after it', () => {
    const stack = newStack({ env: ENV });
    const connection = fourMinds(stack);
    const access = (integration: Integration, action: string): AccessContribution => ({
      integration,
      grants: [],
      permissions: [],
      resources: {},
      probes: [],
      fieldValues: {},
      scope: {},
      warnings: [],
      verifierGrants: [{ action, resources: ['*'], wildcardReason: 'AWS grants it on * only' }],
    });
    Connection._of(connection)._addAccess(access(Integration.LAKE_FORMATION, 'lakeformation:ListPermissions'));
    new ConnectionVerifier(stack, 'Verifier', { connection });
    Connection._of(connection)._addAccess(access(Integration.RDS, 'iam:SimulatePrincipalPolicy'));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          { Sid: 'LakeformationListPermissions', Effect: 'Allow', Action: 'lakeformation:ListPermissions', Resource: '*' },
          { Sid: 'IamSimulatePrincipalPolicy', Effect: 'Allow', Action: 'iam:SimulatePrincipalPolicy', Resource: '*' },
        ]),
      },
    });
    expect(unacknowledged(stack)).toEqual([]);
  });

  test('on a wildcard need a reason', () => {
    const stack = newStack({ env: ENV });
    const own = new VerifierRole(stack, 'Own', new LogGroup(stack, 'Log'), { connection: fourMinds(stack) });
    expect(() => own.grant([{ action: 'rds:DescribeDBInstances', resources: ['*'] }])).toThrow(new Error(
      'rds:DescribeDBInstances is granted to the verifier on * without a reason for the wildcard.'));
  });

  test('let it in nowhere else, as IAM evaluates them', async () => {
    const synthesized = verify();
    const identity = synthesized.policies('Verifier');
    const role = String(synthesized.resolve({ 'Fn::GetAtt': [Object.keys(synthesized.resources('AWS::IAM::Role')).find((id) => id.startsWith('FourMinds')), 'Arn'] }));
    const request = { principal: `arn:aws:iam::${ACCOUNT}:role/verifier`, resourceAccount: ACCOUNT };
    await expect(isAllowed({ identity }, { ...request, action: 'iam:GetRole', resource: role })).resolves.toBe(true);
    await expect(isAllowed({ identity }, { ...request, action: 'iam:GetRole', resource: `arn:aws:iam::${ACCOUNT}:role/another` })).resolves.toBe(false);
    await expect(isAllowed({ identity }, { ...request, action: 's3:GetObject', resource: 'arn:aws:s3:::datasets/a.csv' })).resolves.toBe(false);
    await expect(isAllowed({ identity }, { ...request, action: 'iam:UpdateAssumeRolePolicy', resource: role })).resolves.toBe(false);
  });
});

describe('the trust policy of the connection', () => {
  test('lets the verifier in by a statement of its own', () => {
    const synthesized = verify();
    expect(trustOf(synthesized)).toEqual(['AllowSubjects', 'AllowVerifier']);
    expect(synthesized.document().trust.verifier).toEqual(expect.stringContaining(':role/'));
  });

  test('asks the verifier for the external ID too', () => {
    const { Statement } = verify({}, airia).trustPolicy('AiriaRole');
    expect(Statement.find(({ Sid }) => Sid === 'AllowVerifier')?.Condition).toEqual({ StringEquals: { 'sts:ExternalId': 'their-id' } });
  });

  test('does not let it in when the caller says so', () => {
    const synthesized = verify({ trustVerifier: false });
    expect(trustOf(synthesized)).toEqual(['AllowSubjects']);
    expect(actionsOf(synthesized)).not.toContain('sts:AssumeRole');
    expect(synthesized.document().trust).not.toHaveProperty('verifier');
  });

  test('is left alone when the role existed before', () => {
    const synthesized = verify({}, existing);
    expect(synthesized.document().trust).not.toHaveProperty('verifier');
    const ofApp = (stack: Stack) => new OidcFederationRole(stack, 'FourMinds', {
      platform: Platform.fourMinds(), subjects: ['workspace:acme'], role: new Role(stack, 'Existing', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
    });
    for (const connect of [existing, ofApp]) {
      expect(() => verify({ trustVerifier: true }, connect)).toThrow(new Error(
        'Stack/FourMinds uses an existing role, whose trust policy this library does not edit. Leave out trustVerifier, and give the verifier a token when you invoke it.'));
    }
  });
});

describe('on deployment', () => {
  const TYPE = 'Custom::AiPlatformConnectionVerification';

  test('it runs and tells by default', () => {
    const synthesized = verify();
    expect(Object.values(synthesized.resources(TYPE))).toMatchObject([{ Properties: { OnDeploy: 'WARN' } }]);
    expect(synthesized.json.Outputs).toHaveProperty('FourMindsVerification');
  });

  test('it fails the deployment when asked', () => {
    expect(Object.values(verify({ onDeploy: OnDeploy.FAIL }).resources(TYPE))).toMatchObject([{ Properties: { OnDeploy: 'FAIL' } }]);
  });

  test('it does not run when asked not to', () => {
    const synthesized = verify({ onDeploy: OnDeploy.NEVER });
    synthesized.template.resourceCountIs(TYPE, 0);
    expect(synthesized.json.Outputs).not.toHaveProperty('FourMindsVerification');
  });

  test('it runs after all of the connection, and again when the document changes', () => {
    const [one, same, other] = [['one'], ['one'], ['two']].map((allowedBucketNames) => {
      const stack = newStack({ env: ENV });
      const connection = fourMinds(stack);
      new ConnectionVerifier(stack, 'Verifier', { connection });
      new S3Access(stack, 'S3', { connection, allowedBucketNames });
      const [[, resource]] = Object.entries(new Synthesized(stack).resources(TYPE));
      return resource;
    });
    expect(one.Properties.Document).toBe(same.Properties.Document);
    expect(one.Properties.Document).not.toBe(other.Properties.Document);
    expect(JSON.stringify(one)).toContain('FourMindsPermissionsPolicy1');
  });
});

describe('bad input', () => {
  test.each([
    ['a time that is too short', Duration.seconds(9), "timeout '9 seconds' is outside what a verification can take. Give 10 seconds to 15 minutes."],
    ['a time that Lambda does not give', Duration.minutes(16), "timeout '960 seconds' is outside what a verification can take. Give 10 seconds to 15 minutes."],
  ])('is refused: %s', (_, timeout, message) => {
    expect(() => verify({ timeout })).toThrow(new Error(message));
  });

  test('a path that IAM refuses', () => {
    expect(() => verify({ path: 'ai-platforms' })).toThrow(new Error(
      "path 'ai-platforms' is no path that IAM takes. Start and end it with a slash, at most 512 characters: /ai-platforms/."));
  });

  test('a connection of another stack', () => {
    const app = new App();
    const connection = fourMinds(new Stack(app, 'One'));
    expect(() => new ConnectionVerifier(new Stack(app, 'Two'), 'Verifier', { connection })).toThrow(new Error(
      "connection 'One/FourMinds' is in another stack, and the two would need each other. Create the verifier in the connection's stack."));
  });

  test('a time that is only known at deployment is let through', () => {
    const stack = newStack({ env: ENV });
    const seconds = new CfnParameter(stack, 'Seconds', { type: 'Number' });
    const timeout = Duration.seconds(Token.asNumber(seconds.value));
    expect(() => new ConnectionVerifier(stack, 'Verifier', { connection: fourMinds(stack), timeout })).not.toThrow();
  });
});

test.each([['us-gov-west-1', 'aws-us-gov'], ['cn-north-1', 'aws-cn'], ['eusc-de-east-1', 'aws-eusc'], ['eu-west-1', 'aws']])('in %s names nothing of another partition', (region, partition) => {
  const stack = newStack({ env: { ...ENV, region } });
  const connection = fourMinds(stack);
  new ConnectionVerifier(stack, 'Verifier', { connection });
  const arns = JSON.stringify(new Synthesized(stack, { ...COMMERCIAL, partition, region }).policies('Verifier')).match(/arn:[a-z-]+:(?:ssm|iam)/g) ?? [];
  expect(arns.length).toBeGreaterThan(0);
  expect(new Set(arns.map((arn) => arn.split(':')[1]))).toEqual(new Set([partition]));
});
