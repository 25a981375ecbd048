import type { DatabaseRights } from './database-rights';
import { mysqlAccount, mysqlDatabasePattern, mysqlName } from './identifiers';

/**
 * Only tokens log in, and only over TLS: without REQUIRE SSL the server takes a token in plain text.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export const AUTHENTICATION = "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL";

export function createUser(user: string): string {
  return `CREATE USER ${mysqlAccount(user)} ${AUTHENTICATION}`;
}

export function alterUser(user: string): string {
  return `ALTER USER ${mysqlAccount(user)} ${AUTHENTICATION}`;
}

/** What a grant of the rights is on. Never *.*, which holds the password hashes of mysql.*. */
export function grantedObjects({ name, tables }: DatabaseRights, wildcards = true): readonly string[] {
  return tables ? tables.map((table) => mysqlName(name, table)) : [`${mysqlName(mysqlDatabasePattern(name, wildcards))}.*`];
}

export function grantDatabase(user: string, database: DatabaseRights, wildcards = true): readonly string[] {
  return grantedObjects(database, wildcards).map((object) => `GRANT SELECT ON ${object} TO ${mysqlAccount(user)}`);
}
