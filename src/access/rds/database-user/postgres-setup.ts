import { schemasOf, type DatabaseRights, type SchemaRights } from './database-rights';
import { postgresName } from './identifiers';

/** Members of this role log in with a token, and no longer with a password. */
export const IAM_ROLE = 'rds_iam';

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
export function createUser(user: string): readonly string[] {
  return [`CREATE USER ${postgresName(user)} WITH LOGIN`, grantIam(user)];
}

export function grantIam(user: string): string {
  return `GRANT ${IAM_ROLE} TO ${postgresName(user)}`;
}

/** Whoever runs it may be connected to any database. */
export function grantConnect(user: string, { name }: DatabaseRights): string {
  return `GRANT CONNECT ON DATABASE ${postgresName(name)} TO ${postgresName(user)}`;
}

/** To be run in the database itself: PostgreSQL knows the tables of the connected database alone. */
export function grantInside(user: string, database: DatabaseRights): readonly string[] {
  return schemasOf(database).flatMap((schema) => grantSchema(postgresName(user), schema));
}

function grantSchema(user: string, { name, tables, owners = [] }: SchemaRights): readonly string[] {
  const schema = postgresName(name);
  const what = tables ? tables.map((table) => postgresName(name, table)).join(', ') : `ALL TABLES IN SCHEMA ${schema}`;
  return [
    `GRANT USAGE ON SCHEMA ${schema} TO ${user}`,
    `GRANT SELECT ON ${what} TO ${user}`,
    ...owners.map((owner) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${postgresName(owner)} IN SCHEMA ${schema} GRANT SELECT ON TABLES TO ${user}`),
  ];
}
