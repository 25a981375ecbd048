import { createConnection } from 'mysql2';
import { Client } from 'pg';
import { withSession } from './exporting';
import { authorizeInMemory, engineFor, IAM_USER, iamLogin } from './rig';
import { runSql } from '../../sandbox/databases/run-sql';
import { Databases, startDatabases } from '../../sandbox/databases/start-databases';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases({ authorize: authorizeInMemory });
  await runSql(databases.postgres, 'postgres', [
    `CREATE USER ${IAM_USER} WITH LOGIN; GRANT rds_iam TO ${IAM_USER}`, 'CREATE DATABASE shop', 'CREATE DATABASE closed', 'REVOKE CONNECT ON DATABASE closed FROM PUBLIC',
  ]);
  await runSql(databases.postgres, 'shop', [
    'CREATE TABLE public.analyzed AS SELECT n, n::text AS t FROM generate_series(1, 1000) n', 'ANALYZE analyzed',
    'CREATE TABLE public.empty (a int)', 'CREATE TABLE public.no_columns ()',
    'CREATE TABLE public.parts (id int, at date) PARTITION BY RANGE (at)',
    "CREATE TABLE public.parts_2023 PARTITION OF parts FOR VALUES FROM ('2023-01-01') TO ('2024-01-01')",
    "CREATE TABLE public.parts_2024 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id)",
    'CREATE TABLE public.parts_2024_1 PARTITION OF parts_2024 FOR VALUES IN (1)',
    "INSERT INTO parts SELECT 1, '2024-05-05' FROM generate_series(1, 300)", "INSERT INTO parts SELECT 2, '2023-05-05' FROM generate_series(1, 200)", 'ANALYZE parts',
    'CREATE VIEW public.a_view AS SELECT 1 AS one', 'CREATE MATERIALIZED VIEW public.a_matview AS SELECT 1 AS one',
    'CREATE SCHEMA "Odd ""schema"""', 'CREATE TABLE "Odd ""schema"""."Odd, table" (a int, b int)', 'CREATE SCHEMA hidden', 'CREATE TABLE hidden.secret (a int)',
    'CREATE TABLE public.columns_only (a int, b int)',
    `GRANT SELECT ON analyzed, empty, no_columns, parts TO ${IAM_USER}`, `GRANT SELECT (a) ON columns_only TO ${IAM_USER}`, `GRANT SELECT ON hidden.secret TO ${IAM_USER}`,
  ]);
  await runSql(databases.mariadb, '', [
    `CREATE USER '${IAM_USER}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`, 'CREATE DATABASE shop', 'CREATE DATABASE closed', 'USE shop',
    'CREATE TABLE analyzed AS SELECT seq AS n, CAST(seq AS CHAR) AS t FROM seq_1_to_1000', 'ANALYZE TABLE analyzed', 'CREATE TABLE empty (a int)',
    'CREATE TABLE parts (id int, at date) PARTITION BY HASH (id) PARTITIONS 3', 'CREATE TABLE history (a int) WITH SYSTEM VERSIONING',
    'CREATE VIEW a_view AS SELECT 1 AS one', 'CREATE TABLE `Odd, ``table``` (a int, b int)', 'CREATE TABLE hidden (a int)',
    'CREATE TABLE columns_only (a int, b int)', 'CREATE TABLE write_only (a int)',
    ...['analyzed', 'empty', 'parts', 'history', '`Odd, ``table```'].map((table) => `GRANT SELECT ON shop.${table} TO '${IAM_USER}'@'%'`),
    `GRANT SELECT (a), INSERT (b) ON shop.columns_only TO '${IAM_USER}'@'%'`, `GRANT INSERT ON shop.write_only TO '${IAM_USER}'@'%'`,
  ]);
}, 120_000);
afterAll(() => databases?.stop());

const browse = async (name: 'postgres' | 'mariadb') => {
  const session = await engineFor(databases[name]).connect(await iamLogin(databases[name], 'shop'));
  const found = { databases: await session.listDatabases(), tables: await session.listTables() };
  await session.close();
  return found;
};

describe('browsing PostgreSQL', () => {
  it('lists the databases of the user, not those of the system', async () => {
    expect((await browse('postgres')).databases).toEqual([
      { name: 'closed', accessible: false }, { name: 'postgres', accessible: true }, { name: 'shop', accessible: true },
    ]);
  });

  it('lists base tables, partitioned ones once, with what the user may read of them', async () => {
    const { tables } = await browse('postgres');
    expect(tables.map(({ qualifiedName, estimatedRows, columns, access }) => [qualifiedName, estimatedRows, columns, access])).toEqual([
      ['Odd "schema".Odd, table', 0, 2, 'none'],
      ['hidden.secret', 0, 1, 'none'],
      ['public.analyzed', 1000, 2, 'all'],
      ['public.columns_only', 0, 2, 'some-columns'],
      ['public.empty', 0, 1, 'all'],
      ['public.no_columns', 0, 0, 'all'],
      ['public.parts', 500, 2, 'all'],
    ]);
    expect(tables.find(({ name }) => name === 'parts')?.bytes).toBeGreaterThan(16_000);
  });

  it('says unknown for a full table that was never analyzed', async () => {
    await runSql(databases.postgres, 'shop', ['CREATE TABLE public.fresh (a int) WITH (autovacuum_enabled = off)', 'INSERT INTO fresh SELECT generate_series(1, 100)']);
    const fresh = (await browse('postgres')).tables.find(({ name }) => name === 'fresh');
    // Either the statistics collector has counted the rows, or nobody knows; never 0.
    expect(['unknown', 100]).toContain(fresh?.estimatedRows);
    await runSql(databases.postgres, 'shop', 'DROP TABLE public.fresh');
  });
});

describe('browsing MariaDB', () => {
  it('lists the databases of the user, not those of the system', async () => {
    expect((await browse('mariadb')).databases).toEqual([{ name: 'shop', accessible: true }]);
  });

  it('lists base tables, partitioned ones once, with what the user may read of them', async () => {
    const { tables } = await browse('mariadb');
    expect(tables.map(({ qualifiedName, estimatedRows, columns, access }) => [qualifiedName, estimatedRows, columns, access])).toEqual([
      ['analyzed', 1000, 2, 'all'],
      ['columns_only', 0, 2, 'some-columns'],
      ['empty', 0, 1, 'all'],
      ['history', 0, 1, 'all'],
      ['Odd, `table`', 0, 2, 'all'],
      ['parts', expect.any(Number), 2, 'all'],
      ['write_only', 0, 1, 'none'],
    ]);
    expect(tables.every(({ bytes }) => bytes !== 'unknown' && bytes > 0)).toBe(true);
  });
});

describe('privileges on columns alone', () => {
  it.each(['postgres', 'mariadb'] as const)('export the columns that may be read and name the others in %s', async (name) => {
    const session = await engineFor(databases[name]).connect(await iamLogin(databases[name], 'shop'));
    const table = { schema: name === 'postgres' ? 'public' : 'shop', name: 'columns_only' };
    const result = await session.exportTable(table, { maxRows: 10, timeoutMs: 5_000 }, async (csv) => void csv.resume());
    await session.close();
    expect(result.columns).toEqual(['a']);
    // MySQL hides a column without any privilege; here the user may insert into b.
    expect(result.droppedColumns).toMatchObject([{ name: 'b', reason: 'no-privilege' }]);
  });

  it.each(['postgres', 'mariadb'] as const)('are told from no privilege in %s', async (name) => {
    const session = await engineFor(databases[name]).connect(await iamLogin(databases[name], 'shop'));
    const table = name === 'postgres' ? { schema: 'hidden', name: 'secret' } : { schema: 'shop', name: 'write_only' };
    await expect(session.exportTable(table, { maxRows: 10, timeoutMs: 5_000 }, async (csv) => void csv.resume())).rejects.toMatchObject({ code: 'RDS_TABLE_DENIED' });
  });
});

describe('the number of round trips', () => {
  it.each(['postgres', 'mariadb'] as const)('is the same for 10 and for 500 tables in %s', async (name) => {
    const counts: number[] = [];
    for (const tables of [10, 500]) {
      const database = `many_${tables}`;
      await runSql(databases[name], name === 'postgres' ? 'postgres' : '', `CREATE DATABASE ${database}`);
      await runSql(databases[name], database, Array.from({ length: tables }, (_, index) => `CREATE TABLE t${index} (a int)`));
      const query = jest.spyOn(await clientPrototype(name), 'query');
      const found = await withSession(databases[name], database, (session) => session.listTables());
      expect(found).toHaveLength(tables);
      counts.push(query.mock.calls.length);
      query.mockRestore();
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeGreaterThan(0);
  });

  // Both clients send one query a call, so the calls are the round trips.
  async function clientPrototype(name: 'postgres' | 'mariadb'): Promise<{ query(): void }> {
    if (name === 'postgres') return Client.prototype as unknown as { query(): void };
    const { host, port, ca, admin } = databases.mariadb;
    const connection = createConnection({ host, port, ...admin, ssl: { ca, verifyIdentity: true } });
    await connection.promise().end();
    return Object.getPrototypeOf(Object.getPrototypeOf(connection)) as { query(): void };
  }
});
