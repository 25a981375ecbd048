import { Client } from 'pg';
import { explained, requireHostName } from './refusals';
import { CONNECT_MS, STATEMENT_MS, type AdminLogin } from './user-engine';
import { ProvisioningError } from '../provisioner';

/** A connection of the admin to one database. */
export interface PostgresSession {
  readonly rows: <Row>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly run: (statements: readonly string[]) => Promise<void>;
}

const CURES: Readonly<Record<string, string>> = {
  '28P01': 'Check the user name and the password in adminSecret',
  '28000': 'Check that the admin may log in with a password',
  '3D000': 'Create the database first, or name another',
  '3F000': 'Create the schema first, or name another',
  '42P01': 'Create the table first, or name another',
  '42704': 'Create the owner first, or name another; if it is rds_iam that is missing, the server is not one of RDS',
  '42501': 'Grant as the owner: make the admin a member of the role that owns it (GRANT owner TO admin)',
  '0LP01': 'Make the admin a member of the role that owns it (GRANT owner TO admin)',
};

/** The server says so in passing when an admin may not grant or revoke, and goes on. */
const NOT_GRANTED: readonly string[] = ['01007', '01006'];

/** Serializes the provisioners of one database, since two that grant on one table at once disturb each other. */
const LOCK = 0x41695061;

/** Does work in a transaction, in one database: all of it is done or nothing. */
export async function inTransaction<T>(admin: AdminLogin, database: string, work: (session: PostgresSession) => Promise<T>): Promise<T> {
  requireHostName(admin);
  const { host, port, user, password, ca } = admin;
  const client = new Client({
    host, port, user, password, database,
    ssl: { ca, rejectUnauthorized: true },
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    // A server that was stopped keeps no limit of its own.
    query_timeout: STATEMENT_MS + 5_000,
    application_name: 'cdk-ai-platform-access',
  });
  const refused: string[] = [];
  client.on('error', () => undefined);
  client.on('notice', ({ code, message }) => { if (NOT_GRANTED.includes(code ?? '')) refused.push(message ?? ''); });
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const result = await work({
      rows: async (sql, values = []) => (await client.query(sql, [...values])).rows,
      run: async (statements) => { for (const statement of statements) await client.query(statement); },
    });
    if (refused.length > 0) throw new ProvisioningError(`In database '${database}' ${[...new Set(refused)].slice(0, 5).join(', ')}. ${CURES['42501']}`);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    throw explained(error, admin, CURES);
  } finally {
    await client.end().catch(() => undefined);
  }
}
