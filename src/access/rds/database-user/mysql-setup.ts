import type { DatabaseRights } from './database-rights';
import { mysqlAccount, mysqlDatabasePattern, mysqlName } from './identifiers';

/**
 * Only tokens log in, and only over TLS: without REQUIRE SSL the server takes a token in plain text.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
const AUTHENTICATION = "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL";

export function createUser(user: string): string {
  return `CREATE USER ${mysqlAccount(user)} ${AUTHENTICATION}`;
}

export function alterUser(user: string): string {
  return `ALTER USER ${mysqlAccount(user)} ${AUTHENTICATION}`;
}

/** Never on *.*, which holds the password hashes of mysql.*. */
export function grantDatabase(user: string, { name, tables }: DatabaseRights, wildcards = true): readonly string[] {
  const objects = tables ? tables.map((table) => mysqlName(name, table)) : [`${mysqlName(mysqlDatabasePattern(name, wildcards))}.*`];
  return objects.map((object) => `GRANT SELECT ON ${object} TO ${mysqlAccount(user)}`);
}
