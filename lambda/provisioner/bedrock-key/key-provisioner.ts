import { type Provisioner, ProvisioningError } from '../provisioner';
import type { Stage } from './key-versions';
import { type KeyStore, makeKey, removeLost } from './make-key';

/** More than two runs of one request at once would have to take each other's keys away. */
const ATTEMPTS = 3;
const DAY_MS = 86_400_000;

/** The key as a custom resource. Its text never leaves Secrets Manager: CloudFormation gets the name of the user. */
export function createKeyProvisioner(store: KeyStore, userName: string): Provisioner {
  return {
    apply: async ({ RequestId }) => {
      if (!await isAsAsked(store, 'AWSCURRENT')) await makeCurrent(store, RequestId);
      await removeLost(store);
      return { physicalResourceId: userName };
    },
    // A key that was switched off while it was made stays, and IAM deletes no user who has keys.
    nameOfRemains: userName,
    remove: async () => {
      for (const { id } of await store.credentials.list()) await store.credentials.remove(id);
    },
  };
}

/** Whether the key of a stage works and was made for as many days as is asked. */
async function isAsAsked({ credentials, versions, ageDays }: KeyStore, stage: Stage, leastLifeMs = 0): Promise<boolean> {
  const [key, held] = await Promise.all([versions.read({ stage }), credentials.list()]);
  const lasts = key !== undefined && Date.parse(key.expiresAt) - Date.now() >= leastLifeMs;
  return lasts && held.some(({ id, active, ageDays: age }) => active && age === ageDays && id === key.credentialId);
}

/** CloudFormation repeats a request under the same ID, which is as long as the name of a version must be. */
async function makeCurrent(store: KeyStore, requestId: string): Promise<void> {
  // An update that is rolled back: whoever was given the former key keeps it. It must last until the next rotation, half a life away.
  if (await isAsAsked(store, 'AWSPREVIOUS', store.ageDays * DAY_MS / 2)) {
    await store.versions.restorePrevious();
    return;
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const version = attempt === 0 ? requestId : `${requestId}-${attempt}`;
    if (await makeKey(store, version)) {
      await store.versions.promote(version);
      return;
    }
  }
  throw new ProvisioningError('Each new API key was deleted or switched off while it was made. Find out in CloudTrail who does so (DeleteServiceSpecificCredential), and deploy again.');
}
