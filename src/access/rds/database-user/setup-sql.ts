import type { DatabaseFamily, DatabaseRights } from './database-rights';
import * as mysql from './mysql-setup';
import * as postgres from './postgres-setup';

/**
 * The statements that make a database user for tokens and let it read, for a person who runs them as the admin: with psql, because
 * PostgreSQL grants inside the connected database only, or with the mysql or mariadb client.
 */
export function setupSql(family: DatabaseFamily, user: string, databases: readonly DatabaseRights[]): string {
  const blocks = family === 'postgres' ? postgresBlocks(user, databases) : mysqlBlocks(user, databases);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const statement = (text: string): string => `${text};`;

function postgresBlocks(user: string, databases: readonly DatabaseRights[]): readonly (readonly string[])[] {
  return [
    [
      '-- Run it with psql as the master user: psql --set ON_ERROR_STOP=1 --file <this file>',
      ...postgres.createUser(user).map(statement),
      ...databases.map((database) => statement(postgres.grantConnect(user, database))),
    ],
    ...databases.map((database) => [connectTo(database.name), ...postgres.grantInside(user, database).map(statement)]),
  ];
}

function mysqlBlocks(user: string, databases: readonly DatabaseRights[]): readonly (readonly string[])[] {
  return [[
    '-- Run it as the master user.',
    statement(mysql.createUser(user)),
    ...databases.flatMap((database) => mysql.grantDatabase(user, database)).map(statement),
  ]];
}

/**
 * psql takes a name with `=` in it, or one that starts like a URI, for a connection string, so a name that is not plain is given inside of one.
 * @see https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMAND-CONNECT
 * @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE
 */
function connectTo(database: string): string {
  if (/^[\w.-]+$/.test(database)) return `\\connect "${database}"`;
  const value = database.replace(/['\\]/g, '\\$&');
  return `\\connect -reuse-previous=on "${`dbname='${value}'`.replaceAll('"', '""')}"`;
}
