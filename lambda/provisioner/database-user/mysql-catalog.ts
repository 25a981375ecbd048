import type { MysqlSession } from './mysql-session';
import { mysqlName } from '../../../src/access/rds/database-user/identifiers';

export interface AccountRow {
  readonly host: string;
  /** May make users, or more. */
  readonly powerful: number | string;
}

/** The accounts of a name: it differs by where a client comes from. */
const ACCOUNTS = "SELECT Host AS host, Create_user_priv = 'Y' OR Super_priv = 'Y' AS powerful FROM mysql.user WHERE User = ?";

export function accountsOf(session: MysqlSession, user: string): Promise<readonly AccountRow[]> {
  return session.rows<AccountRow>(ACCOUNTS, [user]);
}

/** A right as it is taken: `SELECT` on `` `sales`.* ``. */
export interface HeldRight {
  readonly privilege: string;
  readonly object: string;
}

interface PrivilegeRow {
  readonly db: string | null;
  readonly name: string | null;
  readonly col: string | null;
  readonly privilege: string;
  readonly grantable: string;
}

const PRIVILEGES = [
  'SELECT NULL AS db, NULL AS name, NULL AS col, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ?',
  'SELECT TABLE_SCHEMA AS db, NULL AS name, NULL AS col, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ?',
  'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, NULL AS col, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ?',
  'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, COLUMN_NAME AS col, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.COLUMN_PRIVILEGES WHERE GRANTEE = ?',
];

const ROUTINES = "SELECT Db AS db, Routine_name AS name, Routine_type AS type FROM mysql.procs_priv WHERE User = ? AND Host = '%'";

/** Every right that the account has by itself. Database names are patterns, as they were granted. */
export async function heldRights(session: MysqlSession, user: string): Promise<readonly HeldRight[]> {
  // The server puts the two parts of an account in quotes and escapes nothing.
  const grantee = `'${user}'@'%'`;
  const rights: HeldRight[] = [];
  for (const sql of PRIVILEGES) {
    for (const { db, name, col, privilege, grantable } of await session.rows<PrivilegeRow>(sql, [grantee])) {
      const object = db === null ? '*.*' : name === null ? `${mysqlName(db)}.*` : mysqlName(db, name);
      if (privilege !== 'USAGE') rights.push({ privilege: col === null ? privilege : `${privilege} (${mysqlName(col)})`, object });
      if (grantable === 'YES') rights.push({ privilege: 'GRANT OPTION', object });
    }
  }
  const routines = await session.rows<{ readonly db: string; readonly name: string; readonly type: string }>(ROUTINES, [user]);
  return [...rights, ...routines.map(({ db, name, type }) => ({ privilege: 'EXECUTE, ALTER ROUTINE', object: `${type} ${mysqlName(db, name)}` }))];
}

const DEFINED = [
  "SELECT CONCAT('view ', TABLE_SCHEMA, '.', TABLE_NAME) AS object FROM information_schema.VIEWS WHERE DEFINER = ?",
  "SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_SCHEMA, '.', ROUTINE_NAME) AS object FROM information_schema.ROUTINES WHERE DEFINER = ?",
  "SELECT CONCAT('trigger ', TRIGGER_SCHEMA, '.', TRIGGER_NAME) AS object FROM information_schema.TRIGGERS WHERE DEFINER = ?",
  "SELECT CONCAT('event ', EVENT_SCHEMA, '.', EVENT_NAME) AS object FROM information_schema.EVENTS WHERE DEFINER = ?",
];

/** What runs with the account's rights, and would no longer run without it. */
export async function definedBy(session: MysqlSession, user: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const sql of DEFINED) found.push(...(await session.rows<{ readonly object: string }>(sql, [`${user}@%`])).map(({ object }) => object));
  return found;
}

/** How this server reads names. */
export interface NameRules {
  /** `_` and `%` in the database of a grant stand for other characters. */
  readonly wildcards: boolean;
  /** Names are stored in lower case. */
  readonly lowerCase: boolean;
}

export async function nameRules(session: MysqlSession): Promise<NameRules> {
  const variables = await session.rows<{ readonly Variable_name: string; readonly Value: string }>("SHOW VARIABLES WHERE Variable_name IN ('partial_revokes', 'lower_case_table_names')");
  const value = (name: string) => variables.find(({ Variable_name }) => Variable_name === name)?.Value;
  // MariaDB has no partial revokes. At 2, names keep their letters on the disk, and grants are in lower case.
  return { wildcards: value('partial_revokes') !== 'ON', lowerCase: value('lower_case_table_names') !== '0' };
}
