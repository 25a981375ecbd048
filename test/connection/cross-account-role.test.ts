import { Role } from 'aws-cdk-lib/aws-iam';
import { CfnParameter, Duration } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { ConnectionMethod, CrossAccountRole, Integration, Platform, type CrossAccountRoleProps } from '../../src';
import { COMMERCIAL } from '../synthesis/resolve';
import { ACCOUNT, ENV, newStack, Synthesized } from '../synthesis/template';

const AIRIA_ROOT = 'arn:aws:iam::808540602285:root';
const PLATFORM_ROLE = 'arn:aws:iam::222222222222:role/platform';
const own = (principal?: string) => Platform.custom({
  id: 'acme', displayName: 'Acme', methods: [ConnectionMethod.CROSS_ACCOUNT_ROLE], integrations: [Integration.S3], principal,
});

function connect(options: Partial<CrossAccountRoleProps> = {}, stack = newStack({ env: ENV })) {
  const externalId = options.platform || options.allowMissingExternalId ? undefined : 'their-id';
  return { stack, connection: new CrossAccountRole(stack, 'Connection', { platform: Platform.airia(), externalId, ...options }) };
}

function synthesize(options: Partial<CrossAccountRoleProps> = {}, stack = newStack({ env: ENV }), parameters: Record<string, string> = {}) {
  return new Synthesized(connect(options, stack).stack, undefined, parameters);
}

describe('trust', () => {
  test.each<[string, Partial<CrossAccountRoleProps>, string, object | undefined]>([
    ['Airia, by its account and the external ID', {}, AIRIA_ROOT, { StringEquals: { 'sts:ExternalId': 'their-id' } }],
    ['another account of the platform', { principal: '222222222222' }, 'arn:aws:iam::222222222222:root', { StringEquals: { 'sts:ExternalId': 'their-id' } }],
    ['an organization', { organizationId: 'o-a1b2c3d4e5' }, AIRIA_ROOT, { StringEquals: { 'sts:ExternalId': 'their-id', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    ['Kore.ai, by a role without external ID', { platform: Platform.koreAi({ principal: PLATFORM_ROLE }) }, PLATFORM_ROLE, undefined],
    ['Kore.ai, by an account with external ID', { platform: Platform.koreAi({ principal: '222222222222' }), externalId: 'id' }, 'arn:aws:iam::222222222222:root', { StringEquals: { 'sts:ExternalId': 'id' } }],
    ['an account without external ID, by choice', { platform: own('222222222222'), allowMissingExternalId: true }, 'arn:aws:iam::222222222222:root', undefined],
    ['an internal role of the customer', { platform: Platform.koreAi({ principal: `arn:aws:iam::${ACCOUNT}:role/internal` }) }, `arn:aws:iam::${ACCOUNT}:role/internal`, undefined],
  ])('of %s', (_, options, principal, condition) => {
    const synthesized = synthesize(options);
    const policy = synthesized.trustPolicy('ConnectionRole');
    expect(policy.Statement).toEqual([
      { Sid: 'AllowPlatform', Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...(condition ? { Condition: condition } : {}) },
    ]);
    const { trust } = synthesized.document();
    expect(trust.policy).toEqual(policy);
    expect(trust.principals).toEqual([principal]);
    expect(trust.actions).toEqual(['sts:AssumeRole']);
  });

  test("names Airia's account in its own partition, wherever the stack will be deployed", () => {
    const inGovCloud = new Synthesized(connect({}, newStack()).stack, { ...COMMERCIAL, partition: 'aws-us-gov' });
    expect(inGovCloud.trustPolicy('ConnectionRole').Statement[0].Principal).toEqual({ AWS: AIRIA_ROOT });
  });

  test('takes session tags and a source identity', () => {
    const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
    const synthesized = synthesize({ sessionTags: true, sourceIdentity: true });
    expect(synthesized.trustPolicy('ConnectionRole').Statement[0].Action).toEqual(actions);
    expect(synthesized.document().trust.actions).toEqual(actions);
  });

  test('takes tokens as external ID and organization', () => {
    const stack = newStack();
    const [externalId, organizationId] = ['ExternalId', 'OrganizationId'].map((id) => new CfnParameter(stack, id).valueAsString);
    const synthesized = synthesize({ externalId, organizationId }, stack, { ExternalId: 'their-id', OrganizationId: 'o-a1b2c3d4e5' });
    expect(synthesized.trustPolicy('ConnectionRole').Statement[0].Condition).toEqual({ StringEquals: { 'sts:ExternalId': 'their-id', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } });
    expect(synthesized.document().trust).toMatchObject({ externalId: 'their-id', organizationId: 'o-a1b2c3d4e5' });
  });

  test('never trusts a whole account without the external ID, unless that was asked for', () => {
    const anyText = fc.string({ maxLength: 12 });
    const mostly = (...values: string[]) => fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: anyText });
    const props = fc.record({
      principal: mostly('222222222222', 'arn:aws:iam::222222222222:root', PLATFORM_ROLE),
      externalId: mostly('their-id', 'their/other:id', '${aws:userid}'),
      organizationId: mostly('o-a1b2c3d4e5'),
      allowMissingExternalId: fc.boolean(),
    }, { requiredKeys: [] });
    let accepted = 0;
    fc.assert(fc.property(props, (options) => {
      let connection: CrossAccountRole;
      try {
        ({ connection } = connect({ platform: own('333333333333'), ...options }));
      } catch {
        return;
      }
      accepted += 1;
      const [{ Principal, Condition }, ...others] = connection._trustPolicy().Statement;
      expect(others).toEqual([]);
      expect(Principal?.AWS).toMatch(/^arn:aws:iam::\d{12}:(?:root|role\/[^*?$]+)$/);
      expect(Condition?.StringEquals?.['sts:ExternalId']).toBe(options.externalId);
      expect(Condition?.StringEquals?.['aws:PrincipalOrgID']).toBe(options.organizationId);
      if (String(Principal?.AWS).endsWith(':root')) expect(options.externalId !== undefined || options.allowMissingExternalId).toBe(true);
    }), { numRuns: 300 });
    expect(accepted).toBeGreaterThan(20);
  });
});

describe('refuses', () => {
  const CURE = 'Give the external ID that the platform sends, name a role as the principal, or set allowMissingExternalId: true.';
  const ROOT = "is a whole account, where only the external ID tells your connection from another customer's";

  test.each<[string, Partial<CrossAccountRoleProps>, string]>([
    ['a platform that federates', { platform: Platform.fourMinds() }, "4MINDS does not support the connection method 'cross-account-role'. It supports: oidc-federation, cognito, bedrock-api-key."],
    ['no principal', { platform: own() }, 'principal is missing. Give the account or role that Acme comes from.'],
    ['an open principal', { platform: own('*') }, "principal '*' is no account and no role. Give the 12 digits of the account, arn:aws:iam::123456789012:root, or the ARN of a role."],
    ['Airia without external ID', { externalId: undefined }, "externalId is missing, and Airia always sends one. Copy it from Airia's form."],
    ['Airia without external ID, even by choice', { allowMissingExternalId: true }, "externalId is missing, and Airia always sends one. Copy it from Airia's form."],
    ['an account without external ID', { platform: own('arn:aws:iam::222222222222:root') }, `externalId is missing, and the principal arn:aws:iam::222222222222:root ${ROOT}. ${CURE}`],
    ['both an external ID and its absence', { externalId: 'id', allowMissingExternalId: true }, "allowMissingExternalId 'true' contradicts the externalId that is given. Leave out one of the two."],
    ['an empty external ID', { externalId: '' }, "externalId '' is no external ID that STS accepts. Copy it from the platform: 2 to 1,224 letters, digits and the characters _+=,.@:/-."],
    ['an external ID that STS refuses', { externalId: '*' }, "externalId '*' is no external ID that STS accepts. Copy it from the platform: 2 to 1,224 letters, digits and the characters _+=,.@:/-."],
    ['no organization ID', { organizationId: 'acme' }, "organizationId 'acme' is no organization ID. Give it in the form o-a1b2c3d4e5."],
    ['a wildcard organization', { organizationId: 'o-*' }, "organizationId 'o-*' is no organization ID. Give it in the form o-a1b2c3d4e5."],
  ])('%s', (_, options, message) => {
    expect(() => connect(options)).toThrow(new Error(message));
  });

  test.each([[{}], [{ '@aws-cdk/core:enablePartitionLiterals': true }]])('a role of another partition, with the context %j', (context) => {
    const stack = newStack({ env: { account: ACCOUNT, region: 'us-gov-west-1' } }, { context });
    expect(() => connect({ principal: PLATFORM_ROLE }, stack)).toThrow(new Error(
      `principal '${PLATFORM_ROLE}' is in the partition aws and the stack in aws-us-gov. A role can only be assumed within one partition.`));
  });

  test.each(['us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'])("Airia's account, which is a stranger's in the partition of %s", (region) => {
    const stack = () => newStack({ env: { account: ACCOUNT, region } });
    expect(() => connect({}, stack())).toThrow(new RegExp(`^principal '${AIRIA_ROOT}' is in the partition aws and the stack in aws-[a-z-]+\\. A role can only be assumed within one partition\\.$`));
    expect(() => connect({ principal: '222222222222' }, stack())).not.toThrow();
  });
});

describe('warnings', () => {
  test.each<[string, Partial<CrossAccountRoleProps>, string[]]>([
    ['none by default', {}, []],
    ['none of a role without external ID', { platform: own(PLATFORM_ROLE) }, []],
    ['none of a session of one hour', { maxSessionDuration: Duration.hours(1) }, []],
    ['a long session, which role chaining cuts', { maxSessionDuration: Duration.hours(2) },
      ['A platform that comes from a role of its own gets sessions of one hour at most, because AWS limits role chaining.']],
    ['a whole account', { platform: own('arn:aws:iam::222222222222:root'), allowMissingExternalId: true },
      ['Everybody in arn:aws:iam::222222222222:root who may assume roles can assume this one: there is no external ID. Ask Acme for one, or for the role that it comes from.']],
  ])('%s', (_, options, warnings) => {
    expect(synthesize(options).document().warnings).toEqual(warnings);
  });

  test('an existing role', () => {
    const stack = newStack({ env: ENV });
    const role = Role.fromRoleArn(stack, 'Existing', `arn:aws:iam::${ACCOUNT}:role/existing`);
    expect(synthesize({ role }, stack).document().warnings).toEqual(['The role existed before: its trust policy is not changed. Compare it with trust.policy in the document.']);
  });
});

describe('the document', () => {
  test("of Airia has its form's labels and is ready", () => {
    const synthesized = synthesize();
    const { fields, principal, status, registration } = synthesized.document();
    expect(fields).toEqual({ 'Role ARN': principal.arn, 'External ID': 'their-id', 'Region': 'us-east-1' });
    expect([status, registration]).toEqual(['ready', undefined]);
    expect(synthesized.output('ConnectionExternalId')).toBe('their-id');
  });

  test('of Kore.ai is pending, with the text to send to its support', () => {
    const synthesized = synthesize({ platform: Platform.koreAi({ principal: PLATFORM_ROLE }) });
    const { fields, principal, status, registration } = synthesized.document();
    expect(fields).toEqual({ 'IAM Role ARN': principal.arn, 'STS Endpoint': 'https://sts.us-east-1.amazonaws.com', 'Region': 'us-east-1' });
    expect(status).toBe('pending registration');
    expect(registration?.request).toBe([
      'Please register this IAM role for the Amazon Bedrock integration and add it to the trust policy of the platform.',
      `IAM role ARN: ${principal.arn}`, 'Region: us-east-1', 'STS endpoint: https://sts.us-east-1.amazonaws.com',
    ].join('\n'));
  });
});
