import type { Socket } from 'node:net';
import { createConnection, type Connection } from 'mysql2';
import type { RowDataPacket } from 'mysql2/promise';
import { openSocket, requireHostName } from '../../../verifier/rds/sockets';
import { ProvisioningError } from '../../provisioner';
import { loginFailure, statementFailure } from '../database-failure';
import type { AdminLogin } from '../user-engine';

/** The admin of a MySQL or MariaDB server. */
export interface MysqlAdmin {
  readonly traits: MysqlTraits;
  readonly query: <Row>(sql: string, values?: readonly string[]) => Promise<readonly Row[]>;
  /** Changes something. */
  readonly run: (statement: string) => Promise<void>;
}

/** What the right SQL depends on. */
export interface MysqlTraits {
  readonly mariadb: boolean;
  /** Whether `_` and `%` are wildcards in the database of a grant. */
  readonly wildcards: boolean;
  /** Whether names are kept in lower case. */
  readonly lowerCase: boolean;
}

const LOGIN_MS = 15_000;
const LOCK_SECONDS = 60;

/** Logs the admin in over TLS, and out again whatever happens. */
export async function withMysql<Result>(login: AdminLogin, use: (admin: MysqlAdmin) => Promise<Result>): Promise<Result> {
  const { connection, socket } = await connect(login);
  const expire = () => socket.destroy();
  login.signal.addEventListener('abort', expire);
  try {
    return await use(await adminSession(connection, login));
  } finally {
    login.signal.removeEventListener('abort', expire);
    connection.destroy();
    socket.destroy();
  }
}

async function connect(login: AdminLogin): Promise<{ readonly connection: Connection; readonly socket: Socket }> {
  let socket: Socket | undefined;
  try {
    login.signal.throwIfAborted();
    requireHostName(login.host);
    socket = await openSocket(login.host, login.port, LOGIN_MS);
    const { user, password, ca } = login;
    // The driver checks the certificate's host name only when it is told to.
    const ssl = { ca, rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' } as const;
    const connection = createConnection({ user, password, host: login.host, stream: socket, ssl, charset: 'utf8mb4_general_ci', connectTimeout: LOGIN_MS });
    // A connection that is lost between two queries is reported by the next one.
    connection.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => connection.connect((error) => error ? reject(error) : resolve()));
    return { connection, socket };
  } catch (error) {
    socket?.destroy();
    throw loginFailure(error, login);
  }
}

async function adminSession(connection: Connection, login: AdminLogin): Promise<MysqlAdmin> {
  // Bound by the server: how a driver would have to escape a text depends on the server's SQL mode.
  const query = async <Row>(sql: string, values: readonly string[] = []): Promise<readonly Row[]> => {
    try {
      const [rows] = await connection.promise().execute<RowDataPacket[]>(sql, [...values]);
      return rows as unknown as readonly Row[];
    } catch (error) {
      throw statementFailure(error, sql, login);
    }
  };
  const run = async (statement: string): Promise<void> => {
    try {
      await connection.promise().query(statement);
    } catch (error) {
      throw statementFailure(error, statement, login);
    }
    login.onStatement(statement);
  };
  await query(`SET SESSION lock_wait_timeout = ${LOCK_SECONDS}`);
  // One at a time, so that what one has read is still so when it acts on it.
  const [{ taken }] = await query<{ taken: number | null }>(`SELECT GET_LOCK('cdk-ai-platform-access', ${LOCK_SECONDS}) AS taken`);
  if (taken !== 1) throw new ProvisioningError(`Another provisioner has been working on ${login.host} for ${LOCK_SECONDS} seconds. Try again.`);
  return { query, run, traits: await readTraits(query) };
}

async function readTraits(query: MysqlAdmin['query']): Promise<MysqlTraits> {
  const [{ version, lower }] = await query<{ version: string; lower: number }>('SELECT VERSION() AS version, @@lower_case_table_names AS lower');
  const mariadb = version.includes('MariaDB');
  if (!mariadb && Number.parseInt(version, 10) < 8) {
    throw new ProvisioningError(`MySQL ${version} has no roles, by which this function marks what it makes. Upgrade to 8.0, or run the text of RdsIamAuthAccess.setupSql yourself.`);
  }
  // https://dev.mysql.com/doc/refman/8.4/en/partial-revokes.html; MariaDB has no such variable.
  const [partial] = await query<{ Value: string }>("SHOW VARIABLES LIKE 'partial_revokes'");
  return { mariadb, wildcards: partial?.Value !== 'ON', lowerCase: Number(lower) !== 0 };
}
