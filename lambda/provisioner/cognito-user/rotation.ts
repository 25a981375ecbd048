import { changePassword, ensurePending, isDone, type Login } from './login';
import type { RotationEvent } from '../rotation-event';

/**
 * One step of a rotation. The password is set, tried and made current in the last one, and not in three, because between setting it
 * and making it current the pool and the secret differ.
 */
export async function rotate(login: Login, { Step, ClientRequestToken }: RotationEvent): Promise<void> {
  if (Step === 'finishSecret') return changePassword(login, ClientRequestToken);
  if (Step !== 'createSecret') return undefined;
  if (!isDone(await login.secret.versions(), ClientRequestToken)) await ensurePending(login, ClientRequestToken);
  return undefined;
}
