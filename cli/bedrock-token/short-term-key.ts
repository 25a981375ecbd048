// The module itself: the package's index also loads every provider of credentials there is.
import { getToken } from '@aws/bedrock-token-generator/dist/getToken';
import type { RoleSession } from './session';

/** A short-term API key. It is kept nowhere. */
export interface ShortTermKey {
  readonly token: string;
  readonly expiresAt: Date;
}

/** A key ends with the session that signs it, whatever it says itself: it is made to say so. */
export async function makeShortTermKey(
  { credentials, expiresAt }: RoleSession, region: string, seconds: number, now = Date.now(),
): Promise<ShortTermKey> {
  const expiresInSeconds = Math.min(seconds, Math.floor((expiresAt.getTime() - now) / 1_000));
  if (expiresInSeconds <= 0) throw new Error('The session of the role is over already: check the clock of this computer');
  const token = await getToken({ credentials, region, expiresInSeconds });
  return { token, expiresAt: new Date(now + expiresInSeconds * 1_000) };
}
