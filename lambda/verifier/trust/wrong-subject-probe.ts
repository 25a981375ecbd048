import { openingsOf } from './admission';
import { admitsSubject, compareClaim } from './compare-claims';
import { decodeToken, MalformedToken } from './token';
import type { TrustReader } from './trust-reader';
import type { ConnectionContext } from '../connection/context';
import type { RoleEntrance } from '../connection/session';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

/**
 * Another subject must be refused. With a token of another subject it is really tried, and the refusal counts when the platform's
 * own token got in; always, the trust policy in force is read for a proof over every subject and audience.
 */
export function wrongSubjectProbe(context: ConnectionContext, reader: TrustReader, attempt: RoleEntrance): Probe {
  const { document: { trust }, request: { webIdentityToken, otherWebIdentityToken } } = context;
  const targets: ProbeTarget[] = [];
  if (otherWebIdentityToken !== undefined) {
    targets.push({
      name: 'a token of another subject',
      check: async () => tryOtherToken(context, attempt, otherWebIdentityToken),
      provenBy: [{ probe: webIdentityToken === undefined ? 'trust.token' : 'connection.credentials' }],
    });
  }
  targets.push({ name: 'every other subject and audience', check: async () => proveFromPolicy(context, reader) });
  return { id: 'trust.wrong-subject', expects: 'denied', targets: trust.issuer === undefined ? [] : targets };
}

async function tryOtherToken({ document: { trust }, calls }: ConnectionContext, attempt: RoleEntrance, token: string): Promise<Finding> {
  const unsuitable = whyUnsuitable(token, trust);
  if (unsuitable !== undefined) return found('OTHER_TOKEN_UNSUITABLE', { reason: unsuitable });
  const refusal = await calls.isRefused((signal) => attempt.withToken(token, signal));
  return refusal.refused ? passed('STS refuses a token of another subject', { proof: 'sts' }) : found('WRONG_SUBJECT_ADMITTED', {}, { proof: 'sts' });
}

/** A refusal must be owed to the subject alone. */
function whyUnsuitable(token: string, trust: ConnectionContext['document']['trust']): string | undefined {
  try {
    const claims = decodeToken(token);
    const wrong = (['iss', 'aud', 'exp'] as const).find((claim) => compareClaim(claim, claims, trust, Date.now() / 1000).code !== 'OK');
    if (wrong !== undefined) return `its ${wrong} alone would have it refused`;
    if (claims.sub === undefined) return 'it has no sub';
    return admitsSubject(claims.sub, trust) ? 'the trust lets its subject in' : undefined;
  } catch (error) {
    if (error instanceof MalformedToken) return error.message;
    throw error;
  }
}

async function proveFromPolicy({ document: { trust } }: ConnectionContext, reader: TrustReader): Promise<Finding | readonly Finding[]> {
  const openings = openingsOf(await reader.policy(), trust).filter(({ kind }) => kind === 'subject' || kind === 'audience' || kind === 'anyone');
  if (openings.length > 0) return openings.map(({ kind, text }) => found('TRUST_OPEN', { opening: text }, { kind, proof: 'trust policy' }));
  if (trust.anySubject === true) return found('ANY_SUBJECT_ADMITTED', { issuer: trust.issuer ?? '' });
  return passed('The trust policy in force lets in no other subject and no other audience (read from the policy, not tried)', { proof: 'trust policy' });
}
