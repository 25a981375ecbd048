import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { explained, requireHostName } from './refusals';
import { CONNECT_MS, STATEMENT_MS, type AdminLogin } from './user-engine';

/** A connection of the admin. */
export interface MysqlSession {
  readonly rows: <Row>(sql: string, values?: readonly string[]) => Promise<readonly Row[]>;
  readonly run: (statements: readonly string[]) => Promise<void>;
}

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
const CURES: Readonly<Record<string, string>> = {
  1045: 'Check the user name and the password in adminSecret',
  1044: 'The admin needs this right itself, and the right to grant it on: RDS gives both to the master user',
  1142: 'The admin needs this right itself, and the right to grant it on: RDS gives both to the master user',
  1227: 'The admin needs CREATE USER, which RDS gives to the master user',
  1146: 'Create the table first, or name another',
  1524: 'The server has no AWSAuthenticationPlugin: switch IAM database authentication on',
};

/** Does work as the admin. There are no transactions for rights in MySQL: each statement stands when it is done. */
export async function asAdmin<T>(admin: AdminLogin, work: (session: MysqlSession) => Promise<T>): Promise<T> {
  requireHostName(admin);
  const { host, port, user, password, ca } = admin;
  try {
    const connection = await createConnection({
      host, port, user, password,
      ssl: { ca, rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' },
      charset: 'utf8mb4_general_ci',
      connectTimeout: CONNECT_MS,
      multipleStatements: false,
    });
    connection.on('error', () => undefined);
    try {
      return await work({
        // Values travel apart from the statement: quoting them here would depend on the server's SQL mode.
        rows: async <Row>(sql: string, values: readonly string[] = []) => (await connection.execute<RowDataPacket[]>({ sql, timeout: STATEMENT_MS }, [...values]))[0] as unknown as readonly Row[],
        run: async (statements) => { for (const sql of statements) await connection.query({ sql, timeout: STATEMENT_MS }); },
      });
    } finally {
      connection.destroy();
    }
  } catch (error) {
    throw explained(error, admin, CURES);
  }
}
