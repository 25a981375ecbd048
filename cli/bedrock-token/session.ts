import { readFile } from 'node:fs/promises';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, type Credentials, STSClient } from '@aws-sdk/client-sts';
import type { TokenOptions } from './options';

/** Temporary credentials of the connection's role, and when they end. */
export interface RoleSession {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };
  readonly expiresAt: Date;
}

/** Assumes the role as the platform does: with a token of its issuer, or with the credentials at hand. */
export async function openRoleSession(options: TokenOptions): Promise<RoleSession> {
  const { roleArn: RoleArn, sessionName: RoleSessionName, durationSeconds: DurationSeconds, externalId, webIdentityTokenFile, region } = options;
  const sts = new STSClient({ region });
  const input = { RoleArn, RoleSessionName, DurationSeconds };
  try {
    if (webIdentityTokenFile === undefined) {
      const withExternalId = externalId !== undefined && { ExternalId: externalId };
      return sessionOf((await sts.send(new AssumeRoleCommand({ ...input, ...withExternalId }))).Credentials);
    }
    const WebIdentityToken = (await readFile(webIdentityTokenFile, 'utf8')).trim();
    return sessionOf((await sts.send(new AssumeRoleWithWebIdentityCommand({ ...input, WebIdentityToken }))).Credentials);
  } catch (error) {
    throw new Error(explain(error as Error, options));
  } finally {
    sts.destroy();
  }
}

function sessionOf(given: Credentials | undefined): RoleSession {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiresAt } = given ?? {};
  if (!accessKeyId || !secretAccessKey || !sessionToken || !expiresAt) throw new Error('STS answered without credentials');
  return { credentials: { accessKeyId, secretAccessKey, sessionToken }, expiresAt };
}

function explain({ name, message }: Error, { durationSeconds, webIdentityTokenFile }: TokenOptions): string {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
  if (/role chaining/i.test(message)) return `The credentials in use are those of a role, and a role that assumes a role gets one hour at most, not ${durationSeconds} seconds. Leave out --duration-seconds, or use credentials of a user or a web identity.`;
  if (/MaxSessionDuration/.test(message)) return `The role allows shorter sessions than ${durationSeconds} seconds. Ask for fewer, or raise maxSessionDuration of the connection.`;
  if (name === 'CredentialsProviderError') return 'There are no AWS credentials at hand to assume the role with. Sign in first, set AWS_PROFILE, or give --web-identity-token-file.';
  if (/^AccessDenied/.test(name)) {
    const cure = webIdentityTokenFile === undefined ? 'Check that it names the credentials in use, and --external-id.' : 'Check the issuer, audience and subject of the token.';
    return `The role could not be assumed: its trust policy does not let you in (${message}). ${cure}`;
  }
  return `The role could not be assumed: ${name}: ${message}`;
}
