import { Token } from 'aws-cdk-lib/core';
import { invalid } from '../../validation/invalid';

/**
 * Refuses an issuer URL that IAM would refuse, or that could never equal a token's `iss` claim.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export function requireIssuerUrl(property: string, issuerUrl: string): void {
  const refuse = (problem: string, cure: string) => invalid(property, issuerUrl, problem, cure);
  if (Token.isUnresolved(issuerUrl)) {
    // CloudFormation cannot put an intrinsic in a map key, and the trust policy's condition keys start with the issuer.
    throw invalid(property, undefined, 'is only known at deployment, and the trust policy needs it in the names of its condition keys',
      'Give the issuer as a literal string, one stack per issuer');
  }
  if (!/^[\x21-\x7e]+$/.test(issuerUrl)) throw refuse('holds white space or characters outside ASCII', 'Copy the iss claim from a token');
  if (!issuerUrl.startsWith('https://')) throw refuse('does not start with https://', 'IAM accepts https issuers only: give the iss claim of the token');
  if (issuerUrl.length > 255) throw refuse(`is ${issuerUrl.length} characters long and IAM takes 255`, 'Use an issuer with a shorter URL');
  if (issuerUrl.includes('?')) throw refuse('holds a query', 'Leave out the question mark and what follows: IAM refuses it');
  if (issuerUrl.includes('#')) throw refuse('holds a fragment', 'Leave out the # and what follows');
  if (/[$*{}"'\\<>]/.test(issuerUrl)) throw refuse('holds a character that no issuer has', 'Copy the iss claim from a token');
  const [host] = issuerUrl.slice('https://'.length).split('/');
  if (host.includes('@')) throw refuse('holds user information before the host', 'Leave it out');
  if (host.includes(':')) throw refuse('holds a port', 'Leave it out: IAM reaches an issuer on port 443 only');
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/.test(host)) {
    throw refuse('has no valid host name', 'Give the iss claim of the token, such as https://issuer.example.com');
  }
}

/** The issuer as ARNs and condition keys name it: without the scheme, otherwise to the letter. */
export function issuerPath(issuerUrl: string): string {
  return issuerUrl.slice('https://'.length);
}
