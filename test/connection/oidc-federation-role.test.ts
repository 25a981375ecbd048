import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { OidcProviderNative, OpenIdConnectProvider, Role } from 'aws-cdk-lib/aws-iam';
import { CfnParameter } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { ConnectionMethod, Integration, OidcFederationRole, Platform, type OidcFederationRoleProps } from '../../src';
import { ACCOUNT, ENV, newStack, Synthesized } from '../synthesis/template';

const AUDIENCE = { 'api.4minds.ai:aud': 'sts.amazonaws.com' };
const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/api.4minds.ai`;

function connect(options: Partial<OidcFederationRoleProps> = {}, stack = newStack({ env: ENV })) {
  const subjects = options.subjectPatterns || options.allowAnySubject ? undefined : ['workspace:acme'];
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects, ...options });
  return { stack, connection };
}

function synthesize(options: Partial<OidcFederationRoleProps> = {}, stack = newStack({ env: ENV }), parameters: Record<string, string> = {}) {
  return new Synthesized(connect(options, stack).stack, undefined, parameters);
}

const conditionsOf = (synthesized: Synthesized) => synthesized.trustPolicy('ConnectionRole').Statement.map(({ Condition }) => Condition);

describe('trust', () => {
  test.each<[string, Partial<OidcFederationRoleProps>, object[]]>([
    ['one subject', {}, [{ StringEquals: { ...AUDIENCE, 'api.4minds.ai:sub': 'workspace:acme' } }]],
    ['subjects', { subjects: ['a', 'b'] }, [{ StringEquals: { ...AUDIENCE, 'api.4minds.ai:sub': ['a', 'b'] } }]],
    ['patterns', { subjectPatterns: ['a:*'] }, [{ StringEquals: AUDIENCE, StringLike: { 'api.4minds.ai:sub': 'a:*' } }]],
    ['subjects and patterns', { subjects: ['b'], subjectPatterns: ['a:*'] },
      [{ StringEquals: { ...AUDIENCE, 'api.4minds.ai:sub': 'b' } }, { StringEquals: AUDIENCE, StringLike: { 'api.4minds.ai:sub': 'a:*' } }]],
    ['any subject', { allowAnySubject: true }, [{ StringEquals: AUDIENCE }]],
    ['an external ID', { externalId: 'abc' },
      [{ StringEquals: { ...AUDIENCE, 'api.4minds.ai:sub': 'workspace:acme' }, StringEqualsIfExists: { 'sts:ExternalId': 'abc' } }]],
    ['an audience of one character', { platform: Platform.fourMinds({ audience: 'a' }) },
      [{ StringEquals: { 'api.4minds.ai:aud': 'a', 'api.4minds.ai:sub': 'workspace:acme' } }]],
    ['another audience', { platform: Platform.fourMinds({ audience: 'https://acme' }) },
      [{ StringEquals: { 'api.4minds.ai:aud': 'https://acme', 'api.4minds.ai:sub': 'workspace:acme' } }]],
  ])('of %s', (_, options, conditions) => {
    const synthesized = synthesize(options);
    expect(conditionsOf(synthesized)).toEqual(conditions);
    expect(synthesized.document().trust.policy).toEqual(synthesized.trustPolicy('ConnectionRole'));
  });

  test('is told in the words of the document too', () => {
    const { trust } = synthesize({ subjects: ['b'], subjectPatterns: ['a:*'], externalId: 'abc' }).document();
    expect(trust).toMatchObject({
      issuer: 'https://api.4minds.ai', audiences: ['sts.amazonaws.com'], subjects: ['b'], subjectPatterns: ['a:*'], anySubject: false, externalId: 'abc',
    });
    expect(synthesize({ allowAnySubject: true }).document().trust).toMatchObject({ subjects: [], subjectPatterns: [], anySubject: true });
  });

  test('is for sts.amazonaws.com where the platform names no audience', () => {
    const platform = Platform.custom({
      id: 'acme', displayName: 'Acme', methods: [ConnectionMethod.OIDC_FEDERATION], integrations: [Integration.S3], issuerUrl: 'https://issuer.example.com',
    });
    expect(conditionsOf(synthesize({ platform }))).toEqual([{ StringEquals: { 'issuer.example.com:aud': 'sts.amazonaws.com', 'issuer.example.com:sub': 'workspace:acme' } }]);
  });

  test('is between the provider of this account and the role, by web identity alone', () => {
    const [statement, ...others] = synthesize().trustPolicy('ConnectionRole').Statement;
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Sid: 'AllowSubjects', Effect: 'Allow', Principal: { Federated: PROVIDER_ARN }, Action: 'sts:AssumeRoleWithWebIdentity' });
  });

  test.each([
    [{ sessionTags: true }, ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']],
    [{ sourceIdentity: true }, ['sts:AssumeRoleWithWebIdentity', 'sts:SetSourceIdentity']],
  ])('takes %j', (options, actions) => {
    const synthesized = synthesize(options);
    expect(synthesized.trustPolicy('ConnectionRole').Statement[0].Action).toEqual(actions);
    expect(synthesized.document().trust.actions).toEqual(actions);
  });

  test('takes tokens as subject, audience and external ID', () => {
    const stack = newStack();
    const [subject, audience, externalId] = ['Subject', 'Audience', 'ExternalId'].map((id) => new CfnParameter(stack, id).valueAsString);
    const parameters = { Subject: 'workspace:acme', Audience: 'their-audience', ExternalId: 'their-id' };
    const synthesized = synthesize({ platform: Platform.fourMinds({ audience }), subjects: [subject], externalId }, stack, parameters);
    expect(conditionsOf(synthesized)).toEqual([
      { StringEquals: { 'api.4minds.ai:aud': 'their-audience', 'api.4minds.ai:sub': 'workspace:acme' }, StringEqualsIfExists: { 'sts:ExternalId': 'their-id' } },
    ]);
    expect(synthesized.document().fields).toMatchObject({ 'External ID': 'their-id' });
  });

  test('names the issuer to the letter in keys and ARN', () => {
    const synthesized = synthesize({ platform: Platform.fourMinds({ issuerUrl: 'https://app.4MINDS.ai', issuerUrlIsExact: true }) });
    expect(conditionsOf(synthesized)).toEqual([{ StringEquals: { 'app.4MINDS.ai:aud': 'sts.amazonaws.com', 'app.4MINDS.ai:sub': 'workspace:acme' } }]);
    expect(synthesized.document().trust.providerArn).toBe(`arn:aws:iam::${ACCOUNT}:oidc-provider/app.4MINDS.ai`);
  });

  test('never lacks an exact audience, never takes any subject unasked, never holds a dollar', () => {
    const hostile = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: fc.constantFrom('a', 'Z', ':', '*', '?', '$', '{', ' ', '/', '.'), maxLength: 20 }));
    const mostly = (...values: string[]) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: hostile });
    const props = fc.record({
      issuerUrl: fc.oneof(mostly('https://issuer.example.com'), fc.webUrl({ validSchemes: ['https'] })),
      audience: mostly('their-audience'),
      subjects: fc.uniqueArray(mostly('acme', 'other'), { maxLength: 2 }),
      subjectPatterns: fc.uniqueArray(mostly('acme:*', 'a?'), { maxLength: 2 }),
      allowAnySubject: fc.boolean(),
      externalId: mostly('their-id'),
    }, { requiredKeys: [] });
    let accepted = 0;
    fc.assert(fc.property(props, ({ issuerUrl, audience, ...options }) => {
      let connection: OidcFederationRole;
      try {
        ({ connection } = connect({ subjects: undefined, ...options, platform: Platform.fourMinds({ issuerUrl, audience }) }));
      } catch {
        return;
      }
      accepted += 1;
      const issuer = (issuerUrl ?? 'https://api.4minds.ai').replace('https://', '');
      for (const { Condition, Principal, Action } of connection._trustPolicy().Statement) {
        expect(Principal).toHaveProperty('Federated');
        expect(Action).toBe('sts:AssumeRoleWithWebIdentity');
        expect(Condition?.StringEquals[`${issuer}:aud`]).toBe(audience ?? 'sts.amazonaws.com');
        expect(JSON.stringify(Condition)).not.toMatch(/\$|"\*"/);
        const bySubject = Condition?.StringEquals[`${issuer}:sub`] ?? Condition?.StringLike?.[`${issuer}:sub`];
        expect(bySubject === undefined).toBe(options.allowAnySubject ?? false);
      }
    }), { numRuns: 300 });
    expect(accepted).toBeGreaterThan(20);
  });
});

describe('an existing provider', () => {
  test('is used and none created', () => {
    const stack = newStack({ env: ENV });
    const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', PROVIDER_ARN);
    const synthesized = synthesize({ provider }, stack);
    synthesized.template.resourceCountIs('AWS::IAM::OIDCProvider', 0);
    expect(synthesized.document().trust.providerArn).toBe(PROVIDER_ARN);
  });

  test('is taken as it is where the account of the stack is not known', () => {
    const stack = newStack();
    const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', PROVIDER_ARN);
    expect(connect({ provider }, stack).connection.providerArn).toBe(PROVIDER_ARN);
  });

  test('may be one of the app', () => {
    const stack = newStack({ env: ENV });
    const provider = new OidcProviderNative(stack, 'Provider', { url: 'https://api.4minds.ai', clientIds: ['sts.amazonaws.com'] });
    const synthesized = synthesize({ provider }, stack);
    synthesized.template.resourceCountIs('AWS::IAM::OIDCProvider', 1);
    expect(synthesized.document().trust.providerArn).toBe(PROVIDER_ARN);
  });

  test('may be of the account that the stack will be in', () => {
    const stack = newStack();
    const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', PROVIDER_ARN);
    expect(synthesize({ provider }, stack).document().trust.providerArn).toBe(PROVIDER_ARN);
  });

  test.each([
    [`arn:aws:iam::${ACCOUNT}:oidc-provider/app.4minds.ai`, 'is not the provider of https://api.4minds.ai. Give the one whose ARN ends with oidc-provider/api.4minds.ai.'],
    [`arn:aws:iam::${ACCOUNT}:oidc-provider/api.4minds.ai/`, 'is not the provider of https://api.4minds.ai. Give the one whose ARN ends with oidc-provider/api.4minds.ai.'],
    ['arn:aws:iam::222222222222:oidc-provider/api.4minds.ai', `belongs to account 222222222222 and the stack to ${ACCOUNT}. Give the provider of the account of the role.`],
  ])('must be the right one: %s', (arn, problem) => {
    const stack = newStack({ env: ENV });
    const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', arn);
    expect(() => connect({ provider }, stack)).toThrow(new Error(`provider '${arn}' ${problem}`));
  });
});

describe('refuses', () => {
  const platform = (options: { issuerUrl?: string; audience?: string }) => Platform.custom({
    id: 'acme', displayName: 'Acme', methods: [ConnectionMethod.OIDC_FEDERATION], integrations: [Integration.S3], ...options,
  });
  const AUDIENCE_CURE = 'Give the aud claim of the token: 1 to 255 characters without white space and wildcards.';

  test.each<[string, Partial<OidcFederationRoleProps>, string]>([
    ['a platform that does not federate', { platform: Platform.airia() }, "Airia does not support the connection method 'oidc-federation'. It supports: cross-account-role."],
    ['a platform without an issuer', { platform: platform({}) }, "platform 'Acme' has no issuer. Give issuerUrl to Platform.custom."],
    ['an issuer that IAM refuses', { platform: platform({ issuerUrl: 'http://a.example.com' }) },
      "issuerUrl 'http://a.example.com' does not start with https://. IAM accepts https issuers only: give the iss claim of the token."],
    ['an empty audience', { platform: Platform.fourMinds({ audience: '' }) }, `audience '' is no audience that can be compared exactly. ${AUDIENCE_CURE}`],
    ['a wildcard audience', { platform: Platform.fourMinds({ audience: '*' }) }, `audience '*' is no audience that can be compared exactly. ${AUDIENCE_CURE}`],
    ['an audience with white space', { platform: Platform.fourMinds({ audience: 'a b' }) }, `audience 'a b' is no audience that can be compared exactly. ${AUDIENCE_CURE}`],
    ['an audience that is too long', { platform: Platform.fourMinds({ audience: 'a'.repeat(256) }) }, `audience '${'a'.repeat(256)}' is no audience that can be compared exactly. ${AUDIENCE_CURE}`],
    ['an audience with a policy variable', { platform: Platform.fourMinds({ audience: '${api.4minds.ai:aud}' }) },
      "audience '${api.4minds.ai:aud}' holds a '$', which IAM can expand as a policy variable so that the check always passes. Give the value as it stands in the token, without $."],
    ['an external ID that STS refuses', { externalId: 'a' },
      "externalId 'a' is no external ID that STS accepts. Copy it from the platform: 2 to 1,224 letters, digits and the characters _+=,.@:/-."],
    ['no subject', { subjects: undefined },
      'subjects is missing, and a trust without a subject lets in every customer of the platform who knows the role ARN. List the sub claims of your tokens in subjects, or set allowAnySubject: true.'],
    ['a trust policy that is too long', { subjects: Array.from({ length: 100 }, (_, index) => `workspace:${index}:${'x'.repeat(40)}`) },
      'The trust policy would be 6088 characters long and IAM takes 2048, or 4096 after a quota increase. List fewer subjects, or use subjectPatterns.'],
  ])('%s', (_, options, message) => {
    expect(() => connect(options)).toThrow(new Error(message));
  });
});

describe('warnings', () => {
  const EXISTING = 'The role existed before: its trust policy is not changed. Compare it with trust.policy in the document.';

  test.each<[string, Partial<OidcFederationRoleProps>, string[]]>([
    ['none by default', {}, []],
    ['any subject', { allowAnySubject: true },
      ['Every subject that 4MINDS issues a token for can assume this role if it knows its ARN. List subjects as soon as 4MINDS tells you yours.']],
    ['an external ID', { externalId: 'abc' }, ['STS sends no external ID with a web identity token: the external ID protects nothing here. The subject does.']],
    ['upper case in the host', { platform: Platform.fourMinds({ issuerUrl: 'https://app.4MINDS.ai', issuerUrlIsExact: true }) },
      ['The issuer https://app.4MINDS.ai has upper-case letters in its host: make sure that the iss claim of the token has them too.']],
    ['upper case in the path only', { platform: Platform.fourMinds({ issuerUrl: 'https://issuer.example.com/Acme' }) }, []],
    ['a long trust policy', { subjects: Array.from({ length: 40 }, (_, index) => `workspace:${index}:${'x'.repeat(40)}`) },
      ['The trust policy is longer than 2,048 characters: raise the IAM quota "Role trust policy length" to 4,096 before deploying.']],
  ])('%s', (_, options, warnings) => {
    const { stack } = connect(options);
    expect(new Synthesized(stack).document().warnings).toEqual(warnings);
    const annotated = Annotations.fromStack(stack).findWarning('/Stack/Connection', Match.anyValue()).map(({ entry }) => String(entry.data).replace(/ \[ack: .*$/, ''));
    expect(annotated).toEqual(warnings);
  });

  test('an existing role', () => {
    const stack = newStack({ env: ENV });
    const role = Role.fromRoleArn(stack, 'Existing', `arn:aws:iam::${ACCOUNT}:role/existing`);
    expect(synthesize({ role }, stack).document().warnings).toEqual([EXISTING]);
  });
});

test('the form gets role, external ID and region', () => {
  const synthesized = synthesize({ externalId: 'abc' });
  const { fields, principal } = synthesized.document();
  expect(fields).toEqual({ 'IAM Role ARN': principal.arn, 'External ID': 'abc', 'AWS Region': 'us-east-1' });
  expect(synthesized.output('ConnectionRoleArn')).toBe(principal.arn);
  expect(synthesized.output('ConnectionExternalId')).toBe('abc');
  expect(synthesized.output('ConnectionRegion')).toBe('us-east-1');
});
