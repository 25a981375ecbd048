import { Socket } from 'node:net';
import { Client } from 'pg';
import { classifyError } from '../classify-error';
import type { DatabaseEngine, DatabaseSession, Login } from '../database-engine';
import { RdsFailure } from '../rds-failure';
import { nextBytes, requireHostName } from '../sockets';
import { postgresSession } from './session';

/** PostgreSQL and Aurora PostgreSQL. */
export const postgresEngine: DatabaseEngine = { family: 'postgres', defaultPort: 5432, requestTls, connect };

/** The database that exists on every instance, to connect to before one is chosen. */
const MAINTENANCE_DATABASE = 'postgres';

// SSLRequest: https://www.postgresql.org/docs/current/protocol-message-formats.html
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

async function requestTls(socket: Socket): Promise<void> {
  socket.write(SSL_REQUEST);
  const answer = await nextBytes(socket);
  // More than the one byte would be data that somebody slipped in before the encryption (CVE-2021-23222).
  if (answer.length !== 1 || answer[0] !== 'S'.charCodeAt(0)) throw new RdsFailure('RDS_TLS_FAILED', { reason: 'the server offers no TLS' });
}

async function connect(login: Login): Promise<DatabaseSession> {
  requireHostName(login.host);
  // Our own socket, because only the socket ends a connection whose server does not answer.
  const socket = new Socket();
  const { host, port, user, database = MAINTENANCE_DATABASE } = login;
  const context = { host, port, user, database };
  const client = new Client({
    host,
    port,
    user,
    database,
    password: login.password,
    ssl: { ca: login.ca, rejectUnauthorized: true },
    stream: () => socket,
    connectionTimeoutMillis: login.timeoutMs,
    application_name: 'cdk-ai-platform-access',
  });
  // A connection that is lost between two queries is reported by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return postgresSession(client, socket, context);
  } catch (error) {
    socket.destroy();
    throw classifyError(error, context);
  }
}
