import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { Client } from 'pg';
import { mariadbBatch } from './admin';
import { authorizeInMemory, IAM_USER } from './rig';
import { runSql } from '../../sandbox/databases/run-sql';
import { type Databases, startDatabases } from '../../sandbox/databases/start-databases';
import { RdsEngine, RdsIamAuthAccess, type DatabaseRights } from '../../src';
import { mysqlName, postgresName } from '../../src/access/rds/database-user/identifiers';

const run = promisify(execFile);
const USER = IAM_USER;

/** What is hard on a client that reads a script, and what an injection would need. */
const unit = fc.oneof(
  fc.constantFrom('"', "'", '`', '\\', ';', '-', '/', '*', ' ', '$', ':', '=', '%', '_', '?', '{', '}', '(', ')', '\\connect', '--', '/*', 'DROP', '\\!', '$$', 'é', '東'),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
);
// Neither server takes a name that ends with a space, nor MariaDB an upper-case twin of a database on every file system.
const name = fc.array(unit, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')).filter((text) => text.trim() === text && text !== '*' && !/^pg_/.test(text) && text !== '.' && text !== '..');
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3, selector: (text) => text.toLowerCase() });

let databases: Databases;
let directory: string;

beforeAll(async () => {
  databases = await startDatabases({ authorize: authorizeInMemory });
  directory = await mkdtemp(join(tmpdir(), 'setup-sql-'));
}, 120_000);
afterAll(async () => {
  await databases?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function psql(sql: string): Promise<void> {
  const { host, port, caPath, admin } = databases.postgres;
  await writeFile(join(directory, 'setup.sql'), sql);
  await run('psql', ['-X', '-q', '--set', 'ON_ERROR_STOP=1', '--file', join(directory, 'setup.sql'),
    `host=${host} port=${port} dbname=postgres user=${admin.user} sslmode=verify-full sslrootcert=${caPath}`], { env: { ...process.env, PGPASSWORD: admin.password } });
}

async function mariadb(sql: string): Promise<void> {
  const { host, port, caPath, admin } = databases.mariadb;
  await writeFile(join(directory, 'setup.sql'), sql);
  await run('bash', ['-c', `mariadb --no-defaults --protocol=tcp --host=${host} --port=${port} --user=${admin.user} --ssl-ca=${caPath} --ssl-verify-server-cert --default-character-set=utf8mb4 < ${join(directory, 'setup.sql')}`],
    { env: { ...process.env, MYSQL_PWD: admin.password } });
}

async function readable(database: string): Promise<readonly string[]> {
  const { host, port, ca, admin } = databases.postgres;
  const client = new Client({ host, port, ...admin, database, ssl: { ca } });
  await client.connect();
  const { rows } = await client.query<{ schema: string; name: string }>(`
    SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND has_schema_privilege($1, n.oid, 'USAGE') AND has_table_privilege($1, c.oid, 'SELECT')`, [USER]);
  await client.end();
  return rows.map((row) => JSON.stringify([row.schema, row.name])).sort();
}

test('any names get through psql as they are, and nothing else is done', async () => {
  await fc.assert(fc.asyncProperty(names, names, async ([database, ...others], tables) => {
    const schemas = [...new Set([...others, 'public'])];
    await runSql(databases.postgres, 'postgres', [database, ...others].map((each) => `CREATE DATABASE ${postgresName(each)}`));
    try {
      const create = schemas.flatMap((schema) => [...(schema === 'public' ? [] : [`CREATE SCHEMA ${postgresName(schema)}`]), `CREATE TABLE ${postgresName(schema, 'untold')} (a int)`,
        ...tables.filter((table) => table !== 'untold').map((table) => `CREATE TABLE ${postgresName(schema, table)} (a int)`)]);
      for (const each of [database, ...others]) await runSql(databases.postgres, each, create);
      const wanted: DatabaseRights = { name: database, schemas: schemas.map((schema) => ({ name: schema, tables: [...tables] })) };
      await psql(RdsIamAuthAccess.setupSql({ engine: RdsEngine.POSTGRES, databases: [wanted, ...others.map((each) => ({ name: each, schemas: [{ name: 'public', owners: ['dbadmin'] }] }))] }));
      expect(await readable(database)).toEqual(schemas.flatMap((schema) => tables.map((table) => JSON.stringify([schema, table]))).sort());
      for (const each of others) expect(await readable(each)).toEqual([...new Set([...tables, 'untold'])].map((table) => JSON.stringify(['public', table])).sort());
    } finally {
      for (const each of [database, ...others]) await runSql(databases.postgres, 'postgres', `DROP DATABASE ${postgresName(each)}`);
      await runSql(databases.postgres, 'postgres', `DROP ROLE IF EXISTS ${USER}`);
    }
  }), { numRuns: 12 });
});

test('any names get through the mariadb client as they are, and nothing else is done', async () => {
  await fc.assert(fc.asyncProperty(names, names, async (all, tables) => {
    await runSql(databases.mariadb, '', all.flatMap((each) => [`CREATE DATABASE ${mysqlName(each)}`, ...tables.map((table) => `CREATE TABLE ${mysqlName(each, table)} (a int)`)]));
    try {
      const [first, ...others] = all;
      const wanted: DatabaseRights[] = [{ name: first, tables: [...tables] }, ...others.map((each) => ({ name: each }))];
      await mariadb(RdsIamAuthAccess.setupSql({ engine: RdsEngine.MARIADB, databases: wanted }));
      const onTables = await mariadbBatch(databases.mariadb, 'mysql', `SELECT Db, Table_name, Table_priv FROM tables_priv WHERE User = '${USER}'`);
      const onDatabases = await mariadbBatch(databases.mariadb, 'mysql', `SELECT Db FROM db WHERE User = '${USER}' AND Select_priv = 'Y' AND Insert_priv = 'N'`);
      expect(onTables.slice(1).map((row) => JSON.stringify(row)).sort()).toEqual(tables.map((table) => JSON.stringify([first, table, 'Select'])).sort());
      expect(onDatabases.slice(1).map(([db]) => db?.replace(/\\([_%\\])/g, '$1')).sort()).toEqual([...others].sort());
      const accounts = await mariadbBatch(databases.mariadb, 'mysql', `SELECT plugin, authentication_string, ssl_type FROM user WHERE User = '${USER}' AND Host = '%'`);
      expect(accounts[1]).toEqual(['AWSAuthenticationPlugin', 'RDS', 'ANY']);
    } finally {
      await runSql(databases.mariadb, '', [...all.map((each) => `DROP DATABASE ${mysqlName(each)}`), `DROP USER IF EXISTS '${USER}'@'%'`]);
    }
  }), { numRuns: 40 });
});
