import { isLike } from './admission';
import { spellingNote } from './spelling';
import type { TokenClaims } from './token';
import type { Trust } from '../../../src/document/connection-document-v1';
import { found, passed, type Finding } from '../probes/finding';

/** The claims as AWS compares them with the trust, each under its own name. */
export const COMPARED_CLAIMS = ['iss', 'aud', 'sub', 'exp'] as const;
export type ComparedClaim = (typeof COMPARED_CLAIMS)[number];

const CLAIM_LENGTH = 256;

export function compareClaim(claim: ComparedClaim, claims: TokenClaims, trust: Trust, nowSeconds: number): Finding {
  switch (claim) {
    case 'iss': return compareIssuer(claims, trust);
    case 'aud': return compareAudience(claims, trust);
    case 'sub': return compareSubject(claims, trust);
    case 'exp': return compareExpiry(claims, nowSeconds);
  }
}

export function admitsSubject(subject: string, trust: Trust): boolean {
  const { anySubject, subjects = [], subjectPatterns = [] } = trust;
  return anySubject === true || subjects.includes(subject) || subjectPatterns.some((pattern) => isLike(subject, pattern));
}

function compareIssuer({ iss }: TokenClaims, { issuer = '' }: Trust): Finding {
  return iss === issuer ? passed(`iss is '${issuer}'`) : differs('iss', iss, [issuer]);
}

/**
 * When a token carries azp, AWS fills the aud condition key with azp instead of aud.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
function compareAudience({ aud, azp }: TokenClaims, { audiences = [] }: Trust): Finding {
  const wanted = [...audiences];
  if (azp !== undefined && !wanted.includes(azp)) {
    return differs('azp', azp, wanted, '; AWS compares azp, where a token has it, in place of aud');
  }
  const foreign = aud.find((value) => !wanted.includes(value));
  if (!aud.some((value) => wanted.includes(value))) return differs('aud', foreign, wanted);
  return passed(`aud is ${quoted(aud)}`, azp === undefined ? undefined : { azp: clip(azp), note: 'AWS compares azp, where a token has it, in place of aud' });
}

function compareSubject({ sub }: TokenClaims, trust: Trust): Finding {
  if (sub !== undefined && admitsSubject(sub, trust)) return passed(`sub is '${clip(sub)}'`);
  return differs('sub', sub, [...(trust.subjects ?? []), ...(trust.subjectPatterns ?? [])]);
}

function compareExpiry({ exp }: TokenClaims, nowSeconds: number): Finding {
  if (exp === undefined) return differs('exp', undefined, ['a time to come']);
  const expiry = new Date(exp * 1000);
  const readable = Number.isNaN(expiry.getTime()) ? 'no readable time' : expiry.toISOString();
  return exp > nowSeconds ? passed(`the token is valid until ${readable}`) : found('TOKEN_EXPIRED', { expiry: readable });
}

function differs(claim: string, actual: string | undefined, expected: readonly string[], remark = ''): Finding {
  const note = (actual === undefined ? ' (the token does not have it)' : spellingNote(actual, expected)) + remark;
  return found('TOKEN_CLAIM_DIFFERS', { claim, actual: clip(actual ?? ''), expected: quoted(expected), note });
}

function quoted(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.map((value) => `'${clip(value)}'`).join(' or ');
}

function clip(value: string): string {
  return value.length <= CLAIM_LENGTH ? value : `${value.slice(0, CLAIM_LENGTH)}...`;
}
