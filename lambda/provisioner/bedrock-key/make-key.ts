import type { ApiKey } from './api-key';
import type { Credentials } from './credentials';
import type { KeyVersions } from './key-versions';

/** What is needed to make a key and to keep it. */
export interface KeyStore {
  readonly credentials: Credentials;
  readonly versions: KeyVersions;
  /** After how many days IAM lets a new key expire. */
  readonly ageDays: number;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_KEYS = 2;

/**
 * Makes the key of one version of the secret, which stays pending. A run that ended half-way is taken up where it ended: a key that is
 * in the version is used.
 *
 * @returns nothing when the version holds a key that is dead, as a version cannot be written twice
 */
export async function makeKey(store: KeyStore, version: string): Promise<ApiKey | undefined> {
  const { credentials, versions, ageDays } = store;
  const made = await versions.read({ version });
  if (made) return aliveOf(made, credentials);

  await makeRoom(store);
  const key = await credentials.create(ageDays);
  let kept = false;
  try {
    kept = await versions.putPending(version, key);
  } finally {
    if (!kept) await credentials.remove(key.credentialId);
  }
  // Where it was not kept, the same request, delivered twice, was faster.
  const inSecret = kept ? key : await versions.read({ version });
  return inSecret && aliveOf(inSecret, credentials);
}

/** Deletes the keys whose text nobody can have: those that are in no version of the secret that anybody reads. */
export async function removeLost({ credentials, versions }: KeyStore): Promise<void> {
  const [held, current, previous] = await Promise.all([
    credentials.list(), versions.read({ stage: 'AWSCURRENT' }), versions.read({ stage: 'AWSPREVIOUS' }),
  ]);
  const known = [current?.credentialId, previous?.credentialId];
  for (const { id } of held) if (!known.includes(id)) await credentials.remove(id);
}

/** Where a third key would be too many, a lost one goes first, and then the previous one. The current one stays whatever happens. */
async function makeRoom(store: KeyStore): Promise<void> {
  const { credentials, versions } = store;
  if ((await credentials.list()).length < MOST_KEYS) return;
  await removeLost(store);
  if ((await credentials.list()).length < MOST_KEYS) return;
  const previous = await versions.read({ stage: 'AWSPREVIOUS' });
  if (previous) await credentials.remove(previous.credentialId);
}

async function aliveOf(key: ApiKey, credentials: Credentials): Promise<ApiKey | undefined> {
  return (await credentials.list()).some(({ id, active }) => active && id === key.credentialId) ? key : undefined;
}
