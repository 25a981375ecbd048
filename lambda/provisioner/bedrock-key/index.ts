import '../../aws/client-defaults';
import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { isCustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { createLogger } from '../../log/logger';
import { createRedactor } from '../../log/redactor';
import { answer } from '../answer';
import { createCredentials } from './credentials';
import { createKeyProvisioner } from './key-provisioner';
import { createKeyVersions } from './key-versions';
import type { KeyStore } from './make-key';
import { rotate } from './rotation';
import { isRotationEvent } from '../rotation-event';

/** Makes, rotates and deletes the API key of one user: as a custom resource, and as Secrets Manager's rotation function. */
export async function handler(event: unknown): Promise<void> {
  const { USER_NAME = '', SECRET_ARN = '', CREDENTIAL_AGE_DAYS, AWS_REGION = '' } = process.env;
  const redactor = createRedactor();
  const logger = createLogger(redactor);
  const store: KeyStore = {
    credentials: createCredentials(new IAMClient({}), USER_NAME, redactor),
    versions: createKeyVersions(new SecretsManagerClient({}), SECRET_ARN, redactor),
    ageDays: Number(CREDENTIAL_AGE_DAYS),
  };
  if (isCustomResourceEvent(event)) {
    redactor.add(event.ResponseURL);
    await answer(event, createKeyProvisioner(store, USER_NAME), logger);
    return;
  }
  if (!isRotationEvent(event) || event.SecretId !== SECRET_ARN) throw new Error('This is neither a request of CloudFormation nor a rotation of the secret of this function');
  await rotate(event, store, async (key) => {
    const { testKey } = await import('./test-key');
    await testKey(key, AWS_REGION);
  });
  logger.info('Rotated', { step: event.Step, version: event.ClientRequestToken });
}
