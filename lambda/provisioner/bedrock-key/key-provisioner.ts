import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import type { Provisioner } from '../provisioner';
import { type KeyStore, makeKey } from './make-key';

/** The key as a custom resource. Its text never leaves Secrets Manager: CloudFormation gets the name of the user. */
export function createKeyProvisioner(store: KeyStore, userName: string): Provisioner {
  const { credentials, versions } = store;
  return {
    apply: async (event) => {
      if (!await isAsAsked(event, store)) {
        // CloudFormation repeats a request under the same ID, which is as long as the name of a version may be.
        await makeKey(store, event.RequestId);
        await versions.promote(event.RequestId);
      }
      return { physicalResourceId: userName };
    },
    // IAM deletes no user who has keys.
    remove: async () => {
      for (const { id } of await credentials.list()) await credentials.remove(id);
    },
  };
}

/** Whether the current key works and was made for as long as is asked. */
async function isAsAsked({ OldResourceProperties: old, ResourceProperties: now, RequestId }: CustomResourceEvent, { credentials, versions }: KeyStore): Promise<boolean> {
  const current = await versions.read({ stage: 'AWSCURRENT' });
  const held = await credentials.list();
  const works = held.some(({ id, active }) => active && id === current?.credentialId);
  if (!works || old === undefined || old.CredentialAgeDays === now.CredentialAgeDays) return works;
  const ofThisRequest = await versions.read({ version: RequestId });
  return ofThisRequest?.credentialId === current?.credentialId;
}
