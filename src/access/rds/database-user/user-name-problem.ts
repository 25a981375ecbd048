/** The longest name of a database user, and what it is counted in. */
export interface NameLimit {
  readonly most: number;
  readonly unit: 'bytes' | 'characters';
}

/** @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
export const POSTGRES_USER: NameLimit = { most: 63, unit: 'bytes' };
/** @see https://dev.mysql.com/doc/refman/8.4/en/user-names.html */
export const MYSQL_USER: NameLimit = { most: 32, unit: 'characters' };
/** @see https://mariadb.com/kb/en/identifier-names/ */
export const MARIADB_USER: NameLimit = { most: 80, unit: 'characters' };

/** Users that RDS itself has, and those that it calls the master user unless told otherwise. */
const RESERVED: readonly string[] = ['rdsadmin', 'rdsrepladmin', 'rdstopmgr', 'rdsproxyadmin', 'rds_iam', 'rds_superuser', 'rds_replication', 'postgres', 'admin', 'root'];

/** Why no database user should, or can, have the name for IAM database authentication, and the cure. */
export function userNameProblem(name: string, { most, unit }: NameLimit): { readonly problem: string; readonly cure: string } | undefined {
  const refuse = (problem: string, cure: string) => ({ problem, cure });
  if (name === '') return refuse('is empty', 'Name a database user, such as fourminds_iam_user');
  if (/[*?$]/.test(name)) return refuse("holds '*', '?' or '$', which IAM does not take literally", 'Name one database user without them');
  if (/[\s/:'"\\`\u0000-\u001f\u007f]/.test(name)) return refuse('holds white space, a quote, a slash or a colon', 'Use letters, digits and underscores');
  if (name.startsWith('pg_')) return refuse("starts with 'pg_', which PostgreSQL keeps for itself", 'Use another name');
  if (RESERVED.includes(name.toLowerCase())) {
    return refuse('is a user of RDS itself or a usual name of the master user, whose password would stop working with rds_iam', 'Name a user of its own that may only read');
  }
  const length = unit === 'bytes' ? Buffer.byteLength(name) : [...name].length;
  return length > most ? refuse(`has ${length} ${unit} and the engine takes ${most}`, 'Use a shorter name') : undefined;
}
