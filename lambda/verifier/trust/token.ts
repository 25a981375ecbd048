/** The claims that decide whether AWS lets a token in; the rest of the token is not kept. */
export interface TokenClaims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud: readonly string[];
  readonly azp?: string;
  /** Seconds since the epoch. */
  readonly exp?: number;
}

export class MalformedToken extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedToken';
  }
}

/** Reads the claims without verifying the signature: that is for STS to do, and the verifier only explains what STS will see. */
export function decodeToken(token: string): TokenClaims {
  const parts = token.split('.');
  if (parts.length !== 3) throw new MalformedToken(`it has ${parts.length} part${parts.length === 1 ? '' : 's'} where three belong`);
  const claims = parsePayload(parts[1] ?? '');
  const { iss, sub, aud, azp, exp } = claims;
  return {
    ...(typeof iss === 'string' && { iss }),
    ...(typeof sub === 'string' && { sub }),
    aud: (Array.isArray(aud) ? aud : [aud]).filter((value): value is string => typeof value === 'string'),
    ...(typeof azp === 'string' && { azp }),
    ...(typeof exp === 'number' && { exp }),
  };
}

/** The messages of JSON.parse quote the text, which is a part of the token: they are not passed on. */
function parsePayload(payload: string): Readonly<Record<string, unknown>> {
  if (!/^[\w-]+$/.test(payload)) throw new MalformedToken('its second part is not base64url');
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    throw new MalformedToken('its second part holds no JSON');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw new MalformedToken('its claims are no JSON object');
  return claims as Readonly<Record<string, unknown>>;
}
