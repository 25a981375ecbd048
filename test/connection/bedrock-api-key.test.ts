import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration, type Stack, Token } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import {
  BedrockAccess, BedrockApiKey, type BedrockApiKeyProps, BedrockModel, ConnectionMethod, ConnectionVerifier, Integration, OidcFederationRole,
  Platform, S3Access,
} from '../../src';
import type { PolicyDocumentJson } from '../../src/policy/statement';
import { isAllowed } from '../authorization/evaluate';
import type { Environment } from '../synthesis/resolve';
import { ACCOUNT, ENV, newStack, Synthesized } from '../synthesis/template';

const MODEL = 'amazon.nova-lite-v1:0';
const USER = `arn:aws:iam::${ACCOUNT}:user/owner`;

function connect(options: Partial<BedrockApiKeyProps> = {}, stack = newStack({ env: ENV })) {
  return { stack, connection: new BedrockApiKey(stack, 'FourMinds', { platform: Platform.fourMinds(), expiry: Duration.days(90), ...options }) };
}

function granted(options: Partial<BedrockApiKeyProps> = {}, stack = newStack({ env: ENV })) {
  const { connection } = connect(options, stack);
  new BedrockAccess(stack, 'Models', { connection, models: [BedrockModel.foundationModel(MODEL)] });
  return { stack, connection };
}

const synthesize = (options: Partial<BedrockApiKeyProps> = {}, stack = newStack({ env: ENV })) => new Synthesized(granted(options, stack).stack);

function only(synthesized: Synthesized, type: string): Readonly<Record<string, unknown>> {
  const found = Object.values(synthesized.resources(type));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

const policiesOf = (synthesized: Synthesized, select: (properties: Readonly<Record<string, unknown>>) => boolean) => Object.values(synthesized.resources('AWS::IAM::ManagedPolicy'))
  .filter(({ Properties }) => select(Properties)).map(({ Properties }) => Properties.PolicyDocument as PolicyDocumentJson);
const ofUser = (synthesized: Synthesized) => policiesOf(synthesized, ({ Users }) => Users !== undefined);
const boundaryOf = (synthesized: Synthesized) => policiesOf(synthesized, ({ Users, Roles }) => Users === undefined && Roles === undefined);
const ofProvisioner = (synthesized: Synthesized) => synthesized.policies('FourMindsApiKeyProvisioner');

describe('the user', () => {
  test('has a boundary, and neither password nor access keys nor policies of its own', () => {
    const synthesized = synthesize();
    const [boundary] = Object.keys(synthesized.resources('AWS::IAM::ManagedPolicy')).filter((id) => id.startsWith('FourMindsBoundary'));
    expect(only(synthesized, 'AWS::IAM::User')).toEqual({ PermissionsBoundary: synthesized.resolve({ Ref: boundary }) });
    synthesized.template.resourceCountIs('AWS::IAM::AccessKey', 0);
    synthesized.template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('has the policies of the access', () => {
    const synthesized = synthesize();
    const [user] = Object.keys(synthesized.resources('AWS::IAM::User'));
    const attached = Object.values(synthesized.resources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.Users ? [Properties.Users] : []);
    expect(attached).toEqual([[synthesized.resolve({ Ref: user })]]);
  });

  test('is given the path, the tags and the boundary that are asked for', () => {
    const stack = newStack({ env: ENV });
    const arn = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    const synthesized = synthesize({
      path: '/platforms/', tags: { team: 'ml' }, policyNamePrefix: 'acme', permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Given', arn),
    }, stack);
    expect(only(synthesized, 'AWS::IAM::User')).toEqual({ Path: '/platforms/', PermissionsBoundary: arn, Tags: [{ Key: 'team', Value: 'ml' }] });
    expect(only(synthesized, 'AWS::SecretsManager::Secret')).toMatchObject({ Tags: [{ Key: 'team', Value: 'ml' }] });
    expect(boundaryOf(synthesized)).toEqual([]);
    expect(Object.values(synthesized.resources('AWS::IAM::ManagedPolicy')).find(({ Properties }) => Properties.Users)?.Properties).toMatchObject({ Path: '/platforms/', ManagedPolicyName: 'acme-Policy1' });
  });

  test('may use long-term keys before anything else', () => {
    const [{ Statement: [first] }] = ofUser(synthesize());
    expect(first).toEqual({
      Sid: 'BedrockCallWithApiKey',
      Effect: 'Allow',
      Action: 'bedrock:CallWithBearerToken',
      Resource: '*',
      Condition: { StringEquals: { 'bedrock:BearerTokenType': 'LONG_TERM' } },
    });
  });

  test('gets what a role gets with the same models', () => {
    const models = ['us', 'global'].map((geography) => BedrockModel.inferenceProfile(`${geography}.${MODEL}`));
    const [ofKey, ofRole] = [connect(), { stack: newStack({ env: ENV }) }];
    new BedrockAccess(ofKey.stack, 'Models', { connection: ofKey.connection, models });
    const role = new OidcFederationRole(ofRole.stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
    new BedrockAccess(ofRole.stack, 'Models', { connection: role, models });
    const statements = ofUser(new Synthesized(ofKey.stack)).flatMap(({ Statement }) => Statement);
    expect(statements.slice(1)).toEqual(new Synthesized(ofRole.stack).policies('ConnectionRole').flatMap(({ Statement }) => Statement));
  });

  test('is bounded to the actions of the access, by API key', () => {
    const synthesized = synthesize();
    const [{ Statement: [key, access] }] = boundaryOf(synthesized);
    const [{ Statement }] = ofUser(synthesized);
    expect(key).toEqual(Statement[0]);
    expect([access.Action].flat().sort()).toEqual([...new Set(Statement.slice(1).flatMap(({ Action }) => Action))].sort());
  });

  test('without an access has no permission', () => {
    const synthesized = new Synthesized(connect().stack);
    expect(ofUser(synthesized)).toEqual([]);
    expect(boundaryOf(synthesized)[0].Statement).toHaveLength(1);
  });
});

describe('authorization', () => {
  const model = `arn:aws:bedrock:us-east-1::foundation-model/${MODEL}`;
  const key = { 'bedrock:BearerTokenType': 'LONG_TERM' };
  type Case = readonly [string, string, Readonly<Record<string, string>>, boolean];

  test.each<Case>([
    ['bedrock:CallWithBearerToken', '*', key, true],
    ['bedrock:CallWithBearerToken', '*', { 'bedrock:BearerTokenType': 'SHORT_TERM' }, false],
    ['bedrock:InvokeModel', model, {}, true],
    ['bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0', {}, false],
    ['bedrock:InvokeModel', `arn:aws:bedrock:eu-west-1::foundation-model/${MODEL}`, {}, false],
    ['bedrock:ListFoundationModels', '*', {}, true],
    ['bedrock:DeleteCustomModel', `arn:aws:bedrock:us-east-1:${ACCOUNT}:custom-model/mine`, {}, false],
    ['s3:GetObject', 'arn:aws:s3:::datasets/a', {}, false],
    ['iam:CreateServiceSpecificCredential', USER, {}, false],
  ])('of the user: %s on %s with %j: %s', async (action, resource, context, allowed) => {
    const identity = ofUser(synthesize());
    expect(await isAllowed({ identity }, { principal: USER, action, resource, resourceAccount: ACCOUNT, context })).toBe(allowed);
  });

  test.each<Case>([
    ['bedrock:InvokeModel', model, {}, true],
    ['bedrock:CallWithBearerToken', '*', key, true],
    ['bedrock:CallWithBearerToken', '*', { 'bedrock:BearerTokenType': 'SHORT_TERM' }, false],
    ['bedrock:DeleteCustomModel', `arn:aws:bedrock:us-east-1:${ACCOUNT}:custom-model/mine`, {}, false],
    ['s3:GetObject', 'arn:aws:s3:::datasets/a', {}, false],
    ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/admin`, {}, false],
  ])('of the boundary: %s on %s with %j: %s', async (action, resource, context, allowed) => {
    const identity = boundaryOf(synthesize());
    expect(await isAllowed({ identity }, { principal: USER, action, resource, resourceAccount: ACCOUNT, context })).toBe(allowed);
  });

  test.each<Case>([
    ['iam:CreateServiceSpecificCredential', 'user', { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com', 'iam:ServiceSpecificCredentialAgeDays': '90' }, true],
    ['iam:CreateServiceSpecificCredential', 'user', { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com', 'iam:ServiceSpecificCredentialAgeDays': '91' }, false],
    ['iam:CreateServiceSpecificCredential', 'user', { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' }, false],
    ['iam:CreateServiceSpecificCredential', 'user', { 'iam:ServiceSpecificCredentialServiceName': 'codecommit.amazonaws.com', 'iam:ServiceSpecificCredentialAgeDays': '9' }, false],
    ['iam:DeleteServiceSpecificCredential', 'user', {}, true],
    ['iam:DeleteServiceSpecificCredential', USER, {}, false],
    ['iam:ListServiceSpecificCredentials', 'user', {}, true],
    ['iam:CreateAccessKey', 'user', {}, false],
    ['iam:AttachUserPolicy', 'user', {}, false],
    ['secretsmanager:GetSecretValue', 'secret', {}, true],
    ['secretsmanager:DescribeSecret', 'secret', {}, true],
    ['secretsmanager:PutSecretValue', 'secret', {}, true],
    ['secretsmanager:UpdateSecretVersionStage', 'secret', {}, true],
    ['secretsmanager:DeleteSecret', 'secret', {}, false],
    ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:other-AbCdEf`, {}, false],
    ['bedrock:InvokeModel', model, {}, false],
  ])('of the function that makes the keys: %s on %s with %j: %s', async (action, resource, context, allowed) => {
    const synthesized = synthesize();
    const identity = ofProvisioner(synthesized);
    const { principal: user, secrets: [secret] = [] } = synthesized.document();
    const named = resource === 'user' ? user.arn : resource === 'secret' ? secret.arn : resource;
    expect(await isAllowed({ identity }, { principal: `arn:aws:iam::${ACCOUNT}:role/provisioner`, action, resource: named, resourceAccount: ACCOUNT, context })).toBe(allowed);
  });
});

describe('the secret', () => {
  test('is empty in the template, and rotated at half of the expiry', () => {
    const synthesized = synthesize();
    expect(only(synthesized, 'AWS::SecretsManager::Secret')).toEqual({ Description: '4MINDS: the current Bedrock API key' });
    expect(only(synthesized, 'AWS::SecretsManager::RotationSchedule')).toMatchObject({ RotateImmediatelyOnUpdate: false, RotationRules: { ScheduleExpression: 'rate(45 days)' } });
    expect(only(synthesized, 'Custom::AiPlatformBedrockApiKey')).toMatchObject({ CredentialAgeDays: 90 });
  });

  test('gets its keys from one function, first at the deployment and then by the schedule', () => {
    const synthesized = synthesize();
    const idOf = (type: string) => Object.keys(synthesized.resources(type))[0];
    const secretArn = synthesized.resolve({ Ref: idOf('AWS::SecretsManager::Secret') });
    expect(only(synthesized, 'AWS::SecretsManager::RotationSchedule').SecretId).toBe(secretArn);
    const maker = Object.entries(synthesized.resources('AWS::Lambda::Function')).find(([id]) => id.startsWith('FourMindsApiKeyProvisioner'));
    expect(maker?.[1].Properties.Environment).toMatchObject({
      Variables: { USER_NAME: synthesized.resolve({ Ref: idOf('AWS::IAM::User') }), SECRET_ARN: secretArn, CREDENTIAL_AGE_DAYS: '90' },
    });
    const schedule = synthesized.json.Resources?.[idOf('AWS::SecretsManager::RotationSchedule')];
    expect(synthesized.resolve(schedule?.Properties?.RotationLambdaARN)).toBe(synthesized.resolve({ 'Fn::GetAtt': [maker?.[0], 'Arn'] }));
    expect(schedule).toMatchObject({ DependsOn: expect.arrayContaining([idOf('Custom::AiPlatformBedrockApiKey'), idOf('AWS::Lambda::Permission')]) });
  });

  test('can be rotated by Secrets Manager of this account only', () => {
    expect(Object.values(synthesize().resources('AWS::Lambda::Permission')).map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({ Principal: 'secretsmanager.amazonaws.com', SourceAccount: ACCOUNT, Action: 'lambda:InvokeFunction' }),
    ]);
  });

  test.each<[string, Partial<BedrockApiKeyProps>, string]>([
    ['a day', { expiry: Duration.days(1) }, 'rate(12 hours)'],
    ['a day, as often as can be', { expiry: Duration.days(1), rotateEvery: Duration.hours(4) }, 'rate(4 hours)'],
    ['three days', { expiry: Duration.days(3) }, 'rate(1 day)'],
    ['a year', { expiry: Duration.days(365) }, 'rate(182 days)'],
    ['more than a year', { expiry: Duration.days(36_600), allowExpiryBeyondOneYear: true }, 'rate(999 days)'],
    ['a chosen rotation', { rotateEvery: Duration.days(1) }, 'rate(1 day)'],
    ['a chosen rotation in hours', { rotateEvery: Duration.hours(23) }, 'rate(23 hours)'],
  ])('of %s', (_, options, ScheduleExpression) => {
    expect(only(synthesize(options), 'AWS::SecretsManager::RotationSchedule')).toMatchObject({ RotationRules: { ScheduleExpression } });
  });

  test('is encrypted with a given key, which function and verifier may use', async () => {
    const stack = newStack({ env: ENV });
    const encryptionKey = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/0b5f9c1e-5d4a-4c7e-9a3b-2f1d6e8c7a90`);
    const { connection } = granted({ encryptionKey }, stack);
    new ConnectionVerifier(stack, 'Verifier', { connection });
    const synthesized = new Synthesized(stack);
    expect(only(synthesized, 'AWS::SecretsManager::Secret')).toMatchObject({ KmsKeyId: encryptionKey.keyArn });
    const keyPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*', Condition: {} }] };
    const through = (service: string) => ({ 'kms:ViaService': `${service}.us-east-1.amazonaws.com` });
    const decrypts = async (identity: readonly PolicyDocumentJson[], service: string) => isAllowed({ identity, resource: keyPolicy }, {
      principal: `arn:aws:iam::${ACCOUNT}:role/any`, action: 'kms:Decrypt', resource: encryptionKey.keyArn, resourceAccount: ACCOUNT, context: through(service),
    });
    expect(await decrypts(ofProvisioner(synthesized), 'secretsmanager')).toBe(true);
    expect(await decrypts(ofProvisioner(synthesized), 's3')).toBe(false);
    expect(await decrypts(synthesized.policies('VerifierExecution'), 'secretsmanager')).toBe(true);
    expect(await decrypts(synthesized.policies('VerifierExecution'), 's3')).toBe(false);
  });
});

describe('the verifier', () => {
  test('may read the secret and list the keys of the user, and nothing of a role', () => {
    const { stack, connection } = granted();
    new ConnectionVerifier(stack, 'Verifier', { connection });
    const [{ Statement }] = new Synthesized(stack).policies('VerifierExecution');
    expect(Statement.map(({ Sid }) => Sid).sort()).toEqual(['IamListServiceSpecificCredentials', 'SecretsmanagerGetSecretValue', 'SsmGetParameters', 'WriteLog']);
  });
});

describe('the document', () => {
  test('says where the key is and how to read it, and warns', () => {
    const synthesized = synthesize();
    const document = synthesized.document();
    const arn = synthesized.output('FourMindsApiKey');
    expect(document).toMatchObject({
      method: 'bedrock-api-key',
      status: 'ready',
      principal: { type: 'user', imported: false },
      trust: { actions: [] },
      sts: { sessionSeconds: 90 * 86_400 },
      fields: { 'API Key': arn, 'AWS Region': 'us-east-1' },
      secrets: [{ field: 'API Key', arn, read: `aws secretsmanager get-secret-value --secret-id ${arn} --region us-east-1 --query SecretString --output text | jq -r .apiKey` }],
      warnings: ['AWS advises long-term Bedrock API keys for exploration only: whoever has the key has its access, from anywhere, until it expires. '
        + 'Prefer a role where the platform takes one, or short-term keys of the command bedrock-token.'],
    });
    expect(document.integrations.bedrock?.permissions[0]).toEqual({
      action: 'bedrock:CallWithBearerToken',
      on: 'calls with this kind of API key (AWS grants it on `*` only)',
      purpose: 'Lets the API key stand in for a signature',
      required: true,
      probe: 'connection.credentials',
    });
  });
});

describe('partitions', () => {
  test.each<[string, string, string]>([['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'], ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu']])('%s has ARNs of its own', (region, partition, urlSuffix) => {
    const stack = newStack({ env: { account: ACCOUNT, region } });
    const env: Environment = { partition, region, account: ACCOUNT, urlSuffix };
    const text = JSON.stringify(ofUser(new Synthesized(granted({}, stack).stack, env)));
    expect(text).toContain(`arn:${partition}:bedrock:${region}::foundation-model/${MODEL}`);
    expect(text).not.toContain('arn:aws:');
  });

  test('China has no Bedrock', () => {
    expect(() => connect({}, newStack({ env: { account: ACCOUNT, region: 'cn-north-1' } }))).toThrow(new Error(
      'Stack/FourMinds: Amazon Bedrock is not offered in the partition aws-cn, so there are no API keys for it.'));
  });
});

describe('short-term keys', () => {
  const role = (stack: Stack) => new OidcFederationRole(stack, 'Role', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });

  test.each<[boolean | undefined, boolean]>([[undefined, false], [false, false], [true, true]])('of a role with shortTermKeys %s: %s', async (shortTermKeys, allowed) => {
    const stack = newStack({ env: ENV });
    const connection = role(stack);
    new BedrockAccess(stack, 'Models', { connection, models: [BedrockModel.foundationModel(MODEL)], shortTermKeys });
    const identity = new Synthesized(stack).policies('Role');
    const ask = async (type: string) => isAllowed({ identity }, {
      principal: `arn:aws:iam::${ACCOUNT}:role/role`, action: 'bedrock:CallWithBearerToken', resource: '*', resourceAccount: ACCOUNT, context: { 'bedrock:BearerTokenType': type },
    });
    expect([await ask('SHORT_TERM'), await ask('LONG_TERM')]).toEqual([allowed, false]);
  });

  test('need a role', () => {
    const { stack, connection } = connect();
    expect(() => new BedrockAccess(stack, 'Models', { connection, models: [BedrockModel.foundationModel(MODEL)], shortTermKeys: true })).toThrow(new Error(
      "shortTermKeys 'true' is given for a connection by long-term API key, which has no role and no sessions. Leave it out, or use a connection through a role."));
  });
});

describe('refuses', () => {
  const BOUNDS = 'is outside what a key may live. Give 1 to 365 days, or set allowExpiryBeyondOneYear: true.';
  const ROTATION = 'leaves no time in which the former key and the new one both work, or is outside what Secrets Manager takes. Give 4 hours to half of the expiry, at most 999 days.';
  const LATER = 'is only known at deployment, and the rotation follows from it. Give it as a literal.';
  const token = () => Token.asNumber(new CfnParameter(newStack(), 'Days', { type: 'Number' }).valueAsNumber);

  test.each<[string, Partial<BedrockApiKeyProps>, string]>([
    ['no expiry to speak of', { expiry: Duration.days(0) }, `expiry '0 days' ${BOUNDS}`],
    ['more than a year', { expiry: Duration.days(366) }, `expiry '366 days' ${BOUNDS}`],
    ['more than IAM takes', { expiry: Duration.days(36_601), allowExpiryBeyondOneYear: true }, "expiry '36601 days' is outside what a key may live. Give 1 to 36600 days."],
    ['parts of a day', { expiry: Duration.hours(36) }, "expiry '1 day 12 hours' is not a number of whole days. Give whole days."],
    ['an expiry of the deployment', { expiry: Duration.days(token()) }, `expiry ${LATER}`],
    ['a rotation of the deployment', { rotateEvery: Duration.days(token()) }, `rotateEvery ${LATER}`],
    ['a rotation too seldom', { rotateEvery: Duration.days(46) }, `rotateEvery '46 days' ${ROTATION}`],
    ['a rotation too often', { rotateEvery: Duration.hours(3) }, `rotateEvery '3 hours' ${ROTATION}`],
    ['more than a day in hours', { rotateEvery: Duration.hours(30) }, "rotateEvery '1 day 6 hours' is more than a day and no number of whole days. Give whole days."],
    ['parts of an hour', { rotateEvery: Duration.minutes(90) }, "rotateEvery '1 hour 30 minutes' is not a number of whole hours. Give whole hours."],
    ['a platform without API keys', { platform: Platform.airia() }, "Airia does not support the connection method 'bedrock-api-key'. It supports: cross-account-role."],
  ])('%s', (_, options, message) => {
    expect(() => connect(options)).toThrow(new Error(message));
  });

  test('any other access, with the reason', () => {
    const { stack, connection } = connect();
    const bucket = Bucket.fromBucketName(stack, 'Bucket', 'datasets');
    expect(() => new S3Access(stack, 'Access', { connection, allowedBuckets: [bucket] })).toThrow(new Error(
      'Stack/FourMinds cannot have an access to Amazon S3: a Bedrock API key is taken by Amazon Bedrock alone, no other AWS service accepts it. '
      + 'Attach the access to a connection through a role.'));
  });

  test('every lifetime in which a reader could hold a dead key', () => {
    const custom = Platform.custom({ id: 'acme', displayName: 'Acme', methods: [ConnectionMethod.BEDROCK_API_KEY], integrations: [Integration.BEDROCK] });
    let accepted = 0;
    fc.assert(fc.property(fc.integer({ min: -1, max: 400 }), fc.option(fc.integer({ min: 0, max: 400 * 24 }), { nil: undefined }), (days, hours) => {
      let rules: Readonly<Record<string, string>>;
      try {
        const expiry = Duration.days(days);
        const { stack } = connect({ platform: custom, expiry, rotateEvery: hours === undefined ? undefined : Duration.hours(hours) });
        rules = only(new Synthesized(stack), 'AWS::SecretsManager::RotationSchedule').RotationRules as Readonly<Record<string, string>>;
      } catch {
        return;
      }
      accepted += 1;
      const [, count, unit] = /^rate\((\d+) (day|hour)s?\)$/.exec(rules.ScheduleExpression) ?? [];
      const rotationHours = Number(count) * (unit === 'day' ? 24 : 1);
      expect(days).toBeGreaterThanOrEqual(1);
      expect(days).toBeLessThanOrEqual(365);
      expect(rotationHours).toBeGreaterThanOrEqual(4);
      expect(rotationHours * 2).toBeLessThanOrEqual(days * 24);
    }), { numRuns: 60 });
    expect(accepted).toBeGreaterThan(5);
  });
});
