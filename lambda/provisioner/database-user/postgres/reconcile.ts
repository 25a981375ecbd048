import type { PostgresAdmin } from './admin-session';
import { HELD_ON_DATABASES, HELD_PRIVILEGES, UNREACHABLE_DATABASES, UNREADABLE_TABLES, type HeldPrivilege } from './catalog';
import { describe, isWanted, revoke } from './privileges';
import { schemasOf, type DatabaseRights } from '../../../../src/access/rds/database-user/database-rights';
import { postgresName } from '../../../../src/access/rds/database-user/identifiers';
import { grantConnect, grantInside } from '../../../../src/access/rds/database-user/postgres-setup';
import { ProvisioningError } from '../../provisioner';

interface NameRow {
  readonly name: string;
}

interface DatabasePrivilegeRow extends NameRow {
  readonly privilege: string;
  readonly grantable: boolean;
}

/** Leaves the user CONNECT on the databases, and nothing else on any. */
export async function reconcileDatabases(admin: PostgresAdmin, user: string, databases: readonly DatabaseRights[]): Promise<void> {
  const names = databases.map(({ name }) => name);
  const undue = async () => (await admin.query<DatabasePrivilegeRow>(HELD_ON_DATABASES, [user]))
    .filter(({ name, privilege, grantable }) => grantable || privilege !== 'CONNECT' || !names.includes(name));
  await admin.transaction(async () => {
    for (const { name, privilege } of await undue()) await admin.run(`REVOKE ${privilege} ON DATABASE ${postgresName(name)} FROM ${postgresName(user)}`);
    for (const database of databases) await admin.run(grantConnect(user, database));
    requireNone('still has', (await undue()).map(({ name, privilege }) => `${privilege} on database ${name}`), user);
    requireNone('may not connect to', (await admin.query<NameRow>(UNREACHABLE_DATABASES, [user, names])).map(({ name }) => name), user);
  });
}

/** Leaves the user what the rights ask for in the connected database, and nothing else there. */
export async function reconcileInside(admin: PostgresAdmin, user: string, database: DatabaseRights | undefined): Promise<void> {
  const undue = async () => (await admin.query<HeldPrivilege>(HELD_PRIVILEGES, [user])).filter((held) => !isWanted(held, database));
  await admin.transaction(async () => {
    for (const held of await undue()) await admin.run(revoke(user, held));
    for (const statement of database ? grantInside(user, database) : []) await admin.run(statement);
    requireNone('still has', (await undue()).map(describe), user);
    for (const { name, tables } of database ? schemasOf(database) : []) {
      const unreadable = await admin.query<NameRow>(UNREADABLE_TABLES, [user, name, tables ?? null]);
      requireNone('can not read', unreadable.map((row) => `${admin.database}.${name}.${row.name}`), user);
    }
  });
}

/** GRANT and REVOKE of what the admin may not give or take end with a warning only. */
function requireNone(what: string, list: readonly string[], user: string): void {
  if (list.length === 0) return;
  throw new ProvisioningError(`The user '${user}' ${what} ${list.slice(0, 10).join(', ')}${list.length > 10 ? ` and ${list.length - 10} more` : ''}, because the admin may not change it. Make the admin a member of the role that owns or granted it (GRANT <owner> TO <admin>).`);
}
