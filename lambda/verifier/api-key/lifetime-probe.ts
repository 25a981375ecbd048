import type { GivenKey } from './key-source';
import { readKeyState } from './key-state';
import type { ConnectionContext } from '../connection/context';
import { found, passed, type Finding } from '../probes/finding';

/** A key is rotated when half of its life is over at the latest; when three quarters are, something is wrong. */
const SHARE_LEFT = 1 / 4;

/** Whether the key of the secret is active, and will be replaced before it ends. */
export async function checkLifetime({ credentialId }: GivenKey, context: ConnectionContext, now = Date.now()): Promise<Finding> {
  if (credentialId === undefined) return found('API_KEY_SECRET_EMPTY', {});
  const { state, expiresAt } = await readKeyState(context, credentialId);
  if (state === 'expired') return found('API_KEY_EXPIRED', {});
  if (state !== 'active') return found('API_KEY_REVOKED', { state: state === 'deleted' ? 'deleted' : 'switched off' });
  const date = expiresAt?.toISOString() ?? 'no day';
  const lifeMs = context.document.sts.sessionSeconds * 1_000;
  if (expiresAt && expiresAt.getTime() - now < lifeMs * SHARE_LEFT) return found('API_KEY_ENDS_SOON', { date }, { credentialId });
  return passed(`The API key is active until ${date}`, { credentialId });
}
