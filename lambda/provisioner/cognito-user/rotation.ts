import { changePassword, ensurePending, isDone, type Login } from './login';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
export interface RotationEvent {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  /** The version that is to become the current one. */
  readonly ClientRequestToken: string;
}

export function isRotationEvent(event: unknown): event is RotationEvent {
  return typeof event === 'object' && event !== null && 'Step' in event && 'ClientRequestToken' in event;
}

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
