/** What a short-term key says of itself: inside is a presigned URL. */
export interface ShortTermKey {
  readonly region: string;
  readonly expiresAt: Date;
}

const PREFIX = 'bedrock-api-key-';

/**
 * Reads a short-term key; nothing when it is none. Bedrock answers a key of another region as it answers a misspelt one.
 * @see https://github.com/aws/aws-bedrock-token-generator-js
 */
export function readShortTermKey(token: string): ShortTermKey | undefined {
  if (!token.startsWith(PREFIX)) return undefined;
  const url = Buffer.from(token.slice(PREFIX.length), 'base64').toString();
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const region = query.get('X-Amz-Credential')?.split('/')[2];
  const signedAt = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '');
  const seconds = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (!region || !signedAt || !Number.isFinite(seconds)) return undefined;
  const [year, month, day, hour, minute, second] = signedAt.slice(1).map(Number);
  return { region, expiresAt: new Date(Date.UTC(year, month - 1, day, hour, minute, second) + seconds * 1_000) };
}
