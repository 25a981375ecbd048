import type { MysqlAdmin } from './admin-session';
import { CURRENT_USER, FIND_ACCOUNT, findNames, NARROWER_ACCOUNTS, type AccountRow } from './catalog';
import { mysqlName } from '../../../../src/access/rds/database-user/identifiers';
import { alterUser, createUser } from '../../../../src/access/rds/database-user/mysql-setup';
import { ProvisioningError } from '../../provisioner';
import type { Marks, Origin, WantedUser } from '../user-engine';

/**
 * The mark of a user is an empty role beside it, because MariaDB has no comment on a user. It is made before the user and goes after it:
 * nothing here is undone by a rollback, and a user that a killed run has made must still be known as its own.
 */
function markRole(origin: Origin, mark: string): string {
  return `cdk_ai_${origin}_${mark}`;
}

export interface Marking {
  readonly origin: Origin;
  /** All marks that there are, the outdated ones of a killed run as well. */
  readonly roles: readonly string[];
}

export async function findMarking({ query }: MysqlAdmin, { accepted }: Marks): Promise<Marking | undefined> {
  const names = accepted.flatMap((mark) => [markRole('made', mark), markRole('adopted', mark)]);
  const roles = (await query<{ name: string }>(findNames(names.length), names)).map(({ name }) => name);
  if (roles.length === 0) return undefined;
  // What was there before must outlive the resource, so that word counts more.
  return { roles, origin: roles.some((role) => role.startsWith(markRole('adopted', ''))) ? 'adopted' : 'made' };
}

export async function findAccount({ query }: MysqlAdmin, user: string): Promise<AccountRow | undefined> {
  const [account] = await query<AccountRow>(FIND_ACCOUNT, [user]);
  return account;
}

export async function dropRoles({ run }: MysqlAdmin, roles: readonly string[]): Promise<void> {
  for (const role of roles) await run(`DROP ROLE IF EXISTS ${mysqlName(role)}`);
}

/** Makes the user and its mark, or sees to it that it is ours and what it shall be. */
export async function ensureAccount(admin: MysqlAdmin, { name, marks, adopt }: WantedUser): Promise<void> {
  const [{ name: self }] = await admin.query<{ name: string }>(CURRENT_USER);
  if (self === name) throw new ProvisioningError(`The user '${name}' is the admin itself, whose password would stop working. Name a user of its own.`);
  await requireNoNarrower(admin, name);
  const account = await findAccount(admin, name);
  const marking = await findMarking(admin, marks);
  // The secret may be another admin's, which is allowed to change the master user too.
  if (account?.admin === 'yes' && !marking) throw new ProvisioningError(`The user '${name}' may make users, as a master user may: its password would stop working. Name a user of its own.`);
  if (account && !marking && !adopt) throw new ProvisioningError(`The user '${name}' exists already and was not made by this resource. Name another, or set adoptExistingUser: true to take it over with all of its rights replaced.`);
  const origin = account ? marking?.origin ?? 'adopted' : 'made';
  const mark = markRole(origin, marks.current);
  if (!marking?.roles.includes(mark)) await admin.run(`CREATE ROLE IF NOT EXISTS ${mysqlName(mark)}`);
  if (!account) await admin.run(createUser(name));
  else if (account.plugin !== 'AWSAuthenticationPlugin' || account.text !== 'RDS' || account.tls !== 'ANY') await admin.run(alterUser(name));
  await dropRoles(admin, marking?.roles.filter((role) => role !== mark) ?? []);
}

/** A token is for a name, whatever host an account of that name has: its rights would be the platform's, and nothing here limits them. */
async function requireNoNarrower({ query }: MysqlAdmin, user: string): Promise<void> {
  const names = (await query<{ name: string }>(NARROWER_ACCOUNTS, [user])).map(({ name }) => name);
  if (names.length === 0) return;
  throw new ProvisioningError(`A login as '${user}' may be taken for ${names.slice(0, 10).join(', ')}, which this resource does not manage: the server prefers a narrower host to '%'. Drop what is not needed, or name another user.`);
}
