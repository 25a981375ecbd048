import fc from 'fast-check';
import {
  CROSS_ACCOUNT_TRUST, EXTERNAL_ID, OIDC_TRUST, platformStatement, policy, PROVIDER_ARN, VERIFIER_ARN, verifierStatement, webIdentity,
} from './policies';
import { isLike, isVerifierOnly, openingsOf, verifierNeedsExternalId } from '../../../../lambda/verifier/trust/admission';
import { parsePolicy } from '../../../../lambda/verifier/trust/policy';
import type { Trust } from '../../../../src/document/connection-document-v1';

const kinds = (trust: Trust, ...statements: readonly object[]): string[] => (
  openingsOf(parsePolicy(policy(...statements)), trust).map(({ kind }) => kind)
);
const when = (Condition: object): object => webIdentity({ Condition });
const AUD = { 'api.4minds.ai:aud': 'sts.amazonaws.com' };
const SUB = { 'api.4minds.ai:sub': 'workspace:acme' };

describe('an OIDC trust is closed', () => {
  test.each<[string, object, Trust?]>([
    ['by exact audience and subject', webIdentity()],
    ['by a pattern without wildcards', when({ StringEquals: AUD, StringLike: SUB })],
    ['by ForAnyValue, which does not hold when the key is missing', when({ 'ForAnyValue:StringEquals': { ...AUD, ...SUB } })],
    ['by the patterns of the document', when({ StringEquals: AUD, StringLike: { 'api.4minds.ai:sub': 'workspace:acme:*' } }), { ...OIDC_TRUST, subjectPatterns: ['workspace:acme:*'] }],
    ['by the audience alone, where any subject is wanted', when({ StringEquals: AUD }), { ...OIDC_TRUST, anySubject: true }],
    ['however much narrower another condition makes it', when({ StringEquals: { ...AUD, ...SUB }, NoSuchOperator: { 'aws:x': 'y' } })],
    ['for a Deny', webIdentity({ Effect: 'Deny', Principal: '*', Condition: undefined })],
    ['when it only allows tags', webIdentity({ Action: 'sts:TagSession', Condition: undefined })],
    ['when it only lets anyone tag, and no one in', webIdentity({ Action: ['sts:TagSession', 'sts:SetSourceIdentity'], Principal: '*', Condition: undefined })],
    ['when its actions leave out every way in', webIdentity({ Action: undefined, NotAction: 'sts:AssumeRole*', Principal: '*', Condition: undefined })],
    ['when a provider may come in by actions that no provider has', webIdentity({ Action: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML'], Condition: undefined })],
    ['by a provider whose name has capitals', webIdentity({ Principal: { Federated: PROVIDER_ARN.replace('api', 'API') } }), { ...OIDC_TRUST, providerArn: PROVIDER_ARN.replace('api', 'API') }],
    ["for the verifier's own role", verifierStatement()],
  ])('%s', (_name, statement, trust = OIDC_TRUST) => {
    expect(kinds(trust, statement)).toEqual([]);
  });
});

describe('an OIDC trust is open', () => {
  test.each<[string, object, string[]]>([
    ['without conditions', webIdentity({ Condition: undefined }), ['audience', 'subject']],
    ['without a subject', when({ StringEquals: AUD }), ['subject']],
    ['without an audience', when({ StringEquals: SUB }), ['audience']],
    ['for another subject as well', when({ StringEquals: { ...AUD, 'api.4minds.ai:sub': ['workspace:acme', 'workspace:evil'] } }), ['subject']],
    ['for a wildcard', when({ StringEquals: AUD, StringLike: { 'api.4minds.ai:sub': '*' } }), ['subject']],
    ['for a wider pattern', when({ StringEquals: AUD, StringLike: { 'api.4minds.ai:sub': 'workspace:*' } }), ['subject']],
    ['when letter case does not count', when({ StringEquals: AUD, StringEqualsIgnoreCase: SUB }), ['subject']],
    ['when the key may be missing', when({ StringEquals: AUD, StringEqualsIfExists: SUB }), ['subject']],
    ['when an empty set satisfies it', when({ 'StringEquals': AUD, 'ForAllValues:StringEquals': SUB }), ['subject']],
    ['for a policy variable that compares the subject with itself', when({ StringEquals: { ...AUD, 'api.4minds.ai:sub': '${api.4minds.ai:sub}' } }), ['subject']],
    ['when all but one are let in', when({ StringEquals: AUD, StringNotEquals: { 'api.4minds.ai:sub': 'workspace:evil' } }), ['subject']],
    ['for an operator that is not known', when({ StringEquals: AUD, StringMatches: SUB }), ['subject']],
    ['for the subject of another issuer', when({ StringEquals: { ...AUD, 'app.4minds.ai:sub': 'workspace:acme' } }), ['subject']],
    ['by another provider', webIdentity({ Principal: { Federated: `${PROVIDER_ARN}/evil` } }), ['principal']],
    ['by any provider', webIdentity({ Principal: { Federated: '*' } }), ['anyone']],
    ['to anyone', webIdentity({ Principal: '*' }), ['anyone']],
    ['to any AWS principal', webIdentity({ Principal: { AWS: '*' } }), ['anyone']],
    ['to everyone but one', webIdentity({ Principal: undefined, NotPrincipal: { AWS: VERIFIER_ARN } }), ['anyone']],
    ['by a wildcard action', webIdentity({ Action: 'sts:*', Condition: undefined }), ['audience', 'subject']],
    ['by all actions but one', webIdentity({ Action: undefined, NotAction: 's3:*', Condition: undefined }), ['audience', 'subject']],
    ['to another account', platformStatement(), ['principal']],
    ['to a SAML provider', webIdentity({ Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/x' }, Action: 'sts:AssumeRoleWithSAML' }), ['principal']],
    ['by one action among others', webIdentity({ Action: ['sts:TagSession', 'sts:AssumeRoleWithWebIdentity'], Condition: undefined }), ['audience', 'subject']],
    ['to a principal of another kind with the name of the provider', webIdentity({ Principal: { AWS: PROVIDER_ARN } }), ['principal']],
    ['to a principal of another kind with the name of the verifier', verifierStatement({ Principal: { Service: VERIFIER_ARN } }), ['principal']],
    ['for no value at all', when({ StringEquals: { ...AUD, 'api.4minds.ai:sub': [] } }), ['subject']],
  ])('%s', (_name, statement, expected) => {
    expect(kinds(OIDC_TRUST, statement)).toEqual(expected);
  });

  // IAM would expand or match them: what the document means to the letter is more in the policy.
  test.each<[string, string, object]>([
    ['a wildcard', 'workspace:*', { StringLike: { 'api.4minds.ai:sub': 'workspace:*' } }],
    ['one character that may be any', 'workspace:?', { StringLike: { 'api.4minds.ai:sub': 'workspace:?' } }],
    ['a policy variable', '${aws:userid}', { StringEquals: { 'api.4minds.ai:sub': '${aws:userid}' } }],
    ['a policy variable in a pattern', '${aws:userid}', { StringLike: { 'api.4minds.ai:sub': '${aws:userid}' } }],
  ])('for a subject that reads like %s', (_name, subject, condition) => {
    expect(kinds({ ...OIDC_TRUST, subjects: [subject] }, when({ 'ForAnyValue:StringEquals': AUD, ...condition }))).toEqual(['subject']);
  });

  test('and says how', () => {
    const texts = (trust: Trust, statement: object) => openingsOf(parsePolicy(policy(statement)), trust).map(({ text }) => text);
    expect(texts({ ...OIDC_TRUST, subjectPatterns: ['workspace:x:*'] }, webIdentity({ Condition: undefined }))).toEqual([
      "statement 'AllowSubjects' does not confine api.4minds.ai:aud to 'sts.amazonaws.com'",
      "statement 'AllowSubjects' does not confine api.4minds.ai:sub to 'workspace:acme' or 'workspace:x:*'",
    ]);
    expect(texts({ ...OIDC_TRUST, audiences: undefined as never }, webIdentity())).toEqual(["statement 'AllowSubjects' does not confine api.4minds.ai:aud to anything"]);
    expect(texts(OIDC_TRUST, webIdentity({ Principal: '*' }))).toEqual(["statement 'AllowSubjects' lets in anyone"]);
    expect(texts(OIDC_TRUST, webIdentity({ Principal: { AWS: '*' } }))).toEqual(["statement 'AllowSubjects' lets in AWS *"]);
  });
});

describe('a trust in an identity pool', () => {
  const provider = 'cognito-identity.amazonaws.com';
  const trust = { actions: [], identityPool: { provider, id: 'us-east-1:pool', identityId: 'us-east-1:id' } } as unknown as Trust;
  const CLOSED = { 'StringEquals': { [`${provider}:aud`]: 'us-east-1:pool', [`${provider}:sub`]: 'us-east-1:id' }, 'ForAnyValue:StringLike': { [`${provider}:amr`]: 'authenticated' } };
  const pool = (Condition: object | undefined, Action = 'sts:AssumeRoleWithWebIdentity') => webIdentity({ Principal: { Federated: provider }, Condition, Action });

  test.each<[string, object, string[]]>([
    ['is closed by pool, sign-in and identity', pool(CLOSED), []],
    ['is open without them', pool(undefined), ['audience', 'unauthenticated', 'subject']],
    ['is open for who has not signed in', pool({ ...CLOSED, 'ForAnyValue:StringLike': { [`${provider}:amr`]: ['authenticated', 'unauthenticated'] } }), ['unauthenticated']],
    ['lets nobody in by other actions', pool(undefined, 'sts:AssumeRole'), []],
    ['is not one in a principal of another kind', webIdentity({ Principal: { Service: provider }, Condition: CLOSED }), ['principal']],
  ])('%s', (_name, statement, expected) => {
    expect(kinds(trust, statement)).toEqual(expected);
  });
});

describe('a cross-account trust', () => {
  test.each<[string, object, string[]]>([
    ['is closed by the exact external ID', platformStatement(), []],
    ['is open without one', platformStatement({ Condition: undefined }), ['external-id']],
    ['is open where it may be missing', platformStatement({ Condition: { StringEqualsIfExists: { 'sts:ExternalId': EXTERNAL_ID } } }), ['external-id']],
    ['is open for a second one', platformStatement({ Condition: { StringEquals: { 'sts:ExternalId': [EXTERNAL_ID, 'other'] } } }), ['external-id']],
    ['is open for a pattern', platformStatement({ Condition: { StringLike: { 'sts:ExternalId': 'airia-*' } } }), ['external-id']],
    ['lets nobody of an account in by a token', platformStatement({ Action: 'sts:AssumeRoleWithWebIdentity', Condition: undefined }), []],
    ['is open to another account', platformStatement({ Principal: { AWS: ['arn:aws:iam::808540602285:root', '999999999999'] } }), ['principal']],
  ])('%s', (_name, statement, expected) => {
    expect(kinds(CROSS_ACCOUNT_TRUST, statement)).toEqual(expected);
  });

  test('asks for the organisation where the document does', () => {
    const trust = { ...CROSS_ACCOUNT_TRUST, organizationId: 'o-1234567890' };
    const confined = platformStatement({ Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID, 'aws:PrincipalOrgID': 'o-1234567890' } } });
    expect([kinds(trust, platformStatement()), kinds(trust, confined)]).toEqual([['organization'], []]);
  });

  test('asks for no external ID where the document has none', () => {
    expect(kinds({ ...CROSS_ACCOUNT_TRUST, externalId: undefined as never }, platformStatement({ Condition: undefined }))).toEqual([]);
  });

  test("tells whether the verifier's own attempt can prove anything", () => {
    const withId = verifierStatement({ Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } } });
    expect(verifierNeedsExternalId(parsePolicy(policy(platformStatement(), withId)), CROSS_ACCOUNT_TRUST)).toBe(true);
    expect(verifierNeedsExternalId(parsePolicy(policy(platformStatement(), verifierStatement())), CROSS_ACCOUNT_TRUST)).toBe(false);
    expect(verifierNeedsExternalId(parsePolicy(policy(withId, verifierStatement())), CROSS_ACCOUNT_TRUST)).toBe(false);
    expect(verifierNeedsExternalId(parsePolicy(policy(withId, verifierStatement({ Effect: 'Deny' }))), CROSS_ACCOUNT_TRUST)).toBe(true);
    expect(verifierNeedsExternalId(parsePolicy(policy(verifierStatement({ Principal: { AWS: [VERIFIER_ARN, '999999999999'] } }))), CROSS_ACCOUNT_TRUST)).toBe(false);
    expect(verifierNeedsExternalId(parsePolicy(policy(withId, platformStatement({ Condition: undefined }))), CROSS_ACCOUNT_TRUST)).toBe(true);
    expect(verifierNeedsExternalId(parsePolicy(policy(withId)), { ...CROSS_ACCOUNT_TRUST, externalId: undefined as never })).toBe(false);
  });

  test("knows a statement that is the verifier's alone", () => {
    const only = (statement: object) => parsePolicy(policy(statement)).map((parsed) => isVerifierOnly(parsed, CROSS_ACCOUNT_TRUST));
    expect(only(verifierStatement())).toEqual([true]);
    expect(only(verifierStatement({ Principal: { AWS: [VERIFIER_ARN, '999999999999'] } }))).toEqual([false]);
    expect(only(verifierStatement({ Principal: undefined }))).toEqual([false]);
    const withoutVerifier = { ...CROSS_ACCOUNT_TRUST, verifier: undefined as never };
    expect(parsePolicy(policy(verifierStatement({ Principal: undefined }))).map((each) => isVerifierOnly(each, withoutVerifier))).toEqual([false]);
    expect(only(verifierStatement({ Principal: undefined, NotPrincipal: { AWS: VERIFIER_ARN } }))).toEqual([false]);
  });
});

/** A plain evaluator of one web-identity request, written apart from the code that it checks. */
function lets(statement: { Condition: Record<string, Record<string, string | string[]>> }, claims: Record<string, string>): boolean {
  return Object.entries(statement.Condition).every(([operator, keys]) => Object.entries(keys).every(([key, wanted]) => {
    const actual = claims[key.toLowerCase()];
    const values = [wanted].flat().map((value) => value.replace('${api.4minds.ai:sub}', claims['api.4minds.ai:sub'] ?? ''));
    const any = (matches: (value: string) => boolean) => actual !== undefined && values.some(matches);
    switch (operator) {
      case 'StringEquals': case 'ForAnyValue:StringEquals': return any((value) => value === actual);
      case 'StringEqualsIfExists': case 'ForAllValues:StringEquals': return actual === undefined || any((value) => value === actual);
      case 'StringEqualsIgnoreCase': return any((value) => value.toLowerCase() === actual?.toLowerCase());
      case 'StringLike': return any((value) => new RegExp(`^${value.replace(/[.$(){}[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(actual ?? ''));
      case 'StringNotEquals': return actual === undefined || !values.includes(actual);
      default: throw new Error(operator);
    }
  }));
}

test('whatever the policy, no opening means that no other subject and no other audience gets in', () => {
  const subjects = ['workspace:acme', 'workspace:ACME', 'workspace:evil', 'x', '', 'workspace:acme:1', '*'];
  const values = fc.oneof(fc.constant('workspace:acme'), fc.constantFrom(...subjects, 'workspace:*', 'workspace:????', '*', '${api.4minds.ai:sub}'), fc.uniqueArray(fc.constantFrom(...subjects), { minLength: 1, maxLength: 3 }));
  const audiences: fc.Arbitrary<string | string[]> = fc.oneof(fc.constant('sts.amazonaws.com'), fc.constantFrom('sts.amazonaws.com', 'other', '*'), fc.constant<string[]>(['sts.amazonaws.com', 'other']));
  const operator = fc.constantFrom('StringEquals', 'ForAnyValue:StringEquals', 'StringEqualsIfExists', 'ForAllValues:StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'StringNotEquals');
  const subKey = fc.constantFrom('api.4minds.ai:sub', 'API.4minds.ai:Sub');
  const condition = fc.tuple(
    fc.array(fc.tuple(operator, subKey, values), { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(operator, fc.constant('api.4minds.ai:aud'), audiences), { minLength: 1, maxLength: 2 }),
  ).map(([subs, auds]) => {
    const merged: Record<string, Record<string, string | string[]>> = {};
    for (const [name, key, value] of [...subs, ...auds]) merged[name] = { ...merged[name], [key]: value };
    return merged;
  });
  let closed = 0;
  fc.assert(fc.property(condition, (Condition) => {
    const statement = webIdentity({ Condition }) as Parameters<typeof lets>[0];
    const openings = openingsOf(parsePolicy(policy(statement)), OIDC_TRUST);
    if (openings.length > 0) return;
    closed += 1;
    for (const sub of subjects) {
      for (const aud of ['sts.amazonaws.com', 'other', '*']) {
        const admitted = lets(statement, { 'api.4minds.ai:sub': sub, 'api.4minds.ai:aud': aud });
        if (admitted) expect([sub, aud]).toEqual(['workspace:acme', 'sts.amazonaws.com']);
      }
    }
  }), { numRuns: 3_000 });
  expect(closed).toBeGreaterThan(50);
});

test('a pattern matches as IAM matches', () => {
  expect(isLike('workspace:acme:1', 'workspace:acme:*')).toBe(true);
  expect(isLike('workspace:acmeX', 'workspace:acme?')).toBe(true);
  expect(isLike('workspace:acme', 'workspace:acme?')).toBe(false);
  expect(isLike('workspaceXacme', 'workspace.acme')).toBe(false);
  expect(isLike('a\nb', 'a*b')).toBe(true);
  fc.assert(fc.property(fc.string(), (text) => { expect(isLike(text, text.replace(/[*?]/g, '?'))).toBe(true); }));
});
