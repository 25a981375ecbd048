import type { AdminLogin } from './user-engine';
import { classifyError } from '../../verifier/rds/classify-error';
import { ProvisioningError } from '../provisioner';

/** The parts of a driver's error that are shown. */
interface DriverError {
  readonly message?: string;
  readonly detail?: string;
}

/** Why the admin could not log in. */
export function loginFailure(error: unknown, { host, port, user, signal }: AdminLogin, database?: string): ProvisioningError {
  if (signal.aborted) return outOfTime(host);
  const failure = classifyError(error, { host, port, user, database });
  const refused = failure.code === 'RDS_AUTHENTICATION_FAILED' || failure.code === 'RDS_PASSWORD_EXPECTED';
  const message = refused
    ? `${host} refuses the user '${user}' of the admin's secret. Check that the secret is that of this database, and that the user is no member of rds_iam, whose password stops working`
    : failure.message.replace(/\.$/, '');
  return new ProvisioningError(`${message}.`, { cause: failure });
}

/** Why a statement was refused, in the server's own words: statements hold names only, and so do the server's words about them. */
export function statementFailure(error: unknown, statement: string, { host, signal }: AdminLogin): ProvisioningError {
  if (error instanceof ProvisioningError) return error;
  if (signal.aborted) return outOfTime(host);
  const { message = '', detail } = error as DriverError;
  return new ProvisioningError(`${message}${detail ? ` (${detail.replaceAll('\n', '; ')})` : ''}, at: ${statement.trim()}`, { cause: error });
}

function outOfTime(host: string): ProvisioningError {
  return new ProvisioningError(`The time ran out before ${host} had done all. Look for locks that sessions hold there, and try again.`);
}

/** RDS takes the name of a deleted database out of DNS; whoever could ask Secrets Manager for the password has a DNS that works. */
export function isGone(error: unknown): boolean {
  const failure = (error instanceof ProvisioningError ? error.cause : undefined) as { readonly cause?: { readonly code?: unknown } } | undefined;
  return failure?.cause?.code === 'ENOTFOUND';
}
