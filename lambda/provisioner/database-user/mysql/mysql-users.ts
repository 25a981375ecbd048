import { dropRoles, ensureAccount, findAccount, findMarking } from './account';
import { withMysql, type MysqlAdmin } from './admin-session';
import { DEFINED_OBJECTS, FIND_DATABASE, heldPrivileges, rolesOf, type RoleRow } from './catalog';
import { describe, isWanted, revoke } from './privileges';
import type { DatabaseRights } from '../../../../src/access/rds/database-user/database-rights';
import { mysqlAccount, mysqlName } from '../../../../src/access/rds/database-user/identifiers';
import { grantDatabase } from '../../../../src/access/rds/database-user/mysql-setup';
import { ProvisioningError } from '../../provisioner';
import type { UserEngine } from '../user-engine';

/** Users of MySQL and MariaDB. What is granted is compared with what the server's own tables hold: nothing is remembered from run to run. */
export const mysqlUsers: UserEngine = {
  apply: (login, user) => withMysql(login, async (admin) => {
    for (const { name } of user.databases) await requireDatabase(admin, name);
    await ensureAccount(admin, user);
    await reconcile(admin, user.name, user.databases);
  }),

  remove: (login, { name, marks }) => withMysql(login, async (admin) => {
    const marking = await findMarking(admin, marks);
    const account = await findAccount(admin, name);
    if (!marking) return account ? 'not-ours' : 'not-there';
    if (account && marking.origin === 'adopted') {
      await reconcile(admin, name, []);
    } else if (account) {
      await requireNothingDefined(admin, name);
      await admin.run(`DROP USER ${mysqlAccount(name)}`);
    }
    await dropRoles(admin, marking.roles);
    if (!account) return 'not-there';
    return marking.origin === 'adopted' ? 'kept-without-rights' : 'removed';
  }),
};

/** MySQL grants on a database that does not exist, and so on a misspelt one. */
async function requireDatabase({ query }: MysqlAdmin, database: string): Promise<void> {
  const [found] = await query(FIND_DATABASE, [database]);
  if (!found) throw new ProvisioningError(`The database '${database}' does not exist. Create it first, or correct its name: upper and lower case count.`);
}

/** Leaves the user what the rights ask for, and nothing else: what is undue goes first, so that a run that stops half-way leaves less, not more. */
async function reconcile(admin: MysqlAdmin, user: string, databases: readonly DatabaseRights[]): Promise<void> {
  const undue = async () => (await heldPrivileges(admin, user)).filter((held) => !isWanted(held, databases, admin.traits));
  for (const { name, host } of await admin.query<RoleRow>(rolesOf(admin.traits.mariadb), [user])) {
    await admin.run(`REVOKE ${mysqlName(name)}${host === '' ? '' : `@${mysqlName(host)}`} FROM ${mysqlAccount(user)}`);
  }
  for (const statement of new Set((await undue()).flatMap((held) => revoke(user, held)))) await admin.run(statement);
  for (const statement of databases.flatMap((database) => grantDatabase(user, database, admin.traits.wildcards))) await admin.run(statement);
  const left = (await undue()).map(describe);
  if (left.length > 0) throw new ProvisioningError(`The user '${user}' still has ${left.slice(0, 10).join(', ')}, which the admin could not take away. Revoke it as an admin that may.`);
}

/** Looked for before anything is taken away: a user that can't be removed keeps what it has. */
async function requireNothingDefined({ query }: MysqlAdmin, user: string): Promise<void> {
  const found: string[] = [];
  for (const sql of DEFINED_OBJECTS) found.push(...(await query<{ name: string }>(sql, [`${user}@%`])).map(({ name }) => name));
  if (found.length === 0) return;
  throw new ProvisioningError(`The user '${user}' is the definer of ${found.length} object(s), which would fail without it: ${found.slice(0, 10).join(', ')}${found.length > 10 ? ', ...' : ''}. Give them another definer or drop them, then delete again.`);
}
