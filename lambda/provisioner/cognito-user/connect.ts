import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { keptSecret } from './kept-secret';
import type { Login } from './login';
import type { Settings } from './settings';
import { userPool } from './user-pool';
import type { Redactor } from '../../log/redactor';

export interface Clients {
  readonly cognito: CognitoIdentityProviderClient;
  readonly secrets: SecretsManagerClient;
  readonly redactor: Redactor;
}

/** The login that the settings describe; nothing where the password is not ours to set. */
export function loginOf(settings: Settings, { cognito, secrets, redactor }: Clients): Login | undefined {
  const { passwordSecretArn, owner } = settings;
  if (passwordSecretArn === undefined) return undefined;
  return { pool: userPool(cognito, settings, redactor), secret: keptSecret(secrets, passwordSecretArn, redactor), ownsUser: owner !== undefined };
}
