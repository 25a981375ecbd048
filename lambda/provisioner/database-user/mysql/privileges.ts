import type { MysqlTraits } from './admin-session';
import type { HeldPrivilege } from './catalog';
import type { DatabaseRights } from '../../../../src/access/rds/database-user/database-rights';
import { mysqlAccount, mysqlDatabasePattern, mysqlName } from '../../../../src/access/rds/database-user/identifiers';

/** True for a privilege that the rights ask for, in just the form in which they ask for it. USAGE is the server's word for none. */
export function isWanted(held: HeldPrivilege, databases: readonly DatabaseRights[], { wildcards, lowerCase }: MysqlTraits): boolean {
  const { kind, database, name, privilege, grantable } = held;
  if (grantable) return false;
  if (privilege === 'USAGE') return true;
  if (privilege !== 'SELECT') return false;
  const asKept = (text: string) => lowerCase ? text.toLowerCase() : text;
  switch (kind) {
    case 'DATABASE': return databases.some((each) => !each.tables && asKept(mysqlDatabasePattern(each.name, wildcards)) === database);
    case 'TABLE': return databases.some((each) => asKept(each.name) === database && each.tables?.some((table) => asKept(table) === name));
    default: return false;
  }
}

/** Takes a privilege away, and the right to pass it on. The words of the privilege are the server's own, the names are quoted. */
export function revoke(user: string, held: HeldPrivilege): readonly string[] {
  const { privilege, grantable, column } = held;
  const from = `ON ${placeOf(held)} FROM ${mysqlAccount(user)}`;
  return [
    ...(grantable && column === undefined ? [`REVOKE GRANT OPTION ${from}`] : []),
    ...(privilege === 'USAGE' ? [] : [`REVOKE ${privilege}${column === undefined ? '' : ` (${mysqlName(column)})`} ${from}`]),
  ];
}

function placeOf({ kind, database = '', name = '' }: HeldPrivilege): string {
  switch (kind) {
    case 'GLOBAL': return '*.*';
    case 'DATABASE': return `${mysqlName(database)}.*`;
    case 'FUNCTION': case 'PROCEDURE': return `${kind} ${mysqlName(database, name)}`;
    default: return mysqlName(database, name);
  }
}

export function describe(held: HeldPrivilege): string {
  return `${held.privilege} on ${placeOf(held)}`;
}
