import { COMPARED_CLAIMS, compareClaim } from './compare-claims';
import { decodeToken, MalformedToken, type TokenClaims } from './token';
import type { ConnectionContext } from '../connection/context';
import { found, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** One target for each claim, so that the report says of each whether it agrees. */
export function tokenProbe({ document: { trust }, request: { webIdentityToken } }: ConnectionContext): Probe {
  const base = { id: 'trust.token', expects: 'allowed' } as const;
  if (webIdentityToken === undefined) {
    return { ...base, targets: [{ name: 'webIdentityToken', check: async () => found('NOT_APPLICABLE', { reason: 'no token was given' }) }] };
  }
  let claims: TokenClaims;
  try {
    claims = decodeToken(webIdentityToken);
  } catch (error) {
    if (!(error instanceof MalformedToken)) throw error;
    const reason = error.message;
    return { ...base, targets: [{ name: 'webIdentityToken', check: async () => found('TOKEN_MALFORMED', { reason }) }] };
  }
  return {
    ...base,
    targets: COMPARED_CLAIMS.map((claim) => ({
      name: claim,
      check: async (): Promise<Finding> => compareClaim(claim, claims, trust, Date.now() / 1000),
    })),
  };
}
