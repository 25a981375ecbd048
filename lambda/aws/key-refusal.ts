import type { Failure } from './failure';

/** Why Bedrock refuses an API key, as far as its answer tells. */
export type KeyRefusal = 'expired' | 'not-valid' | 'not-allowed';

/**
 * Bedrock answers AccessDeniedException (403) to every bearer token that it does not take; only the message says which it is. A key
 * that was deleted, that is another region's, or that is misspelt reads the same.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html
 */
export function keyRefusalOf({ kind, reason }: Failure): KeyRefusal | undefined {
  if (kind === 'expired') return 'expired';
  if (kind !== 'denied' && kind !== 'unrecognized-client') return undefined;
  if (/bedrock:CallWithBearerToken/i.test(reason)) return 'not-allowed';
  if (/(?:token|key) (?:has |is )?expired/i.test(reason)) return 'expired';
  return /api key|bearer token|authentication failed|security token/i.test(reason) ? 'not-valid' : undefined;
}
