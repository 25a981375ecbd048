import type { HeldPrivilege } from './catalog';
import { schemasOf, type DatabaseRights } from '../../../../src/access/rds/database-user/database-rights';
import { postgresName } from '../../../../src/access/rds/database-user/identifiers';

/** True for a privilege that the rights ask for, in just the form in which they ask for it. */
export function isWanted({ kind, schema, name, detail, privilege, grantable }: HeldPrivilege, database: DatabaseRights | undefined): boolean {
  const rights = database && schemasOf(database).find((each) => each.name === schema);
  if (!rights || grantable) return false;
  switch (kind) {
    case 'SCHEMA': return privilege === 'USAGE';
    case 'TABLE': return privilege === 'SELECT' && (!rights.tables || rights.tables.includes(name ?? ''));
    case 'DEFAULT': return privilege === 'SELECT' && detail === 'TABLES' && (rights.owners ?? []).includes(name ?? '');
    default: return false;
  }
}

/** Takes a privilege away. The words of the privilege and of the kind are the server's own, the names are quoted. */
export function revoke(user: string, { kind, schema, name, detail, privilege }: HeldPrivilege): string {
  const from = `FROM ${postgresName(user)}`;
  const inSchema = schema === null ? '' : ` IN SCHEMA ${postgresName(schema)}`;
  const object = [schema, name].filter((part) => part !== null);
  switch (kind) {
    case 'DEFAULT': return `ALTER DEFAULT PRIVILEGES FOR ROLE ${postgresName(name ?? '')}${inSchema} REVOKE ${privilege} ON ${detail ?? ''} ${from}`;
    case 'COLUMN': return `REVOKE ${privilege} (${postgresName(detail ?? '')}) ON TABLE ${postgresName(...object)} ${from}`;
    default: return `REVOKE ${privilege} ON ${kind} ${postgresName(...object)} ${from}`;
  }
}

export function describe({ kind, schema, name, detail, privilege }: HeldPrivilege): string {
  const parts = [schema, name, detail].filter((part) => part !== null);
  return `${privilege} on ${kind.toLowerCase()} ${parts.join('.')}`;
}
