import { CognitoIdentityClient, GetCredentialsForIdentityCommand, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SandboxSession } from './sandbox-session';
import { signIn } from '../../lambda/aws/cognito/sign-in';
import type { LocalAws } from '../../sandbox/local-aws';

type Outputs = Readonly<Record<string, string>>;

export async function readSecret(aws: LocalAws, SecretId: string): Promise<string> {
  const { SecretString = '' } = await new SecretsManagerClient(aws.clientConfig()).send(new GetSecretValueCommand({ SecretId }));
  return SecretString;
}

/** What is pasted into the platform's form, secrets read as the document says. */
export async function pasted(session: SandboxSession, outputs: Outputs) {
  const password = await readSecret(session.aws, outputs.CognitoPassword);
  const clientSecret = outputs.CognitoAppClientSecret ? await readSecret(session.aws, outputs.CognitoAppClientSecret) : undefined;
  session.secrets.push(password, ...(clientSecret ? [clientSecret] : []));
  return { clientId: outputs.CognitoAppClientId, username: outputs.CognitoUsername, password, clientSecret };
}

export function userPools(aws: LocalAws): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient(aws.clientConfig());
}

/** The ID token of whoever signs in with these; throws what Cognito throws, and on a challenge. */
export async function idTokenOf(session: SandboxSession, login: Parameters<typeof signIn>[1]): Promise<string> {
  const answer = await signIn(userPools(session.aws), login);
  if (!('idToken' in answer)) throw new Error(answer.challenge);
  session.secrets.push(...answer.tokens);
  return answer.idToken;
}

/** The role that an identity pool gives credentials of. */
export async function credentialsFor(session: SandboxSession, outputs: Outputs, idToken?: string) {
  const identities = new CognitoIdentityClient(session.aws.clientConfig());
  const provider = `cognito-idp.${session.aws.region}.amazonaws.com/${outputs.CognitoUserPoolId}`;
  const Logins = idToken === undefined ? undefined : { [provider]: idToken };
  const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId: outputs.CognitoIdentityPoolId, Logins }));
  const { Credentials } = await identities.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
  return { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretKey!, sessionToken: Credentials!.SessionToken! };
}
