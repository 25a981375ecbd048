import { ProvisioningError } from '../provisioner';
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
 * Makes the key of one version of the secret, which stays pending. A run that ended half-way is taken up where it ended: a key in
 * the secret is used, and a key that is in no version of the secret, whose text nobody has, is deleted.
 */
export async function makeKey(store: KeyStore, version: string): Promise<ApiKey> {
  const { credentials, versions, ageDays } = store;
  const made = await versions.read({ version });
  if (made) return requireAlive(made, credentials);

  await makeRoom(store);
  const key = await credentials.create(ageDays);
  let kept = false;
  try {
    kept = await versions.putPending(version, key);
  } finally {
    if (!kept) await credentials.remove(key.credentialId);
  }
  if (kept) return key;
  // The same request, delivered twice, was faster.
  const other = await versions.read({ version });
  if (!other) throw new Error('a version of the secret holds no API key');
  return requireAlive(other, credentials);
}

/** Deletes keys that nobody can have, and the previous one where a third would be too many. The current one stays whatever happens. */
async function makeRoom({ credentials, versions }: KeyStore): Promise<void> {
  const [held, current, previous] = await Promise.all([
    credentials.list(), versions.read({ stage: 'AWSCURRENT' }), versions.read({ stage: 'AWSPREVIOUS' }),
  ]);
  const known = [current?.credentialId, previous?.credentialId];
  const lost = held.filter(({ id }) => !known.includes(id));
  for (const { id } of lost) await credentials.remove(id);
  if (held.length - lost.length < MOST_KEYS || !previous) return;
  await credentials.remove(previous.credentialId);
}

async function requireAlive(key: ApiKey, credentials: Credentials): Promise<ApiKey> {
  const held = await credentials.list();
  if (held.some(({ id, active }) => active && id === key.credentialId)) return key;
  throw new ProvisioningError(`The API key ${key.credentialId} that was about to become the current one was deleted or switched off. `
    + 'Cancel its rotation with aws secretsmanager cancel-rotate-secret, take the stage AWSPENDING from its version, and rotate again.');
}
