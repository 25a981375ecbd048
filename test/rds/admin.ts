import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DatabaseServer } from '../../sandbox/databases/database-server';

const run = promisify(execFile);

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
