import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { startCutProxy } from './cut-proxy';
import { adminLogin, authorizeInMemory, engineFor } from './rig';
import type { DatabaseSession } from '../../lambda/verifier/rds/database-engine';
import { importTables } from '../../lambda/verifier/rds/import-tables';
import { runSql } from '../../sandbox/databases/run-sql';
import { Databases, startDatabases } from '../../sandbox/databases/start-databases';

const ROWS = 200_000;
let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases({ authorize: authorizeInMemory });
  await runSql(databases.postgres, 'postgres', `CREATE TABLE large AS SELECT n, repeat('x', 200) AS t FROM generate_series(1, ${ROWS}) n`);
  await runSql(databases.mariadb, '', ['CREATE DATABASE shop', 'USE shop', `CREATE TABLE shop.large AS SELECT seq AS n, REPEAT('x', 200) AS t FROM seq_1_to_${ROWS}`]);
}, 120_000);
afterAll(() => databases?.stop());

const LIMITS = { maxRows: 1_000_000, timeoutMs: 20_000 };

/** Reads the first chunk, calls back, and then reads on slowly. */
const slowSink = (afterFirst: () => void) => async (csv: Readable) => {
  let first = true;
  for await (const chunk of csv) {
    if (first) afterFirst();
    first = false;
    await new Promise((resolve) => setTimeout(resolve, 5));
    void chunk;
  }
};

describe.each(['postgres', 'mariadb'] as const)('an export from %s', (name) => {
  const server = () => databases[name];
  const database = name === 'postgres' ? 'postgres' : 'shop';
  const table = { schema: name === 'postgres' ? 'public' : 'shop', name: 'large' };
  const connect = (port = server().port) => engineFor(server()).connect({ ...adminLogin(server(), database), port });
  const failing = async (session: DatabaseSession, afterFirst: () => void, timeoutMs = LIMITS.timeoutMs) => {
    let ended = false;
    const error: unknown = await session.exportTable(table, { ...LIMITS, timeoutMs }, async (csv) => {
      await slowSink(afterFirst)(csv);
      ended = true;
    }).catch((thrown: unknown) => thrown);
    // A sink that saw the end of the stream would keep a partial file for a whole one.
    expect(ended).toBe(false);
    return error as { code: string; retryable: boolean };
  };

  it.each(['reset', 'end'] as const)('reports a connection that drops in the middle (%s)', async (how) => {
    const proxy = await startCutProxy(server().host, server().port);
    const error = await failing(await connect(proxy.port), () => proxy.cut(how));
    await proxy.close();
    expect(error).toMatchObject({ code: 'RDS_CONNECTION_LOST', retryable: true });
  });

  it('does not wait for a network that swallows packets longer than its time', async () => {
    const proxy = await startCutProxy(server().host, server().port);
    const started = Date.now();
    const error = await failing(await connect(proxy.port), () => proxy.cut('freeze'), 700);
    await proxy.close();
    expect(error).toMatchObject({ code: 'RDS_DEADLINE_PASSED', retryable: true });
    expect(Date.now() - started).toBeLessThan(2_500);
  });

  it('reports a session that an administrator ends', async () => {
    const kill = name === 'postgres'
      ? "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%'"
      : "BEGIN NOT ATOMIC FOR p IN (SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT CONCAT%' OR INFO LIKE 'SELECT IFNULL%') DO KILL CONNECTION p.ID; END FOR; END";
    const error = await failing(await connect(), () => void runSql(server(), database, kill));
    expect(error).toMatchObject({ code: expect.stringMatching(/RDS_(CONNECTION_LOST|QUERY_KILLED)/), retryable: true });
  });

  it('reports a query that an administrator ends, whose session goes on', async () => {
    const kill = name === 'postgres'
      ? "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%'"
      : "BEGIN NOT ATOMIC FOR p IN (SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT CONCAT%' OR INFO LIKE 'SELECT IFNULL%') DO KILL QUERY p.ID; END FOR; END";
    const error = await failing(await connect(), () => void runSql(server(), database, kill));
    expect(error).toMatchObject({ code: 'RDS_QUERY_KILLED', retryable: true });
  });

  it('does not wait for a stopped server', async () => {
    const session = await connect();
    process.kill(server().process.pid, 'SIGSTOP');
    const stopped: number[] = [];
    try {
      // In PostgreSQL each session is a process of its own, so stopping the first one stops no session.
      if (name === 'postgres') stopped.push(...await backends(server().process.pid));
      stopped.forEach((pid) => process.kill(pid, 'SIGSTOP'));
      await expect(session.exportTable(table, { ...LIMITS, timeoutMs: 500 }, async (csv) => void csv.resume())).rejects.toMatchObject({ code: 'RDS_DEADLINE_PASSED' });
    } finally {
      [server().process.pid, ...stopped].forEach((pid) => process.kill(pid, 'SIGCONT'));
    }
  });

  it('is stopped by the server itself when it takes too long', async () => {
    await runSql(server(), database, name === 'postgres'
      ? ['DROP TABLE IF EXISTS locked', 'CREATE TABLE locked (n int)']
      : ['CREATE OR REPLACE TABLE locked (n int)']);
    const lock = name === 'postgres' ? 'BEGIN; LOCK TABLE locked IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(2); COMMIT' : ['LOCK TABLES locked WRITE', 'DO SLEEP(2)', 'UNLOCK TABLES'];
    const holder = runSql(server(), database, lock);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const session = await connect();
    await expect(session.exportTable({ ...table, name: 'locked' }, { ...LIMITS, timeoutMs: 1_000 }, async (csv) => void csv.resume()))
      .rejects.toMatchObject({ code: 'RDS_QUERY_TIMED_OUT', retryable: true });
    await holder;
  });

  it('ends the query when the sink fails, and says so', async () => {
    const session = await connect();
    const error: unknown = await session.exportTable(table, LIMITS, async (csv) => {
      for await (const chunk of csv) throw new Error(`no room for ${String(chunk).length}`);
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'RDS_EXPORT_NOT_STORED', retryable: true });
  });

  it('is tried again over a new connection, and the other tables go on', async () => {
    const proxy = await startCutProxy(server().host, server().port);
    let attempts = 0;
    const results = await importTables({
      connect: () => connect(proxy.port),
      tables: [table, { ...table, name: 'absent' }, { ...table, name: 'large' }],
      sinkFor: () => slowSink(() => { if (++attempts === 1) proxy.cut('reset'); }),
      deadline: performance.now() + 20_000,
      maxRows: 2_000,
    });
    await proxy.close();
    expect(results).toMatchObject([
      { attempts: 2, exported: { rows: 2_000, truncated: true } }, { attempts: 1, failure: { code: 'RDS_TABLE_NOT_FOUND' } }, { attempts: 1, exported: { rows: 2_000 } },
    ]);
  });

  it('is not begun when the time of the run is over', async () => {
    const results = await importTables({ connect, tables: [table], sinkFor: () => slowSink(() => undefined), deadline: performance.now() });
    expect(results).toMatchObject([{ attempts: 0, failure: { code: 'RDS_TIME_RAN_OUT' } }]);
  });
});

async function backends(postmaster: number): Promise<number[]> {
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  return children.trim().split(' ').map(Number);
}
