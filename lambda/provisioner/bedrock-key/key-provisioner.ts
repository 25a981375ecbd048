import { type Provisioner, ProvisioningError } from '../provisioner';
import { type KeyStore, makeKey, removeLost } from './make-key';

/** More than two runs of one request at once would have to take each other's keys away. */
const ATTEMPTS = 3;

/** The key as a custom resource. Its text never leaves Secrets Manager: CloudFormation gets the name of the user. */
export function createKeyProvisioner(store: KeyStore, userName: string): Provisioner {
  return {
    apply: async ({ RequestId }) => {
      if (!await isAsAsked(store)) await makeCurrent(store, RequestId);
      await removeLost(store);
      return { physicalResourceId: userName };
    },
    // IAM deletes no user who has keys.
    remove: async () => {
      for (const { id } of await store.credentials.list()) await store.credentials.remove(id);
    },
  };
}

/** Whether the current key works and was made for as many days as is asked. */
async function isAsAsked({ credentials, versions, ageDays }: KeyStore): Promise<boolean> {
  const [current, held] = await Promise.all([versions.read({ stage: 'AWSCURRENT' }), credentials.list()]);
  return held.some(({ id, active, ageDays: age }) => active && age === ageDays && id === current?.credentialId);
}

/** CloudFormation repeats a request under the same ID, which is as long as the name of a version must be. */
async function makeCurrent(store: KeyStore, requestId: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const version = attempt === 0 ? requestId : `${requestId}-${attempt}`;
    if (await makeKey(store, version)) {
      await store.versions.promote(version);
      return;
    }
  }
  throw new ProvisioningError('Each new API key was deleted or switched off while it was made. Find out in CloudTrail who does so (DeleteServiceSpecificCredential), and deploy again.');
}
