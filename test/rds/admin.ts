import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import type { DatabaseServer } from '../../sandbox/databases/database-server';

const run = promisify(execFile);

/** Runs statements as the master user. */
export async function runSql(server: DatabaseServer, database: string, statements: string | readonly string[]): Promise<void> {
  const list = typeof statements === 'string' ? [statements] : statements;
  const { host, port, ca, admin } = server;
  if (server.engine === 'postgres') {
    const client = new Client({ host, port, ...admin, database, ssl: { ca } });
    await client.connect();
    try {
      for (const statement of list) await client.query(statement);
    } finally {
      await client.end();
    }
    return;
  }
  const connection = await createConnection({ host, port, ...admin, database: database || undefined, ssl: { ca, verifyIdentity: true } });
  try {
    for (const statement of list) await connection.query(statement);
  } finally {
    await connection.end();
  }
}

/** What psql writes for a query with `\copy ... csv header`. */
export async function psqlCopy(server: DatabaseServer, database: string, query: string): Promise<string> {
  const { stdout } = await run('psql', ['-X', '-q', '-c', `\\copy (${query}) TO STDOUT (FORMAT csv, HEADER)`, '-d',
    `host=${server.host} port=${server.port} dbname=${database} user=${server.admin.user} sslmode=verify-full sslrootcert=${server.caPath}`], { env: { ...process.env, PGPASSWORD: server.admin.password }, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' });
  return stdout;
}

/** The rows that `mariadb --batch` writes for a query, unescaped; NULL is null. */
export async function mariadbBatch(server: DatabaseServer, database: string, query: string): Promise<readonly (readonly (string | null)[])[]> {
  const { stdout } = await run('mariadb', [
    '--no-defaults', '--batch', '--default-character-set=utf8mb4', `--host=${server.host}`, '--protocol=tcp', `--port=${server.port}`,
    `--user=${server.admin.user}`, `--ssl-ca=${server.caPath}`, '--ssl-verify-server-cert', `--database=${database}`, `--execute=${query}`,
  ], { env: { ...process.env, MYSQL_PWD: server.admin.password }, maxBuffer: 256 * 1024 * 1024, encoding: 'utf8' });
  // https://mariadb.com/kb/en/mariadb-command-line-client/: tab, newline, backslash and NUL are escaped; NULL is the bare word.
  const unescape = (text: string) => text.replace(/\\([tn0\\])/g, (_all, letter: string) => ({ t: '\t', n: '\n', 0: '\0' })[letter] ?? '\\');
  return stdout.split('\n').slice(0, -1).map((line) => line.split('\t').map((field) => field === 'NULL' ? null : unescape(field)));
}
