import fc from 'fast-check';
import { ISSUER, OIDC_TRUST } from './policies';
import { checkOf } from '../../../../lambda/verifier/report/check';
import { type ComparedClaim, compareClaim } from '../../../../lambda/verifier/trust/compare-claims';
import { spellingNote } from '../../../../lambda/verifier/trust/spelling';
import { decodeToken, MalformedToken, type TokenClaims } from '../../../../lambda/verifier/trust/token';

const GOOD: TokenClaims = { iss: ISSUER, aud: ['sts.amazonaws.com'], sub: 'workspace:acme', exp: 2_000 };
const tokenOf = (claims: unknown): string => ['{"alg":"none"}', JSON.stringify(claims), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');

const messageOf = (claim: ComparedClaim, claims: TokenClaims): string => {
  const finding = compareClaim(claim, claims, OIDC_TRUST, 1_000);
  return checkOf({ id: 'trust.token' }, claim, finding, 0).message;
};

describe('a claim is compared with the trust', () => {
  test.each<[ComparedClaim, TokenClaims, string]>([
    ['iss', GOOD, "iss is 'https://api.4minds.ai'"],
    ['iss', { ...GOOD, iss: 'https://api.4minds.ai/' }, "The token's iss is 'https://api.4minds.ai/', the trust wants 'https://api.4minds.ai' (only a trailing slash differs)"],
    ['iss', { ...GOOD, iss: 'https://api.4MINDS.ai' }, "The token's iss is 'https://api.4MINDS.ai', the trust wants 'https://api.4minds.ai' (only upper and lower case differ)"],
    ['iss', { ...GOOD, iss: 'https://app.4minds.ai' }, "The token's iss is 'https://app.4minds.ai', the trust wants 'https://api.4minds.ai'"],
    ['iss', { aud: [] }, "The token's iss is '', the trust wants 'https://api.4minds.ai' (the token does not have it)"],
    ['aud', GOOD, "aud is 'sts.amazonaws.com'"],
    ['aud', { ...GOOD, aud: ['other', 'sts.amazonaws.com'] }, "aud is 'other' or 'sts.amazonaws.com'"],
    ['aud', { ...GOOD, aud: ['api://4minds'] }, "The token's aud is 'api://4minds', the trust wants 'sts.amazonaws.com'"],
    ['aud', { ...GOOD, azp: 'client-1' }, "The token's azp is 'client-1', the trust wants 'sts.amazonaws.com'; AWS compares azp, where a token has it, in place of aud"],
    ['aud', { ...GOOD, azp: 'sts.amazonaws.com' }, "aud is 'sts.amazonaws.com'"],
    ['aud', { ...GOOD, aud: [] }, "The token's aud is '', the trust wants 'sts.amazonaws.com' (the token does not have it)"],
    ['sub', GOOD, "sub is 'workspace:acme'"],
    ['sub', { aud: [] }, "The token's sub is '', the trust wants 'workspace:acme' (the token does not have it)"],
    ['sub', { ...GOOD, sub: 'x'.repeat(256) }, `The token's sub is '${'x'.repeat(256)}', the trust wants 'workspace:acme'`],
    ['sub', { ...GOOD, sub: 'x'.repeat(257) }, `The token's sub is '${'x'.repeat(256)}...', the trust wants 'workspace:acme'`],
    ['sub', { ...GOOD, sub: 'workspace:acme ' }, "The token's sub is 'workspace:acme ', the trust wants 'workspace:acme' (only white space around it differs)"],
    ['sub', { ...GOOD, sub: 'Workspace:Acme' }, "The token's sub is 'Workspace:Acme', the trust wants 'workspace:acme' (only upper and lower case differ)"],
    ['exp', GOOD, 'the token is valid until 1970-01-01T00:33:20.000Z'],
    ['exp', { ...GOOD, exp: 1_000 }, 'The given token expired at 1970-01-01T00:16:40.000Z'],
    ['exp', { aud: [] }, "The token's exp is '', the trust wants 'a time to come' (the token does not have it)"],
    ['exp', { ...GOOD, exp: 999 }, 'The given token expired at 1970-01-01T00:16:39.000Z'],
    ['exp', { ...GOOD, exp: 1e300 }, 'the token is valid until no readable time'],
  ])('%s', (claim, claims, message) => {
    expect(messageOf(claim, claims)).toBe(message);
  });

  test('any subject is let in where the trust says so, but not none', () => {
    const trust = { ...OIDC_TRUST, subjects: [], anySubject: true };
    expect([{ ...GOOD, sub: 'workspace:other' }, { aud: [] }].map((claims) => compareClaim('sub', claims, trust, 1_000).code)).toEqual(['OK', 'TOKEN_CLAIM_DIFFERS']);
  });

  test('an azp that AWS compares in place of aud is told', () => {
    expect([compareClaim('aud', GOOD, OIDC_TRUST, 1_000).detail, compareClaim('aud', { ...GOOD, azp: 'sts.amazonaws.com' }, OIDC_TRUST, 1_000).detail]).toEqual([undefined, { azp: 'sts.amazonaws.com', note: expect.stringContaining('azp') }]);
  });

  test('a trust in nothing wants nothing', () => {
    expect(compareClaim('sub', GOOD, { actions: [] } as unknown as typeof OIDC_TRUST, 1_000).values).toMatchObject({ expected: 'nothing' });
    expect(compareClaim('sub', { ...GOOD, sub: 'x' }, { ...OIDC_TRUST, subjectPatterns: ['y:*'] }, 1_000).values).toMatchObject({ expected: "'workspace:acme' or 'y:*'" });
  });

  test('a pattern lets in what it matches', () => {
    const trust = { ...OIDC_TRUST, subjects: [], subjectPatterns: ['workspace:acme:*'] };
    expect(compareClaim('sub', { ...GOOD, sub: 'workspace:acme:1' }, trust, 1_000).code).toBe('OK');
    expect(compareClaim('sub', { ...GOOD, sub: 'workspace:other:1' }, trust, 1_000).code).toBe('TOKEN_CLAIM_DIFFERS');
  });
});

test('a note is given only for what the eye overlooks', () => {
  expect(spellingNote('https://A.example/', ['https://a.example'])).toBe(' (only upper and lower case and a trailing slash differ)');
  expect(spellingNote('a', ['A '])).toBe(' (only white space around it and upper and lower case differ)');
  expect(spellingNote(' a', ['a', 'a '])).toBe(' (only white space around it differs)');
  expect(spellingNote('a', ['a', 'A'])).toBe(' (only upper and lower case differ)');
  expect(spellingNote('a//', ['b', 'a'])).toBe(' (only a trailing slash differs)');
  expect(spellingNote('A', ['a/ '])).toBe(' (only white space around it and upper and lower case and a trailing slash differ)');
  expect(spellingNote('b', ['a'])).toBe('');
  expect(spellingNote('a', [])).toBe('');
});

describe('decoding a token', () => {
  test('keeps the claims that AWS compares and no others', () => {
    expect(decodeToken(tokenOf({ ...GOOD, aud: 'sts.amazonaws.com', email: 'a@b.example', exp: 2_000 }))).toEqual(GOOD);
  });

  test('keeps what has the right type', () => {
    expect(decodeToken(tokenOf({ iss: 1, sub: true, aud: ['a', 1], azp: 'client', exp: '1' }))).toEqual({ aud: ['a'], azp: 'client' });
    expect(decodeToken(tokenOf({}))).toEqual({ aud: [] });
  });

  test.each([['x', 1], ['a.b', 2], ['a.b.c.d', 4]])('counts the parts of %s', (token, count) => {
    expect(() => decodeToken(token)).toThrow(`it has ${count} part${count === 1 ? '' : 's'} where three belong`);
  });

  test.each([['a.!!.c', 'its second part is not base64url'], ['a..c', 'its second part is not base64url'], [tokenOf('text'), 'its claims are no JSON object']])('says what is wrong with %s', (token, message) => {
    expect(() => decodeToken(token)).toThrow(message);
  });

  test.each(['x', 'a.b', 'a.b.c.d', 'a.!!.c', `a.${Buffer.from('no json').toString('base64url')}.c`, tokenOf([1]), tokenOf(null)])('refuses %s', (token) => {
    expect(() => decodeToken(token)).toThrow(MalformedToken);
  });

  test('never quotes the token in what it says', () => {
    fc.assert(fc.property(fc.string({ minLength: 4 }), (token) => {
      try {
        decodeToken(token);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedToken);
        expect([
          'its second part is not base64url', 'its second part holds no JSON', 'its claims are no JSON object',
        ].includes((error as Error).message) || /^it has \d+ parts? where three belong$/.test((error as Error).message)).toBe(true);
      }
    }));
  });
});
