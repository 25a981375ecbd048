import type { ApiKey } from './api-key';
import { ProvisioningError } from '../provisioner';
import { type KeyStore, makeKey, removeLost } from './make-key';
import type { RotationEvent } from '../rotation-event';

/**
 * One step of a rotation by Secrets Manager. The former key stays alive beside the new one until the next rotation, so that whoever
 * reads the secret once between two rotations never holds a dead key.
 */
export async function rotate({ Step, ClientRequestToken }: RotationEvent, store: KeyStore, test: (key: ApiKey) => Promise<void>): Promise<void> {
  switch (Step) {
    case 'createSecret': await create(store, ClientRequestToken); return;
    // IAM has known the key since it made it.
    case 'setSecret': return;
    case 'testSecret': {
      const pending = await store.versions.read({ version: ClientRequestToken });
      // Secrets Manager also tries this step alone, with nothing pending, when the rotation is set up.
      if (pending) await test(pending);
      return;
    }
    case 'finishSecret':
      await store.versions.promote(ClientRequestToken);
      await removeLost(store);
  }
}

/** Secrets Manager would try the version of a dead key for ever: without its label, the next rotation begins with another one. */
async function create(store: KeyStore, version: string): Promise<void> {
  if (await makeKey(store, version)) return;
  await store.versions.withdraw(version);
  throw new ProvisioningError('The API key of this rotation was deleted or switched off before it became the current one. The next rotation makes another.');
}
