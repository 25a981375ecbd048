import * as fc from 'fast-check';
import {
  crossAccountStatements, needsRaisedTrustQuota, trustActions, trustPolicyJson, verifierStatement, webIdentityStatements, type WebIdentityTrust,
} from '../../../src/connection/trust/trust-policy';

const WEB_IDENTITY: WebIdentityTrust = {
  providerArn: 'arn:aws:iam::111111111111:oidc-provider/issuer.example.com/Acme',
  issuerUrl: 'https://issuer.example.com/Acme',
  issuerPath: 'issuer.example.com/Acme',
  audience: 'sts.amazonaws.com',
  subjects: ['a', 'b'],
  subjectPatterns: [],
  anySubject: false,
  sessionTags: false,
  sourceIdentity: false,
};
const CROSS_ACCOUNT = { principalArn: 'arn:aws:iam::222222222222:root', sessionTags: false, sourceIdentity: false };

describe('actions', () => {
  test.each([
    [false, false, ['sts:AssumeRole']],
    [true, false, ['sts:AssumeRole', 'sts:TagSession']],
    [false, true, ['sts:AssumeRole', 'sts:SetSourceIdentity']],
    [true, true, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']],
  ])('session tags %s, source identity %s', (sessionTags, sourceIdentity, actions) => {
    expect(trustActions('sts:AssumeRole', { sessionTags, sourceIdentity })).toEqual(actions);
  });
});

describe('web identity', () => {
  test('compares audience and subjects exactly', () => {
    expect(webIdentityStatements(WEB_IDENTITY)).toEqual([{
      Sid: 'AllowSubjects',
      Effect: 'Allow',
      Principal: { Federated: WEB_IDENTITY.providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'issuer.example.com/Acme:aud': 'sts.amazonaws.com', 'issuer.example.com/Acme:sub': ['a', 'b'] } },
    }]);
  });

  test('gives patterns a statement of their own', () => {
    const statements = webIdentityStatements({ ...WEB_IDENTITY, subjects: ['a'], subjectPatterns: ['b*'] });
    expect(statements.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      ['AllowSubjects', { StringEquals: { 'issuer.example.com/Acme:aud': 'sts.amazonaws.com', 'issuer.example.com/Acme:sub': 'a' } }],
      ['AllowSubjectPatterns', { StringEquals: { 'issuer.example.com/Acme:aud': 'sts.amazonaws.com' }, StringLike: { 'issuer.example.com/Acme:sub': 'b*' } }],
    ]);
  });

  test.each<[string, Partial<WebIdentityTrust>, string[]]>([
    ['subjects alone', {}, ['AllowSubjects']],
    ['patterns alone', { subjects: [], subjectPatterns: ['b*'] }, ['AllowSubjectPatterns']],
    ['any subject', { subjects: [], anySubject: true }, ['AllowAnySubject']],
    ['nobody', { subjects: [] }, []],
  ])('has one statement for each that is let in: %s', (_, options, sids) => {
    expect(webIdentityStatements({ ...WEB_IDENTITY, ...options }).map(({ Sid }) => Sid)).toEqual(sids);
  });

  test('puts the external ID so that its absence does no harm', () => {
    const [{ Condition }] = webIdentityStatements({ ...WEB_IDENTITY, externalId: 'abc' });
    expect(Condition).toMatchObject({ StringEqualsIfExists: { 'sts:ExternalId': 'abc' } });
    expect(Condition?.StringEquals).not.toHaveProperty('sts:ExternalId');
  });

  test('has an exact audience in every statement, whatever else it says', () => {
    const trusts = fc.record({
      subjects: fc.array(fc.string(), { maxLength: 3 }),
      subjectPatterns: fc.array(fc.string(), { maxLength: 3 }),
      anySubject: fc.boolean(),
      audience: fc.string({ minLength: 1 }),
      externalId: fc.option(fc.string(), { nil: undefined }),
      sessionTags: fc.boolean(),
      sourceIdentity: fc.boolean(),
    });
    fc.assert(fc.property(trusts, (trust) => {
      for (const { Condition, Effect, Principal } of webIdentityStatements({ ...WEB_IDENTITY, ...trust })) {
        expect(Effect).toBe('Allow');
        expect(Principal).toEqual({ Federated: WEB_IDENTITY.providerArn });
        expect(Condition?.StringEquals['issuer.example.com/Acme:aud']).toBe(trust.audience);
        const subject = Condition?.StringEquals['issuer.example.com/Acme:sub'] ?? Condition?.StringLike?.['issuer.example.com/Acme:sub'];
        expect(subject === undefined).toBe(trust.anySubject);
      }
    }));
  });
});

describe('cross-account', () => {
  test.each([
    ['no condition', {}, undefined],
    ['the external ID', { externalId: 'abc' }, { StringEquals: { 'sts:ExternalId': 'abc' } }],
    ['the organization', { organizationId: 'o-a1b2c3d4e5' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    ['both', { externalId: 'abc', organizationId: 'o-a1b2c3d4e5' }, { StringEquals: { 'sts:ExternalId': 'abc', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
  ])('with %s', (_, options, condition) => {
    const [statement, ...others] = crossAccountStatements({ ...CROSS_ACCOUNT, ...options });
    expect(others).toEqual([]);
    expect(statement).toEqual({
      Sid: 'AllowPlatform', Effect: 'Allow', Principal: { AWS: CROSS_ACCOUNT.principalArn }, Action: 'sts:AssumeRole', ...(condition ? { Condition: condition } : {}),
    });
  });

  test("the verifier's role comes in under the same external ID, and without one where STS sends none", () => {
    const statement = { Sid: 'AllowVerifier', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:role/verifier' }, Action: 'sts:AssumeRole' };
    expect(verifierStatement('arn:aws:iam::111111111111:role/verifier', 'abc')).toEqual({ ...statement, Condition: { StringEquals: { 'sts:ExternalId': 'abc' } } });
    expect(verifierStatement('arn:aws:iam::111111111111:role/verifier')).toEqual(statement);
  });
});

describe('length', () => {
  const ofLength = (length: number) => {
    const empty = JSON.stringify({ Version: '2012-10-17', Statement: webIdentityStatements({ ...WEB_IDENTITY, subjects: [''] }) }).length;
    return webIdentityStatements({ ...WEB_IDENTITY, subjects: ['x'.repeat(length - empty)] });
  };

  test.each([[2048, false], [2049, true], [4096, true]])('%d characters', (length, raised) => {
    const policy = trustPolicyJson(ofLength(length));
    expect(JSON.stringify(policy)).toHaveLength(length);
    expect(needsRaisedTrustQuota(policy)).toBe(raised);
  });

  test('refuses more than the raised quota takes', () => {
    expect(() => trustPolicyJson(ofLength(4097))).toThrow(new Error(
      'The trust policy would be 4097 characters long and IAM takes 2048, or 4096 after a quota increase. List fewer subjects, or use subjectPatterns.'));
  });
});
