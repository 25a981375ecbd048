import type { KeptSecret, Versions } from './kept-secret';
import { generatePassword } from './password';
import type { UserPool } from './user-pool';
import { failureOf } from '../../aws/failure';
import { ProvisioningError } from '../provisioner';

/** A password in a pool, and the secret that it is kept in. */
export interface Login {
  readonly pool: UserPool;
  readonly secret: KeptSecret;
  /** Whether a missing user is made. */
  readonly ownsUser: boolean;
}

/** Sign-ins that fail are counted by Cognito, and the fifth in a row locks the user out for a while. */
const SIGN_IN_ATTEMPTS = 3;
const WAIT_MS = 1_000;

/** Makes the user sign in with what the secret holds: the first password, one that was left half-way, or the present one. */
export async function ensureLogin(login: Login, version: string): Promise<void> {
  const { current, pending } = await login.secret.versions();
  const password = current !== undefined && pending === undefined ? await login.secret.value(current) : undefined;
  if (password === undefined) return changePassword(login, version);
  await login.pool.requireUnattended();
  if (await isMissing(login)) await login.pool.createUser();
  if (await isRefused(login.pool, password)) await login.pool.setPassword(password);
  return requireSignIn(login.pool, password);
}

/**
 * Gives the user a new password. The secret has it first, as pending, so that a run that ends half-way is completed by the next one;
 * it becomes the current one when the user has signed in with it. What fails on the way puts the former password back.
 */
export async function changePassword(login: Login, version: string): Promise<void> {
  const { pool, secret } = login;
  await pool.requireUnattended();
  if (isDone(await secret.versions(), version)) return;
  const isNew = await isMissing(login);
  const { pending, password } = await ensurePending(login, version);
  const before = await secret.versions();
  try {
    if (isNew) await pool.createUser();
    await pool.setPassword(password);
    await requireSignIn(pool, password);
    await secret.promote({ ...before, pending });
  } catch (error) {
    if (await wasPromoted(secret, before, pending)) return;
    await goBack(login, before, pending, isNew);
    throw error;
  }
}

/** The password that is to come: the one that an earlier run left behind, or a new one. */
export async function ensurePending({ pool, secret }: Login, version: string): Promise<{ readonly pending: string; readonly password: string }> {
  const pending = (await secret.versions()).pending ?? version;
  const left = await secret.value(pending);
  const password = left ?? generatePassword(await pool.minimumPasswordLength());
  if (left === undefined) await secret.putPending(pending, password);
  return { pending, password };
}

/** Whether the user is to be made; refuses one that is not this connection's, and one that should be there and is not. */
async function isMissing({ pool, ownsUser }: Login): Promise<boolean> {
  const user = await pool.user();
  if (user === 'of others' && ownsUser) {
    throw new ProvisioningError('The user exists already and is not of this connection. Set existingUser: true to use it, or choose another username.');
  }
  if (user === 'missing' && !ownsUser) {
    throw new ProvisioningError('The user does not exist. Create it, correct username, or leave out existingUser to have it made.');
  }
  return user === 'missing';
}

/** Whether a version is in force and was tried: the first version of a secret is labelled as current before that. */
export function isDone({ current, pending }: Versions, version: string): boolean {
  return current === version && pending !== version;
}

/** Whether it is only the answer that was lost. */
async function wasPromoted(secret: KeptSecret, before: Versions, pending: string): Promise<boolean> {
  const now = await secret.versions();
  if (isDone(now, pending)) return true;
  if (now.current !== pending || before.current === pending) return false;
  await secret.dropPending(pending);
  return true;
}

async function goBack({ pool, secret }: Login, before: Versions, pending: string, isNew: boolean): Promise<void> {
  const former = before.current !== undefined && before.current !== pending ? await secret.value(before.current) : undefined;
  if (former !== undefined) await pool.setPassword(former);
  else if (isNew) await pool.deleteUser();
  // The password of a user of others can't be put back; its new one stays pending for the next run.
  else return;
  await secret.dropPending(pending);
}

async function isRefused(pool: UserPool, password: string): Promise<boolean> {
  try {
    return !('idToken' in await pool.signIn(password));
  } catch (error) {
    const { name } = failureOf(error);
    if (name === 'NotAuthorizedException' || name === 'PasswordResetRequiredException') return true;
    throw error;
  }
}

async function requireSignIn(pool: UserPool, password: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await pool.signIn(password);
      if ('idToken' in answer) return;
      throw new ProvisioningError(`The user pool answers the right password with ${answer.challenge}, which nobody is there to answer. Turn off what asks for it: MFA, threat protection or a Lambda trigger.`);
    } catch (error) {
      if (attempt === SIGN_IN_ATTEMPTS || failureOf(error).name !== 'NotAuthorizedException') throw error;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }
}
