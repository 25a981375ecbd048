import { createHmac } from 'node:crypto';
import { InitiateAuthCommand, type CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

/** What is needed to sign in without a person. */
export interface Login {
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  /** Of an app client that has one. */
  readonly clientSecret?: string;
}

export type SignIn =
  | { readonly idToken: string; readonly tokens: readonly string[] }
  /** Cognito wants more than the password, which nobody is there to give. */
  | { readonly challenge: string };

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash */
export function secretHash({ clientId, username, clientSecret }: Login): string | undefined {
  return clientSecret === undefined ? undefined : createHmac('sha256', clientSecret).update(username + clientId).digest('base64');
}

/** Signs in by user name and password, as the platforms do. */
export async function signIn(client: CognitoIdentityProviderClient, login: Login, abortSignal?: AbortSignal): Promise<SignIn> {
  const hash = secretHash(login);
  const AuthParameters = { USERNAME: login.username, PASSWORD: login.password, ...(hash !== undefined && { SECRET_HASH: hash }) };
  const input = { AuthFlow: 'USER_PASSWORD_AUTH' as const, ClientId: login.clientId, AuthParameters };
  const { AuthenticationResult, ChallengeName } = await client.send(new InitiateAuthCommand(input), { abortSignal });
  const { IdToken, AccessToken, RefreshToken } = AuthenticationResult ?? {};
  if (IdToken === undefined) return { challenge: ChallengeName ?? 'an unnamed challenge' };
  return { idToken: IdToken, tokens: [IdToken, AccessToken, RefreshToken].filter((token) => token !== undefined) };
}
