import {
  AdminCreateUserCommand, AdminDeleteUserCommand, AdminGetUserCommand, AdminSetUserPasswordCommand, type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand, DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { generatePassword } from './password';
import type { Settings } from './settings';
import { signIn, type SignIn } from '../../aws/cognito/sign-in';
import type { Redactor } from '../../log/redactor';
import { ProvisioningError } from '../provisioner';

/** The user in its pool, and the app client that it signs in with. */
export interface UserPool {
  /** Stops before anything is changed where nobody could sign in without a person, whatever the password. */
  readonly requireUnattended: () => Promise<void>;
  readonly minimumPasswordLength: () => Promise<number | undefined>;
  /** Nothing when the app client has none. */
  readonly clientSecret: () => Promise<string | undefined>;
  readonly user: () => Promise<'ours' | 'of others' | 'missing'>;
  readonly createUser: () => Promise<void>;
  readonly setPassword: (password: string) => Promise<void>;
  readonly signIn: (password: string) => Promise<SignIn>;
  /** Also of a user, or of a pool, that is gone already. */
  readonly deleteUser: () => Promise<void>;
}

/** The standard attribute that says whose a user is; a custom one could not be added to an existing pool. */
const OWNER = 'profile';

/** The second is the older spelling, which clients of long ago still have. */
const PASSWORD_FLOWS: readonly string[] = ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'];

/** Of a user, or of the whole pool. */
const GONE = new Set(['UserNotFoundException', 'ResourceNotFoundException']);

const isGone = (error: unknown): boolean => GONE.has((error as Error).name);

export function userPool(client: CognitoIdentityProviderClient, settings: Settings, redactor: Redactor): UserPool {
  const { userPoolId: UserPoolId, clientId: ClientId, username: Username, owner } = settings;
  const describePool = once(async () => (await client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool);
  const describeClient = once(async () => {
    const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    redactor.add(UserPoolClient?.ClientSecret);
    return UserPoolClient;
  });
  const clientSecret = async (): Promise<string | undefined> => (await describeClient())?.ClientSecret || undefined;
  return {
    requireUnattended: async () => {
      const [pool, appClient] = await Promise.all([describePool(), describeClient()]);
      if (pool?.MfaConfiguration === 'ON') throw new ProvisioningError(`The user pool ${UserPoolId} asks every user for a second factor, which nobody is there to give. Set its MFA to optional or off.`);
      // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
      if (pool?.UserPoolAddOns?.AdvancedSecurityMode === 'ENFORCED') {
        throw new ProvisioningError(`The threat protection of the user pool ${UserPoolId} can block or challenge a sign-in that looks unusual, and nobody is there to answer. Set it to audit only.`);
      }
      if (!appClient?.ExplicitAuthFlows?.some((flow) => PASSWORD_FLOWS.includes(flow))) {
        throw new ProvisioningError(`The app client ${ClientId} does not allow signing in by password. Add ALLOW_USER_PASSWORD_AUTH to its authentication flows.`);
      }
    },
    minimumPasswordLength: async () => (await describePool())?.Policies?.PasswordPolicy?.MinimumLength,
    clientSecret,
    user: async () => {
      try {
        const { UserAttributes = [] } = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
        return UserAttributes.some(({ Name, Value }) => Name === OWNER && Value === owner) ? 'ours' : 'of others';
      } catch (error) {
        if (isGone(error)) return 'missing';
        throw error;
      }
    },
    createUser: async () => {
      // A temporary password within the policy, which is kept by nobody and ends with the permanent one.
      const TemporaryPassword = generatePassword((await describePool())?.Policies?.PasswordPolicy?.MinimumLength);
      redactor.add(TemporaryPassword);
      const UserAttributes = [{ Name: OWNER, Value: owner }];
      await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, TemporaryPassword, MessageAction: 'SUPPRESS' }));
    },
    setPassword: async (Password) => {
      await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
    },
    signIn: async (password) => {
      const answer = await signIn(client, { clientId: ClientId, username: Username, password, clientSecret: await clientSecret() });
      if ('tokens' in answer) answer.tokens.forEach((token) => redactor.addToken(token));
      return answer;
    },
    deleteUser: async () => {
      try {
        await client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return async () => (answer ??= ask());
}
