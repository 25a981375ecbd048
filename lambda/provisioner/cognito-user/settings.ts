import { ProvisioningError } from '../provisioner';

/** Which user is provided for, and where its secrets are kept. */
export interface Settings {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly username: string;
  /** Where the password is kept; absent: it is not ours to set. */
  readonly passwordSecretArn?: string;
  /** Where the app client's secret is copied to; absent: it has none. */
  readonly clientSecretArn?: string;
  /** Whose user it is, written on a user that is made here: nobody else's is taken over or deleted. Absent: the user existed before. */
  readonly owner?: string;
}

/** The names of the settings, as custom resource properties and as environment variables. */
const NAMES = ['UserPoolId', 'ClientId', 'Username', 'PasswordSecretArn', 'ClientSecretArn', 'Owner'] as const;

export function settingsOf(properties: Readonly<Record<string, unknown>>): Settings {
  const [userPoolId, clientId, username, passwordSecretArn, clientSecretArn, owner] = NAMES.map((name) => textOf(properties[name]));
  if (!userPoolId || !clientId || !username) throw new ProvisioningError('UserPoolId, ClientId and Username are needed. Deploy the connection again.');
  return {
    userPoolId,
    clientId,
    username,
    ...(passwordSecretArn && { passwordSecretArn }),
    ...(clientSecretArn && { clientSecretArn }),
    ...(owner && { owner }),
  };
}

/** The settings of a function that Secrets Manager or a person invokes. */
export function settingsOfEnvironment(environment: NodeJS.ProcessEnv): Settings {
  const variable = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  return settingsOf(Object.fromEntries(NAMES.map((name) => [name, environment[variable(name)]])));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
