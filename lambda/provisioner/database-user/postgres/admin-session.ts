import { Socket } from 'node:net';
import { Client, type QueryResultRow } from 'pg';
import { requireHostName } from '../../../verifier/rds/sockets';
import { loginFailure, statementFailure } from '../database-failure';
import type { AdminLogin } from '../user-engine';

/** The admin, connected to one database. */
export interface PostgresAdmin {
  readonly database: string;
  readonly query: <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  /** Changes something. */
  readonly run: (statement: string) => Promise<void>;
  /** All of it or nothing. */
  readonly transaction: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

const LOGIN_MS = 15_000;
const STATEMENT_MS = 60_000;

/** Logs the admin in over TLS, and out again whatever happens. */
export async function withPostgres<Result>(login: AdminLogin, database: string, use: (admin: PostgresAdmin) => Promise<Result>): Promise<Result> {
  const socket = new Socket();
  const expire = () => socket.destroy();
  login.signal.addEventListener('abort', expire);
  try {
    const client = await connect(login, database, socket);
    try {
      return await use(adminSession(client, login, database));
    } finally {
      if (!login.signal.aborted) await client.end().catch(() => undefined);
    }
  } finally {
    login.signal.removeEventListener('abort', expire);
    socket.destroy();
  }
}

async function connect(login: AdminLogin, database: string, socket: Socket): Promise<Client> {
  try {
    login.signal.throwIfAborted();
    requireHostName(login.host);
    const client = new Client({
      host: login.host,
      port: login.port,
      user: login.user,
      password: login.password,
      database,
      ssl: { ca: login.ca, rejectUnauthorized: true },
      stream: () => socket,
      connectionTimeoutMillis: LOGIN_MS,
      statement_timeout: STATEMENT_MS,
      lock_timeout: STATEMENT_MS,
      // Nothing that somebody made in another schema stands in for a function or an operator of the server.
      options: '-c search_path=pg_catalog',
      application_name: 'cdk-ai-platform-access',
    });
    // A connection that is lost between two queries is reported by the next one.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    throw loginFailure(error, login, database);
  }
}

function adminSession(client: Client, login: AdminLogin, database: string): PostgresAdmin {
  const query: PostgresAdmin['query'] = async <Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []) => {
    try {
      return (await client.query<Row>(sql, [...values])).rows;
    } catch (error) {
      throw statementFailure(error, sql, login);
    }
  };
  return {
    database,
    query,
    run: async (statement) => {
      await query(statement);
      login.onStatement(statement);
    },
    transaction: async (work) => {
      await query('BEGIN');
      try {
        const result = await work();
        await query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    },
  };
}
