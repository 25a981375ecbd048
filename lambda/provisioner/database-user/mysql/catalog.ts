import type { MysqlAdmin } from './admin-session';

/** A privilege that the server has on record for the user, and where. */
export interface HeldPrivilege {
  readonly kind: 'GLOBAL' | 'DATABASE' | 'TABLE' | 'COLUMN' | 'FUNCTION' | 'PROCEDURE';
  /** For a whole database its pattern: the name with wildcards escaped. */
  readonly database?: string;
  readonly name?: string;
  readonly column?: string;
  readonly privilege: string;
  readonly grantable: boolean;
}

type Row = Readonly<Record<'db' | 'name' | 'part' | 'privilege' | 'grantable', string>>;

/**
 * One query for each level: their columns have collations that one query could not join. The grantee is written without escapes there.
 * @see https://dev.mysql.com/doc/refman/8.4/en/information-schema-user-privileges-table.html
 */
const OF_LEVEL = [
  ['GLOBAL', "SELECT '' AS db, '' AS name, '' AS part, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ?"],
  ['DATABASE', "SELECT TABLE_SCHEMA AS db, '' AS name, '' AS part, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ?"],
  ['TABLE', "SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, '' AS part, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ?"],
  ['COLUMN', 'SELECT TABLE_SCHEMA AS db, TABLE_NAME AS name, COLUMN_NAME AS part, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.COLUMN_PRIVILEGES WHERE GRANTEE = ?'],
] as const;

/** information_schema has no rights on routines. */
const ON_ROUTINES = "SELECT Db AS db, Routine_name AS name, Routine_type AS part FROM mysql.procs_priv WHERE User = ? AND Host = '%'";

export async function heldPrivileges({ query }: MysqlAdmin, user: string): Promise<readonly HeldPrivilege[]> {
  const held: HeldPrivilege[] = [];
  for (const [kind, sql] of OF_LEVEL) {
    for (const { db, name, part, privilege, grantable } of await query<Row>(sql, [`'${user}'@'%'`])) {
      held.push({ kind, ...(db && { database: db }), ...(name && { name }), ...(part && { column: part }), privilege, grantable: grantable === 'YES' });
    }
  }
  for (const { db, name, part } of await query<Row>(ON_ROUTINES, [user])) {
    held.push({ kind: part === 'FUNCTION' ? 'FUNCTION' : 'PROCEDURE', database: db, name, privilege: 'ALL PRIVILEGES', grantable: false });
  }
  return held;
}

export interface AccountRow {
  readonly plugin: string;
  readonly text: string;
  readonly tls: string;
  /** Whether it may make users, as the master user may. */
  readonly admin: 'yes' | 'no';
}

export const FIND_ACCOUNT = `
  SELECT plugin, authentication_string AS text, ssl_type AS tls, IF(Create_user_priv = 'Y' OR Super_priv = 'Y', 'yes', 'no') AS admin
  FROM mysql.user WHERE User = ? AND Host = '%'`;

/**
 * Accounts that a login may be taken for in place of that from anywhere: the server takes the narrowest host that fits, then the user, and
 * one without a name is anybody's. Nobody logs in to RDS on its own machine. Roles of MariaDB have no host.
 * @see https://dev.mysql.com/doc/refman/8.4/en/connection-access.html
 */
export const NARROWER_ACCOUNTS = `
  SELECT CONCAT('''', User, '''@''', Host, '''') AS name FROM mysql.user
  WHERE User IN (?, '') AND Host NOT IN ('%', '', 'localhost', '127.0.0.1', '::1') ORDER BY User, Host`;

export const CURRENT_USER = "SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1) AS name";

/** Which of these names there are among users and roles. */
export const findNames = (count: number): string => `SELECT User AS name FROM mysql.user WHERE User IN (${Array.from({ length: count }, () => '?').join(', ')})`;

export interface RoleRow {
  readonly name: string;
  readonly host: string;
}

/** The roles that the user has. */
export const rolesOf = (mariadb: boolean): string => mariadb
  ? "SELECT Role AS name, '' AS host FROM mysql.roles_mapping WHERE User = ? AND Host = '%'"
  : "SELECT FROM_USER AS name, FROM_HOST AS host FROM mysql.role_edges WHERE TO_USER = ? AND TO_HOST = '%'";

export const FIND_DATABASE = 'SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?';

/** What runs with the rights of the user, and would fail without it. */
export const DEFINED_OBJECTS = [
  "SELECT CONCAT('view ', TABLE_SCHEMA, '.', TABLE_NAME) AS name FROM information_schema.VIEWS WHERE DEFINER = ?",
  "SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_SCHEMA, '.', ROUTINE_NAME) AS name FROM information_schema.ROUTINES WHERE DEFINER = ?",
  "SELECT CONCAT('trigger ', TRIGGER_SCHEMA, '.', TRIGGER_NAME) AS name FROM information_schema.TRIGGERS WHERE DEFINER = ?",
  "SELECT CONCAT('event ', EVENT_SCHEMA, '.', EVENT_NAME) AS name FROM information_schema.EVENTS WHERE DEFINER = ?",
] as const;
