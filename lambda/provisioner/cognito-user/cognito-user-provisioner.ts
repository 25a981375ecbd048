import { type Clients, loginOf } from './connect';
import { keptSecret } from './kept-secret';
import { changePassword, ensureLogin } from './login';
import { type Settings, settingsOf } from './settings';
import { userPool } from './user-pool';
import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { type Provisioned, type Provisioner, ProvisioningError } from '../provisioner';

/** The service user of a Cognito connection, its password and the copy of its app client's secret. */
export function cognitoUserProvisioner(clients: Clients): Provisioner {
  return {
    apply: async (event) => {
      const settings = settingsOf(event.ResourceProperties);
      await copyClientSecret(settings, clients);
      const login = loginOf(settings, clients);
      // The request's ID is the version's, so that a request which is delivered twice changes the password once.
      if (login) await (isRotationAsked(event) ? changePassword : ensureLogin)(login, event.RequestId);
      return provisionedOf(settings);
    },
    remove: async ({ ResourceProperties }) => {
      const settings = settingsOf(ResourceProperties);
      const pool = userPool(clients.cognito, settings, clients.redactor);
      if (settings.owner !== undefined && await pool.user() === 'ours') await pool.deleteUser();
    },
  };
}

/** Another pool or name is another user: CloudFormation then has the former one removed. */
function provisionedOf({ userPoolId, username }: Settings): Provisioned {
  return { physicalResourceId: `${userPoolId}/${username}` };
}

function isRotationAsked({ RequestType, ResourceProperties, OldResourceProperties }: CustomResourceEvent): boolean {
  return RequestType === 'Update' && ResourceProperties.PasswordVersion !== OldResourceProperties?.PasswordVersion;
}

async function copyClientSecret(settings: Settings, { cognito, secrets, redactor }: Clients): Promise<void> {
  const { clientSecretArn, clientId } = settings;
  if (clientSecretArn === undefined) return;
  const secret = await userPool(cognito, settings, redactor).clientSecret();
  if (secret === undefined) throw new ProvisioningError(`The app client ${clientId} has no secret. Set appClientSecret: false, or give a client that has one.`);
  await keptSecret(secrets, clientSecretArn, redactor).keep(secret);
}
