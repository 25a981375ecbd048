import { CfnParameter } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { issuerPath, requireIssuerUrl } from '../../../src/connection/trust/issuer';
import { newStack } from '../../synthesis/template';

const COPY = 'Copy the iss claim from a token.';
const HOST = 'has no valid host name. Give the iss claim of the token, such as https://issuer.example.com.';

describe('requireIssuerUrl', () => {
  test.each([
    'https://api.4minds.ai',
    'https://app.4MINDS.ai',
    'https://issuer.example.com/tenants/acme',
    'https://issuer.example.com/',
    'https://A.1',
    'https://1-A--b.a-1.Z9',
    'https://issuer.example.com/~acme/v1_0',
    'https://a.b',
    'https://1.a-1.x1',
    `https://issuer.example.com/${'x'.repeat(228)}`,
  ])('takes %s', (issuer) => {
    expect(() => requireIssuerUrl('issuerUrl', issuer)).not.toThrow();
  });

  test.each([
    ['', `issuerUrl '' holds white space or characters outside ASCII. ${COPY}`],
    ['https://issuer.example.com/a b', `issuerUrl 'https://issuer.example.com/a b' holds white space or characters outside ASCII. ${COPY}`],
    ['https://\u00ebxample.com', `issuerUrl 'https://\u00ebxample.com' holds white space or characters outside ASCII. ${COPY}`],
    ['http://issuer.example.com', "issuerUrl 'http://issuer.example.com' does not start with https://. IAM accepts https issuers only: give the iss claim of the token."],
    ['issuer.example.com', "issuerUrl 'issuer.example.com' does not start with https://. IAM accepts https issuers only: give the iss claim of the token."],
    ['HTTPS://issuer.example.com', "issuerUrl 'HTTPS://issuer.example.com' does not start with https://. IAM accepts https issuers only: give the iss claim of the token."],
    [`https://issuer.example.com/${'x'.repeat(229)}`,
      `issuerUrl 'https://issuer.example.com/${'x'.repeat(229)}' is 256 characters long and IAM takes 255. Use an issuer with a shorter URL.`],
    ['https://issuer.example.com?a=b', "issuerUrl 'https://issuer.example.com?a=b' holds a query. Leave out the question mark and what follows: IAM refuses it."],
    ['https://issuer.example.com#a', "issuerUrl 'https://issuer.example.com#a' holds a fragment. Leave out the # and what follows."],
    ['https://issuer.example.com/${aws:userid}', `issuerUrl 'https://issuer.example.com/\${aws:userid}' holds a character that no issuer has. ${COPY}`],
    ...['$', '*', '{', '}', '"', "'", '\\', '<', '>'].map((character) => [
      `https://issuer.example.com/a${character}b`, `issuerUrl 'https://issuer.example.com/a${character}b' holds a character that no issuer has. ${COPY}`,
    ]),
    ['https://*.example.com', `issuerUrl 'https://*.example.com' holds a character that no issuer has. ${COPY}`],
    ['https://user@issuer.example.com', "issuerUrl 'https://user@issuer.example.com' holds user information before the host. Leave it out."],
    ['https://issuer.example.com:8443', "issuerUrl 'https://issuer.example.com:8443' holds a port. Leave it out: IAM reaches an issuer on port 443 only."],
  ])('refuses %s', (issuer, message) => {
    expect(() => requireIssuerUrl('issuerUrl', issuer)).toThrow(new Error(message));
  });

  test.each([...'$*{}"\'\\<>'])('refuses %s, which no issuer has', (character) => {
    const issuer = `https://issuer.example.com/a${character}b`;
    expect(() => requireIssuerUrl('issuerUrl', issuer)).toThrow(new Error(`issuerUrl '${issuer}' holds a character that no issuer has. ${COPY}`));
  });

  test.each([
    '', 'localhost', '.', 'example.', '.com', 'a..com', '-a.example.com', 'a-.example.com', 'a.-b.com', 'a.b-.com', 'a_b.example.com', 'example.com_', 'example._com',
  ])('refuses the host %j', (host) => {
    for (const issuer of [`https://${host}`, `https://${host}/path`]) expect(() => requireIssuerUrl('issuerUrl', issuer)).toThrow(new Error(`issuerUrl '${issuer}' ${HOST}`));
  });

  test('refuses an issuer that is known at deployment only', () => {
    const issuer = new CfnParameter(newStack(), 'Issuer').valueAsString;
    expect(() => requireIssuerUrl('issuerUrl', issuer)).toThrow(new Error(
      'issuerUrl is only known at deployment, and the trust policy needs it in the names of its condition keys. Give the issuer as a literal string, one stack per issuer.'));
  });

  test('lets nothing through that is no https URL without port, query and fragment', () => {
    const pieces = fc.constantFrom('https://', 'http://', 'a', 'B', '.', '-', '/', ':', '?', '#', '@', '$', '{', '}', '*', ' ', '443', 'example.com', '\u00e9', '"');
    const issuers = fc.oneof(fc.webUrl({ validSchemes: ['https', 'http'], withQueryParameters: true, withFragments: true }), fc.array(pieces, { maxLength: 10 }).map((all) => all.join('')), fc.string());
    fc.assert(fc.property(issuers, (issuer) => {
      try {
        requireIssuerUrl('issuerUrl', issuer);
      } catch (error) {
        expect((error as Error).message).toMatch(/^issuerUrl '/);
        return;
      }
      const url = new URL(issuer);
      expect([url.protocol, url.port, url.search, url.hash, url.username]).toEqual(['https:', '', '', '', '']);
      expect(issuer).not.toMatch(/[$*?{}]/);
      expect(`https://${issuerPath(issuer)}`).toBe(issuer);
    }), { numRuns: 500 });
  });
});

test('the name in ARNs and condition keys is the issuer to the letter, without the scheme', () => {
  expect(issuerPath('https://app.4MINDS.ai/Tenant/')).toBe('app.4MINDS.ai/Tenant/');
});
