import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The parts of an IAM database token: a SigV4 presigned request without its scheme. */
export interface PresignedToken {
  readonly endpoint: string;
  readonly action: string;
  readonly user: string;
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedAt: Date;
  readonly expiresInSeconds: number;
  readonly sessionToken?: string;
  readonly signature: string;
  /** Every query parameter but the signature, in the order that SigV4 signs them. */
  readonly canonicalQuery: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const EMPTY_PAYLOAD_HASH = createHash('sha256').update('').digest('hex');

/** @returns undefined for whatever is not a presigned token of the form that RDS documents. */
export function parseToken(token: string): PresignedToken | undefined {
  const [endpoint, query, ...rest] = token.split('/?');
  if (!endpoint || !query || rest.length > 0) return undefined;
  const parameters = new URLSearchParams(query);
  const scope = parameters.get('X-Amz-Credential')?.split('/') ?? [];
  const stamp = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(parameters.get('X-Amz-Date') ?? '');
  const expires = parameters.get('X-Amz-Expires') ?? '';
  const once = [...parameters.keys()].length === new Set(parameters.keys()).size;
  if (!once || scope.length !== 5 || scope[4] !== 'aws4_request' || !stamp || !/^\d{1,6}$/.test(expires)) return undefined;
  if (parameters.get('X-Amz-Algorithm') !== ALGORITHM || parameters.get('X-Amz-SignedHeaders') !== 'host') return undefined;
  const [, year, month, day, hour, minute, second] = stamp.map(Number);
  return {
    endpoint,
    action: parameters.get('Action') ?? '',
    user: parameters.get('DBUser') ?? '',
    accessKeyId: scope[0],
    date: scope[1],
    region: scope[2],
    service: scope[3],
    signedAt: new Date(Date.UTC(year, month - 1, day, hour, minute, second)),
    expiresInSeconds: Number(expires),
    sessionToken: parameters.get('X-Amz-Security-Token') ?? undefined,
    signature: parameters.get('X-Amz-Signature') ?? '',
    canonicalQuery: canonicalQuery([...parameters].filter(([name]) => name !== 'X-Amz-Signature')),
  };
}

/** Recomputes the signature with the key's secret, as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html says. */
export function isSignedWith(secretAccessKey: string, token: PresignedToken): boolean {
  const stamp = token.signedAt.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${token.date}/${token.region}/${token.service}/aws4_request`;
  const request = ['GET', '/', token.canonicalQuery, `host:${token.endpoint}`, '', 'host', EMPTY_PAYLOAD_HASH].join('\n');
  const toSign = [ALGORITHM, stamp, scope, createHash('sha256').update(request).digest('hex')].join('\n');
  const key = [token.date, token.region, token.service, 'aws4_request']
    .reduce<Buffer | string>((previous, part) => createHmac('sha256', previous).update(part).digest(), `AWS4${secretAccessKey}`);
  const expected = createHmac('sha256', key).update(toSign).digest();
  const actual = Buffer.from(token.signature, 'hex');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function canonicalQuery(parameters: readonly (readonly [string, string])[]): string {
  return parameters.map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`).sort().join('&');
}

/** SigV4 encodes every byte but the unreserved characters of RFC 3986, so four more than encodeURIComponent. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
