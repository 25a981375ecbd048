import { isIP } from 'node:net';
import type { AdminLogin } from './user-engine';
import { failureOf } from '../../aws/failure';
import { ProvisioningError } from '../provisioner';

const MOST_NAMES = 10;

export const notOurs = (user: string, more = '') => new ProvisioningError(
  `The database user '${user}' is there already and this resource did not make it${more}, so it is left as it is. Name another user, drop it, or set adoptExisting: true to have its rights replaced`);

export const tooPowerful = (user: string, why: string) => new ProvisioningError(
  `The database user '${user}' ${why}, and such a user is never changed: its password would stop working. Name a user of its own that may only read`);

export const ownsObjects = (user: string, objects: readonly string[]) => new ProvisioningError(
  `The database user '${user}' can't be dropped, because these belong to it: ${firstOf(objects)}. Give them to another owner, or drop them, and delete the resource again`);

export const missing = (what: string, names: readonly string[]) => new ProvisioningError(`There is no ${what} ${firstOf(names)}. Create it first, or name another`);

export const rightsRemain = (user: string, rights: readonly string[]) => new ProvisioningError(
  `The admin could not take from '${user}' what is not listed: ${firstOf(rights)}. Revoke it as whoever granted it, or make the admin a member of the owner`);

/** The host name is checked against the certificate, so there has to be one. */
export function requireHostName({ host }: AdminLogin): void {
  if (isIP(host) !== 0) throw new ProvisioningError(`The host '${host}' is an address, which no certificate of RDS names. Give the endpoint`);
}

/** The names of the first few, and how many more there are. */
export function firstOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** An error of a server or of the way to it, with the cure that its code stands for. */
export function explained(error: unknown, { host, port, user }: AdminLogin, cures: Readonly<Record<string, string>>): ProvisioningError {
  if (error instanceof ProvisioningError) return error;
  const { code, errno } = error as { readonly code?: unknown; readonly errno?: unknown };
  const { kind, name, reason } = failureOf(error);
  const codes = [code, errno].map(String);
  const cure = codes.map((each) => cures[each] ?? CONNECTION_CURES[each]).find(Boolean)
    ?? (kind === 'network' ? 'Check the subnets, the route and the security groups between the function and the database' : undefined);
  const what = `${host}:${port} as ${user}: ${typeof code === 'string' ? code : name}: ${reason.replace(/[.\s]+$/, '')}`;
  return new ProvisioningError(cure === undefined ? what : `${what}. ${cure}`);
}

const UNTRUSTED = 'Give the certificate authorities that AWS publishes for this region: certificateAuthorities';
const CONNECTION_CURES: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  HANDSHAKE_SSL_ERROR: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: 'Give the endpoint as RDS shows it, no alias of it',
};
