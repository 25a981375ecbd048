import { CognitoIdentityClient, DescribeIdentityPoolCommand, GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Cognito } from '../../../../src/document/connection-document-v1';
import { signIn, type SignIn } from '../../../aws/cognito/sign-in';
import type { ConnectionContext } from '../context';
import type { SessionCredentials } from '../session';

export interface AppClient {
  readonly provider: string;
  readonly clientId: string;
}

/** Whose tokens an identity pool takes, and in which flow. */
export interface IdentityPool {
  readonly clients: readonly AppClient[];
  readonly otherProviders: readonly string[];
  readonly classic: boolean;
}

/** Calls of Cognito, each as the platform makes it, and those that only the verifier's own role makes. */
export interface Entrance {
  /** The text of a secret. */
  readonly secret: (arn: string, signal: AbortSignal) => Promise<string>;
  readonly signIn: (password: string, clientSecret: string | undefined, signal: AbortSignal) => Promise<SignIn>;
  /** Without a token: as somebody who has not signed in. */
  readonly identityId: (idToken: string | undefined, signal: AbortSignal) => Promise<string>;
  readonly credentials: (identityId: string, idToken: string | undefined, signal: AbortSignal) => Promise<SessionCredentials>;
  readonly userStatus: (signal: AbortSignal) => Promise<{ readonly enabled: boolean; readonly status: string }>;
  readonly identityPool: (signal: AbortSignal) => Promise<IdentityPool>;
  readonly close: () => void;
}

export function createEntrance(cognito: Cognito, { document: { region }, redactor }: Pick<ConnectionContext, 'document' | 'redactor'>): Entrance {
  const secrets = new SecretsManagerClient({ region });
  const pool = new CognitoIdentityProviderClient({ region });
  const identities = new CognitoIdentityClient({ region });
  const { userPoolId: UserPoolId, userPoolProvider, appClientId: clientId, identityPoolId: IdentityPoolId, username } = cognito;
  const loginsOf = (idToken: string | undefined) => (idToken === undefined ? {} : { Logins: { [userPoolProvider]: idToken } });
  return {
    secret: async (SecretId, abortSignal) => {
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }), { abortSignal });
      redactor.add(SecretString);
      return SecretString ?? '';
    },
    signIn: async (password, clientSecret, signal) => {
      const answer = await signIn(pool, { clientId, username, password, clientSecret }, signal);
      if ('tokens' in answer) answer.tokens.forEach((token) => redactor.addToken(token));
      return answer;
    },
    identityId: async (idToken, abortSignal) => {
      const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId, ...loginsOf(idToken) }), { abortSignal });
      return IdentityId ?? '';
    },
    credentials: async (IdentityId, idToken, abortSignal) => {
      const { Credentials } = await identities.send(new GetCredentialsForIdentityCommand({ IdentityId, ...loginsOf(idToken) }), { abortSignal });
      const { AccessKeyId, SecretKey, SessionToken } = Credentials ?? {};
      redactor.add(SecretKey, SessionToken);
      if (!AccessKeyId || !SecretKey || !SessionToken) throw new Error('Cognito answered without credentials');
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken };
    },
    userStatus: async (abortSignal) => {
      const { Enabled, UserStatus } = await pool.send(new AdminGetUserCommand({ UserPoolId, Username: username }), { abortSignal });
      return { enabled: Enabled !== false, status: UserStatus ?? '' };
    },
    identityPool: async (abortSignal) => {
      const found = await identities.send(new DescribeIdentityPoolCommand({ IdentityPoolId }), { abortSignal });
      return {
        clients: (found.CognitoIdentityProviders ?? []).map(({ ProviderName = '', ClientId = '' }) => ({ provider: ProviderName, clientId: ClientId })),
        otherProviders: [
          ...Object.keys(found.SupportedLoginProviders ?? {}), ...found.OpenIdConnectProviderARNs ?? [], ...found.SamlProviderARNs ?? [],
          ...(found.DeveloperProviderName ? [found.DeveloperProviderName] : []),
        ],
        classic: found.AllowClassicFlow === true,
      };
    },
    close: () => [secrets, pool, identities].forEach((client) => client.destroy()),
  };
}
