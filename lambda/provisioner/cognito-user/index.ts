import '../../aws/client-defaults';
import { randomUUID } from 'node:crypto';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cognitoUserProvisioner } from './cognito-user-provisioner';
import { loginOf } from './connect';
import { changePassword } from './login';
import { rotate } from './rotation';
import { isRotationEvent } from '../rotation-event';
import { settingsOfEnvironment } from './settings';
import { isCustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { createLogger } from '../../log/logger';
import { createRedactor } from '../../log/redactor';
import { answer } from '../answer';

/**
 * Provides for the service user of a Cognito connection: as a custom resource, as the rotation function of its secret, and on demand
 * with `{ "action": "rotate" }`.
 */
export async function handler(event: unknown): Promise<void> {
  const redactor = createRedactor();
  const logger = createLogger(redactor);
  const clients = { cognito: new CognitoIdentityProviderClient(), secrets: new SecretsManagerClient(), redactor };
  if (isCustomResourceEvent(event)) {
    redactor.add(event.ResponseURL);
    return answer(event, cognitoUserProvisioner(clients), logger);
  }
  const login = loginOf(settingsOfEnvironment(process.env), clients);
  if (login === undefined) throw new Error('The password of this user is not kept here, so it cannot be changed here');
  try {
    if (isRotationEvent(event)) await rotate(login, event);
    else if ((event as { readonly action?: unknown } | null)?.action === 'rotate') await changePassword(login, randomUUID());
    else throw new Error('The event must be a request of CloudFormation or of Secrets Manager, or { "action": "rotate" }');
    logger.info('Rotated', { step: isRotationEvent(event) ? event.Step : 'all' });
    return undefined;
  } catch (error) {
    // Lambda logs and returns what is thrown as it is.
    throw new Error(redactor.text(error instanceof Error ? `${error.name}: ${error.message}` : String(error)));
  }
}
