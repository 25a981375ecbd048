import { createConnection } from 'mysql2/promise';
import { exportToText, withSession } from './exporting';
import { authorizeInMemory } from './rig';
import { runSql } from '../../sandbox/databases/run-sql';
import { Databases, startDatabases } from '../../sandbox/databases/start-databases';
import { mysqlName, postgresName } from '../../src/access/rds/database-user/identifiers';

/** Each would end a text early where a backslash is no escape, or name a column in place of a text where double quotes are for names. */
const ODD = 'it\'s \\\' "o" --';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases({
    authorize: authorizeInMemory,
    serverArguments: {
      mariadb: ['--sql-mode=ANSI,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'],
      postgres: ['-c', 'datestyle=SQL, DMY', '-c', 'intervalstyle=sql_standard', '-c', 'extra_float_digits=-5', '-c', 'standard_conforming_strings=off'],
    },
  });
}, 120_000);
afterAll(() => databases?.stop());

test('what MariaDB exports does not depend on its SQL mode, nor do the names that it finds', async () => {
  const { host, port, ca, admin } = databases.mariadb;
  const connection = await createConnection({ host, port, ...admin, ssl: { ca, verifyIdentity: true } });
  const [rows] = await connection.query('SELECT @@sql_mode AS mode');
  await connection.end();
  expect(rows).toEqual([{ mode: expect.stringMatching(/ANSI_QUOTES.*NO_BACKSLASH_ESCAPES.*PAD_CHAR_TO_FULL_LENGTH/) }]);
  const [database, table, column] = [ODD.replaceAll('"', ''), ODD, ODD].map((name) => mysqlName(name));
  await runSql(databases.mariadb, '', [`CREATE DATABASE ${database}`, `CREATE TABLE ${database}.${table} (${column} char(9), d double)`, `INSERT INTO ${database}.${table} VALUES ('a"b\\', 0.1)`]);
  const name = ODD.replaceAll('"', '');
  await withSession(databases.mariadb, name, async (session) => {
    expect((await session.listDatabases()).map((each) => each.name)).toEqual([name]);
    expect((await session.listTables()).map((each) => [each.name, each.columns])).toEqual([[ODD, 2]]);
    expect((await exportToText(session, { schema: name, name: ODD })).csv).toBe(`"${ODD.replaceAll('"', '""')}",d\n"a""b\\",0.1\n`);
  });
});

test('what PostgreSQL exports does not depend on its formats, nor do the names that it finds', async () => {
  await runSql(databases.postgres, 'postgres', `CREATE DATABASE ${postgresName(ODD)}`);
  await runSql(databases.postgres, ODD, [
    `CREATE SCHEMA ${postgresName(ODD)}`,
    `CREATE TABLE ${postgresName(ODD, ODD)} (${postgresName(ODD)} text, d date, i interval, f float8)`,
    `INSERT INTO ${postgresName(ODD, ODD)} VALUES ('it''s', '2024-02-29', '1 year 2 days -3 hours', 0.1::float8 + 0.2)`,
  ]);
  await withSession(databases.postgres, ODD, async (session) => {
    expect((await session.listDatabases()).map((each) => each.name)).toEqual([ODD, 'postgres']);
    expect((await session.listTables()).map((each) => each.qualifiedName)).toEqual([`${ODD}.${ODD}`]);
    const { csv } = await exportToText(session, { schema: ODD, name: ODD });
    expect(csv).toBe(`"${ODD.replaceAll('"', '""')}",d,i,f\nit's,2024-02-29,1 year 2 days -03:00:00,0.30000000000000004\n`);
  });
});
