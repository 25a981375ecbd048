import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2';
import { Client } from 'pg';
import { inTurn, wholeProcess } from './pairs';
import { atMost, fasterThan, type Row } from './row';
import type { DatabaseSession, Login } from '../lambda/verifier/rds/database-engine';
import { countingSink } from '../lambda/verifier/rds/export/sinks';
import { mysqlEngine } from '../lambda/verifier/rds/mysql/engine';
import { postgresEngine } from '../lambda/verifier/rds/postgres/engine';
import type { DatabaseServer } from '../sandbox/databases/database-server';
import { runSql } from '../sandbox/databases/run-sql';
import { startDatabases } from '../sandbox/databases/start-databases';

const run = promisify(execFile);
const RUNS = 9;
const ROWS = 50_000;
/** The source is ten times as large, and 50,000 rows are taken of both. */
const LARGE = 500_000;
const PYTHON = path.resolve('.sandbox/bench-python');
const PACKAGES = ['SQLAlchemy==2.0.44', 'psycopg[binary]==3.3.9', 'PyMySQL==1.2.4'];
const LIMITS = { maxRows: ROWS, timeoutMs: 120_000 };

async function python(): Promise<string> {
  const interpreter = path.join(PYTHON, 'bin', 'python');
  if (!existsSync(path.join(PYTHON, 'ready'))) {
    await run('python3', ['-m', 'venv', PYTHON]);
    await run(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
    await run(interpreter, ['-c', 'import sqlalchemy, psycopg, pymysql, sys; open(sys.prefix + "/ready", "w").close()']);
  }
  return interpreter;
}

/** Twenty columns of the usual types, one of them binary. */
const POSTGRES_TABLE = (name: string, count: number) => [
  `CREATE TABLE ${name} AS SELECT n AS id, ${Array.from({ length: 6 }, (_, i) => `md5((n + ${i})::text) AS text_${i}`).join(', ')},
     ${Array.from({ length: 5 }, (_, i) => `n * ${i + 3} AS int_${i}`).join(', ')}, n::numeric / 7 AS number_1, n / 3.0::float8 AS number_2, n % 2 = 0 AS flag,
     now() - n * interval '1 second' AS at, current_date - n % 1000 AS day, jsonb_build_object('n', n) AS json, ARRAY[n, n + 1] AS list, decode(md5(n::text), 'hex') AS bin
   FROM generate_series(1, ${count}) n`, `ANALYZE ${name}`,
];
const MARIADB_TABLE = (name: string, count: number) => [
  `CREATE TABLE ${name} AS SELECT seq AS id, ${Array.from({ length: 8 }, (_, i) => `MD5(seq + ${i}) AS text_${i}`).join(', ')},
     ${Array.from({ length: 5 }, (_, i) => `seq * ${i + 3} AS int_${i}`).join(', ')}, seq / 7 AS number_1, seq % 2 AS flag, NOW() - INTERVAL seq SECOND AS at,
     CURDATE() - INTERVAL (seq % 1000) DAY AS day, JSON_OBJECT('n', seq) AS json, UNHEX(MD5(seq)) AS bin
   FROM seq_1_to_${count}`,
];

const login = ({ host, port, ca, admin }: DatabaseServer, database: string): Login => ({ host, port, ca, ...admin, database, timeoutMs: 10_000 });

async function withSession<T>(server: DatabaseServer, database: string, use: (session: DatabaseSession) => Promise<T>): Promise<T> {
  const session = await (server.engine === 'postgres' ? postgresEngine : mysqlEngine).connect(login(server, database));
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

function exporting(server: DatabaseServer, database: string): () => Promise<void> {
  const schema = server.engine === 'postgres' ? 'public' : database;
  return async () => {
    const { rows: exported, columns } = await withSession(server, database, (session) => session.exportTable({ schema, name: 'small' }, LIMITS, countingSink));
    if (exported !== ROWS || columns.length !== 19) throw new Error(`${exported} rows of ${columns.length} columns were exported`);
  };
}

/** What the platform does: rows through SQLAlchemy, complex values by json.dumps, the csv module. Connecting counts, starting Python does not. */
const importer = (interpreter: string, { engine, host, port, admin, caPath }: DatabaseServer, database: string) => async (): Promise<number> => {
  const place = { ENGINE: engine, HOST: host, PORT: String(port), DATABASE: database, CA: caPath };
  const env = { ...process.env, ...place, DB_USER: admin.user, DB_PASSWORD: admin.password };
  const { stdout } = await run(interpreter, [path.join(__dirname, 'apps', 'platform_import.py')], { env });
  return Number(stdout);
};

async function speeds(postgres: DatabaseServer, mariadb: DatabaseServer): Promise<readonly Row[]> {
  const interpreter = await python();
  const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}_${i}`);
  const ofPostgres = ['id', ...numbered('text', 6), ...numbered('int', 5), 'number_1, number_2, flag, at, day, json, to_json(list)::text AS list'].join(', ');
  const psql = wholeProcess('psql', [
    '-X', '-q', '-c', `\\copy (SELECT ${ofPostgres} FROM small LIMIT ${ROWS}) TO '/dev/null' (FORMAT csv, HEADER)`, '-d',
    `host=${postgres.host} port=${postgres.port} dbname=postgres user=${postgres.admin.user} sslmode=verify-full sslrootcert=${postgres.caPath}`,
  ], { PGPASSWORD: postgres.admin.password });
  const ofMariadb = ['id', ...numbered('text', 8), ...numbered('int', 5), 'number_1, flag, at, day, json'].join(', ');
  const batch = wholeProcess('sh', ['-c', [
    'exec mariadb --no-defaults --batch --quick --protocol=tcp --ssl-verify-server-cert --database=shop', `--ssl-ca=${mariadb.caPath}`,
    `--host=${mariadb.host} --port=${mariadb.port} --user=${mariadb.admin.user}`, `--execute='SELECT ${ofMariadb} FROM small LIMIT ${ROWS}' > /dev/null`,
  ].join(' ')], { MYSQL_PWD: mariadb.admin.password });
  const timesOfPlatform: Record<string, number[]> = { postgres: [], mariadb: [] };
  const platform = (server: DatabaseServer, database: string) => async () => {
    timesOfPlatform[server.engine].push(await importer(interpreter, server, database)());
  };
  const [ours, theirs] = await inTurn(RUNS, exporting(postgres, 'postgres'), psql, platform(postgres, 'postgres'));
  const [oursOfMariadb, theirsOfMariadb] = await inTurn(RUNS, exporting(mariadb, 'shop'), batch, platform(mariadb, 'shop'));
  const median = (times: readonly number[]) => [...times.slice(1)].sort((a, b) => a - b)[Math.floor((times.length - 1) / 2)];
  return [
    atMost(`PostgreSQL, ${ROWS} x 20, against psql \\copy`, 1.1, ours, theirs, 'ms'),
    fasterThan('PostgreSQL, against SQLAlchemy, json.dumps and csv', 4, ours, median(timesOfPlatform.postgres), 'ms'),
    atMost(`MariaDB, ${ROWS} x 20, against mariadb --batch`, 2.3, oursOfMariadb, theirsOfMariadb, 'ms'),
    fasterThan('MariaDB, against SQLAlchemy with PyMySQL, streaming', 2, oursOfMariadb, median(timesOfPlatform.mariadb), 'ms'),
  ];
}

/** The most memory that a process of its own took. */
async function peakMegabytes(server: DatabaseServer, database: string, table: string): Promise<number> {
  const env = { ...process.env, LOGIN: JSON.stringify(login(server, database)), ENGINE: server.engine, TABLE: table };
  const { stdout } = await run('npx', ['--no-install', 'tsx', '--tsconfig', 'tsconfig.check.json', path.join(__dirname, 'apps', 'export-once.ts')], { env });
  return Number(stdout) / 1024;
}

async function memory(server: DatabaseServer, database: string): Promise<Row> {
  const peaks: Record<string, number[]> = { small: [], large: [] };
  for (let i = 0; i < 3; i += 1) for (const table of ['small', 'large']) peaks[table].push(await peakMegabytes(server, database, table));
  const middle = (list: readonly number[]) => [...list].sort((a, b) => a - b)[1];
  return atMost(`${server.engine}: peak memory at ${LARGE} rows of source against ${ROWS}`, 1.2, middle(peaks.large), middle(peaks.small), 'MB');
}

interface Queries {
  query: (...args: never[]) => unknown;
}

async function mysqlPrototype({ host, port, ca, admin }: DatabaseServer): Promise<Queries> {
  const connection = createConnection({ host, port, ...admin, ssl: { ca, verifyIdentity: true } });
  await connection.promise().end();
  return Object.getPrototypeOf(Object.getPrototypeOf(connection)) as Queries;
}

/** Both drivers send one query a call. */
async function roundTrips(server: DatabaseServer, database: string, prototype: Queries): Promise<number> {
  const { query } = prototype;
  let count = 0;
  prototype.query = function counted(this: unknown, ...args: never[]) {
    count += 1;
    return query.apply(this, args);
  };
  try {
    await withSession(server, database, (session) => session.listTables());
    return count;
  } finally {
    prototype.query = query;
  }
}

async function browsing(server: DatabaseServer): Promise<Row> {
  const maintenance = server.engine === 'postgres' ? 'postgres' : '';
  for (const tables of [10, 2000]) {
    await runSql(server, maintenance, `CREATE DATABASE many_${tables}`);
    await runSql(server, `many_${tables}`, Array.from({ length: tables }, (_, index) => `CREATE TABLE t${index} (a int)`));
  }
  const prototype = server.engine === 'postgres' ? Client.prototype as unknown as Queries : await mysqlPrototype(server);
  const few = await roundTrips(server, 'many_10', prototype);
  const many = await roundTrips(server, 'many_2000', prototype);
  return {
    name: `${server.engine}: round trips to browse 2,000 tables against 10`,
    ours: String(many),
    theirs: String(few),
    ratio: many / few,
    bound: 'at most 2 more',
    holds: few > 0 && many <= few + 2,
  };
}

/** Exports and browsing, against the servers' own clients and against what the platform's guide describes. */
export async function rows(): Promise<readonly Row[]> {
  const databases = await startDatabases({ authorize: async () => undefined });
  const { postgres, mariadb } = databases;
  try {
    await runSql(postgres, 'postgres', [...POSTGRES_TABLE('small', ROWS), ...POSTGRES_TABLE('large', LARGE)]);
    await runSql(mariadb, '', ['CREATE DATABASE shop', 'USE shop', ...MARIADB_TABLE('small', ROWS), ...MARIADB_TABLE('large', LARGE)]);
    return [
      ...await speeds(postgres, mariadb), await memory(postgres, 'postgres'), await memory(mariadb, 'shop'), await browsing(postgres), await browsing(mariadb),
    ];
  } finally {
    await databases.stop();
  }
}
