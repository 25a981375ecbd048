/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
export function postgresName(...parts: readonly string[]): string {
  return parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}

/** https://dev.mysql.com/doc/refman/8.4/en/identifiers.html */
export function mysqlName(...parts: readonly string[]): string {
  return parts.map((part) => `\`${part.replaceAll('`', '``')}\``).join('.');
}

/**
 * An account that may come from anywhere. Its parts may be quoted like identifiers, which is the same in every SQL mode; how a backslash
 * counts in a string depends on it.
 * @see https://dev.mysql.com/doc/refman/8.4/en/account-names.html
 */
export function mysqlAccount(user: string): string {
  return `${mysqlName(user)}@${mysqlName('%')}`;
}

/**
 * The database of a grant on all of its tables. There, `_` and `%` are wildcards: unescaped, a grant on `sales_eu` covers `salesXeu` too.
 * With partial revokes switched on, which RDS does not do by itself, they are not, and neither is the escape.
 * @see https://dev.mysql.com/doc/refman/8.4/en/grant.html#grant-quoting
 */
export function mysqlDatabasePattern(database: string, wildcards: boolean): string {
  return wildcards ? database.replace(/[_%\\]/g, '\\$&') : database;
}
