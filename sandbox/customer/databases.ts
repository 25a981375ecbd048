import { RdsEngine } from 'cdk-ai-platform-access';
import { escape } from 'mysql2';
import { escapeLiteral } from 'pg';
import { dataSet } from './data-set';
import type { ExistingDatabase } from '../../examples/four-minds-complete/existing-database';
import type { DatabaseServer } from '../databases/database-server';
import { createAdminSecret, registerServers } from '../databases/local-aws-databases';
import { runSql } from '../databases/run-sql';
import type { Databases } from '../databases/start-databases';
import type { LocalAws } from '../local-aws';

/** Logs in with tokens too, and is none of the platform's business. */
export const PAYROLL_USER = 'payroll_iam_user';

const PAYROLL_TABLE = 'CREATE TABLE payroll.salaries (employee varchar(40), salary int)';

/** Movies and flights to read, and a schema that is nobody else's business. */
async function fillPostgres(server: DatabaseServer): Promise<void> {
  const table = async (name: string, file: string, columns: string) =>
    `CREATE TABLE ${name} AS SELECT * FROM json_to_recordset(${escapeLiteral((await dataSet(file)).toString())}) AS row(${columns})`;
  await runSql(server, 'postgres', [
    `CREATE USER ${PAYROLL_USER} WITH LOGIN`, `GRANT rds_iam TO ${PAYROLL_USER}`,
    'CREATE DATABASE research', 'REVOKE CONNECT ON DATABASE research FROM PUBLIC',
  ]);
  await runSql(server, 'research', [
    await table('movies', 'movies.json', '"Title" text, "Director" text, "Release Date" text, "US Gross" bigint, "IMDB Rating" numeric'),
    await table('flights', 'flights-20k.json', 'date timestamp, delay int, distance int, origin text, destination text'),
    'ANALYZE movies, flights', 'CREATE SCHEMA payroll', PAYROLL_TABLE,
  ]);
}

/** Cars to read, and a database that is nobody else's business. */
async function fillMariadb(server: DatabaseServer): Promise<void> {
  const columns = Object.entries({ Name: 'varchar(80)', Miles_per_Gallon: 'decimal(4,1)', Horsepower: 'int', Year: 'date', Origin: 'varchar(20)' })
    .map(([name, type]) => `${name} ${type} PATH '$.${name}'`);
  const cars = escape((await dataSet('cars.json')).toString());
  await runSql(server, '', [
    `CREATE USER '${PAYROLL_USER}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`,
    'CREATE DATABASE fleet', `CREATE TABLE fleet.cars AS SELECT * FROM JSON_TABLE(${cars}, '$[*]' COLUMNS (${columns.join(', ')})) AS car`,
    'CREATE DATABASE payroll', PAYROLL_TABLE,
  ]);
}

/** Fills both servers and lists them in RDS; returns them as the example wants them. */
export async function createDatabases(aws: LocalAws, databases: Databases): Promise<ExistingDatabase[]> {
  const { postgres, mariadb } = databases;
  await Promise.all([fillPostgres(postgres), fillMariadb(mariadb), registerServers(aws, databases)]);
  const existing = async (server: DatabaseServer, engine: RdsEngine, readable: ExistingDatabase['readable']): Promise<ExistingDatabase> => ({
    resourceId: server.resourceId, engine, host: server.host, port: server.port, readable, adminSecretArn: await createAdminSecret(aws, server),
  });
  return Promise.all([existing(postgres, RdsEngine.POSTGRES, [{ name: 'research' }]), existing(mariadb, RdsEngine.MARIADB, [{ name: 'fleet' }])]);
}
