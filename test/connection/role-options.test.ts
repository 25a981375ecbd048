import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration } from 'aws-cdk-lib/core';
import { OidcFederationRole, Platform, S3Access, type OidcFederationRoleProps } from '../../src';
import { ACCOUNT, ENV, newStack, Synthesized } from '../synthesis/template';

function connect(options: Partial<OidcFederationRoleProps> = {}, stack = newStack({ env: ENV })) {
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'], ...options });
  new S3Access(stack, 'S3', { connection, allowedBucketNames: ['datasets'] });
  return { stack, connection };
}

const roleOf = (synthesized: Synthesized) => Object.values(synthesized.resources('AWS::IAM::Role'))[0].Properties;
const policyOf = (synthesized: Synthesized) => Object.values(synthesized.resources('AWS::IAM::ManagedPolicy'))[0].Properties;

describe('a role of its own', () => {
  test('has no fixed name and lasts an hour by default', () => {
    const synthesized = new Synthesized(connect().stack);
    expect(roleOf(synthesized)).toEqual({
      AssumeRolePolicyDocument: synthesized.trustPolicy('ConnectionRole'),
      Description: 'Lets 4MINDS use what it was granted, and nothing else',
      MaxSessionDuration: 3600,
    });
    expect(policyOf(synthesized)).not.toHaveProperty('ManagedPolicyName');
    expect(synthesized.document().sts.sessionSeconds).toBe(3600);
    expect(synthesized.document().principal.imported).toBe(false);
  });

  test('carries every option', () => {
    const stack = newStack({ env: ENV });
    const permissionsBoundary = ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', `arn:aws:iam::${ACCOUNT}:policy/boundary`);
    connect({
      roleName: '4MINDS-Access',
      path: '/ai-platforms/',
      description: 'What 4MINDS comes in by',
      maxSessionDuration: Duration.hours(12),
      permissionsBoundary,
      policyNamePrefix: '4MINDS',
      documentParameterPrefix: '/platforms/4minds',
      tags: { owner: 'data' },
    }, stack);
    const synthesized = new Synthesized(stack);
    expect(roleOf(synthesized)).toMatchObject({
      RoleName: '4MINDS-Access',
      Path: '/ai-platforms/',
      Description: 'What 4MINDS comes in by',
      MaxSessionDuration: 43200,
      PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
      Tags: [{ Key: 'owner', Value: 'data' }],
    });
    expect(policyOf(synthesized)).toMatchObject({ ManagedPolicyName: '4MINDS-Policy1', Path: '/ai-platforms/', Roles: ['4MINDS-Access'] });
    expect(synthesized.document().sts.sessionSeconds).toBe(43200);
    expect(synthesized.document().principal).toEqual({ type: 'role', name: '4MINDS-Access', arn: `arn:aws:iam::${ACCOUNT}:role/ai-platforms/4MINDS-Access`, imported: false });
    const parameters = Object.values(synthesized.resources('AWS::SSM::Parameter')).map(({ Properties }) => Properties);
    expect(parameters.map(({ Name }) => Name)).toEqual(['/platforms/4minds/document/1']);
    parameters.forEach(({ Tags }) => expect(Tags).toEqual({ owner: 'data' }));
  });

  test('can be granted more, like any role', () => {
    const { stack, connection } = connect();
    new Bucket(stack, 'Results').grantWrite(connection);
    new Synthesized(stack).template.resourceCountIs('AWS::IAM::Policy', 1);
  });
});

describe('an existing role', () => {
  const ARN = `arn:aws:iam::${ACCOUNT}:role/teams/data/existing`;

  test.each([['env', ENV], ['no env', undefined]])('gets the permissions and keeps its trust, in a stack with %s', (_, env) => {
    const stack = newStack({ env });
    connect({ role: Role.fromRoleArn(stack, 'Existing', ARN), path: '/ai-platforms/' }, stack);
    const synthesized = new Synthesized(stack);
    synthesized.template.resourceCountIs('AWS::IAM::Role', 0);
    expect(policyOf(synthesized)).toMatchObject({ Roles: ['existing'], Path: '/ai-platforms/' });
    const { principal, trust } = synthesized.document();
    expect(principal).toEqual({ type: 'role', arn: ARN, name: 'existing', imported: true });
    expect(trust.policy).toMatchObject({ Statement: [{ Sid: 'AllowSubjects', Condition: { StringEquals: { 'api.4minds.ai:sub': 'workspace:acme' } } }] });
  });

  test('may be one of the app, and keeps its trust too', () => {
    const stack = newStack({ env: ENV });
    connect({ role: new Role(stack, 'Existing', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }) }, stack);
    const synthesized = new Synthesized(stack);
    expect(synthesized.trustPolicy('Existing').Statement).toMatchObject([{ Principal: { Service: 'ec2.amazonaws.com' } }]);
    expect(policyOf(synthesized).Roles).toEqual([synthesized.document().principal.name]);
  });

  test('must be of the account of the stack', () => {
    const stack = newStack({ env: ENV });
    const role = Role.fromRoleArn(stack, 'Existing', 'arn:aws:iam::222222222222:role/existing');
    expect(() => connect({ role }, stack)).toThrow(new Error(
      `role 'arn:aws:iam::222222222222:role/existing' belongs to account 222222222222 and the stack to ${ACCOUNT}. Deploy the connection in the account of the role.`));
  });

  test.each(['roleName', 'description', 'permissionsBoundary', 'maxSessionDuration', 'sessionTags', 'sourceIdentity'] as const)('cannot follow %s', (option) => {
    const stack = newStack({ env: ENV });
    const options = {
      roleName: 'a',
      description: 'a',
      permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', `arn:aws:iam::${ACCOUNT}:policy/boundary`),
      maxSessionDuration: Duration.hours(1),
      sessionTags: true,
      sourceIdentity: true,
    };
    expect(() => connect({ role: Role.fromRoleArn(stack, 'Existing', ARN), [option]: options[option] }, stack)).toThrow(new Error(
      `${option} is given together with an existing role, which is left as it is. Leave out ${option}, or leave out role.`));
  });
});

describe('refuses', () => {
  const NAME = 'is no name that IAM takes. Use at most 64 letters, digits and the characters _+=,.@-.';
  const PATH = 'is no path that IAM takes. Start and end it with a slash, at most 512 characters: /ai-platforms/.';
  const PREFIX = 'is no start of a name that IAM takes. Use at most 100 letters, digits and the characters _+=,.@-.';
  const QUOTA = 'is not a number of managed policies that a role can carry. Give 1 to 20; the default quota of IAM is 10.';
  const PARAMETER = 'is no path that Systems Manager takes. Start it with a slash and end it without, at most 13 levels of letters, digits and _.-, the first not starting with aws or ssm: /platforms/acme.';

  test.each<[Partial<OidcFederationRoleProps>, string]>([
    [{ roleName: '' }, `roleName '' ${NAME}`],
    [{ roleName: 'a b' }, `roleName 'a b' ${NAME}`],
    [{ roleName: 'a/b' }, `roleName 'a/b' ${NAME}`],
    [{ roleName: 'a'.repeat(65) }, `roleName '${'a'.repeat(65)}' ${NAME}`],
    [{ path: 'a' }, `path 'a' ${PATH}`],
    [{ path: '/a' }, `path '/a' ${PATH}`],
    [{ path: `/${'a'.repeat(511)}/` }, `path '/${'a'.repeat(511)}/' ${PATH}`],
    [{ description: 'a'.repeat(1001) }, "description 'aaaaaaaaaaaaaaaaaaaa...' is 1001 characters long and IAM takes 1,000. Shorten it."],
    [{ maxSessionDuration: Duration.minutes(59) }, "maxSessionDuration '3540 seconds' is outside what IAM takes. Give one hour to twelve hours."],
    [{ maxSessionDuration: Duration.hours(13) }, "maxSessionDuration '46800 seconds' is outside what IAM takes. Give one hour to twelve hours."],
    [{ managedPolicyQuota: 0 }, `managedPolicyQuota '0' ${QUOTA}`],
    [{ managedPolicyQuota: 21 }, `managedPolicyQuota '21' ${QUOTA}`],
    [{ managedPolicyQuota: 1.5 }, `managedPolicyQuota '1.5' ${QUOTA}`],
    [{ policyNamePrefix: '' }, `policyNamePrefix '' ${PREFIX}`],
    [{ policyNamePrefix: 'a b' }, `policyNamePrefix 'a b' ${PREFIX}`],
    [{ policyNamePrefix: 'a'.repeat(101) }, `policyNamePrefix '${'a'.repeat(101)}' ${PREFIX}`],
    [{ documentParameterPrefix: '' }, `documentParameterPrefix '' ${PARAMETER}`],
    [{ documentParameterPrefix: 'platforms' }, `documentParameterPrefix 'platforms' ${PARAMETER}`],
    [{ documentParameterPrefix: '/platforms/' }, `documentParameterPrefix '/platforms/' ${PARAMETER}`],
    [{ documentParameterPrefix: '/a//b' }, `documentParameterPrefix '/a//b' ${PARAMETER}`],
    [{ documentParameterPrefix: '/AWS/acme' }, `documentParameterPrefix '/AWS/acme' ${PARAMETER}`],
    [{ documentParameterPrefix: '/ssm-acme' }, `documentParameterPrefix '/ssm-acme' ${PARAMETER}`],
    [{ documentParameterPrefix: `/${'a'.repeat(900)}` }, `documentParameterPrefix '/${'a'.repeat(900)}' ${PARAMETER}`],
    [{ documentParameterPrefix: '/' }, `documentParameterPrefix '/' ${PARAMETER}`],
    [{ documentParameterPrefix: 'x/acme' }, `documentParameterPrefix 'x/acme' ${PARAMETER}`],
    [{ documentParameterPrefix: '/acme ' }, `documentParameterPrefix '/acme ' ${PARAMETER}`],
    [{ policyNamePrefix: 'a/' }, `policyNamePrefix 'a/' ${PREFIX}`],
    [{ policyNamePrefix: '/a' }, `policyNamePrefix '/a' ${PREFIX}`],
    [{ path: 'x/a/' }, `path 'x/a/' ${PATH}`],
    [{ path: '/\u00e9/' }, `path '/\u00e9/' ${PATH}`],
    [{ documentParameterPrefix: '/a'.repeat(14) }, `documentParameterPrefix '${'/a'.repeat(14)}' ${PARAMETER}`],
  ])('%j', (options, message) => {
    expect(() => connect(options)).toThrow(new Error(message));
  });

  test('a session whose length is known at deployment only', () => {
    const stack = newStack();
    const maxSessionDuration = Duration.seconds(new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber);
    expect(() => connect({ maxSessionDuration }, stack)).toThrow(new Error(
      'maxSessionDuration is only known at deployment, and the document states it as a number. Give it as a literal.'));
  });
});

test.each<Partial<OidcFederationRoleProps>>([
  { roleName: 'a' }, { roleName: 'a'.repeat(64) }, { roleName: '4MINDS_+=,.@-' }, { path: '/' }, { path: `/${'a'.repeat(510)}/` }, { description: 'a'.repeat(1000) },
  { managedPolicyQuota: 1 }, { managedPolicyQuota: 20 }, { policyNamePrefix: 'a'.repeat(100) }, { policyNamePrefix: 'a' }, { policyNamePrefix: 'Z' },
  { policyNamePrefix: '4MINDS_+=,.@-' }, { maxSessionDuration: Duration.hours(1) }, { maxSessionDuration: Duration.hours(12) },
  { documentParameterPrefix: '/a'.repeat(13) }, { documentParameterPrefix: `/${'a'.repeat(899)}` }, { documentParameterPrefix: '/Acme_1.2-x/awsome' },
])('takes %j', (options) => {
  expect(() => new Synthesized(connect(options).stack)).not.toThrow();
});

test('lets tokens through', () => {
  const stack = newStack();
  const [roleName, path, description] = ['RoleName', 'Path', 'Description'].map((id) => new CfnParameter(stack, id, { default: '/a/' }).valueAsString);
  expect(() => new Synthesized(connect({ roleName, path, description }, stack).stack)).not.toThrow();
});
