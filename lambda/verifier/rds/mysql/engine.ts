import type { Socket } from 'node:net';
import { Connection, createConnection } from 'mysql2';
import type { RowDataPacket } from 'mysql2/promise';
import { classifyError } from '../classify-error';
import type { DatabaseEngine, DatabaseSession, Login } from '../database-engine';
import { withDeadline } from '../deadline';
import { RdsFailure } from '../rds-failure';
import { nextBytes, openSocket, requireHostName } from '../sockets';
import { mysqlSession, ServerTraits } from './session';

/** MySQL, MariaDB and Aurora MySQL. */
export const mysqlEngine: DatabaseEngine = { family: 'mysql', defaultPort: 3306, requestTls, connect };

// https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html
const CLIENT_SSL = 0x800;
const CAPABILITIES = 0x200 + CLIENT_SSL + 0x8000 + 0x80000;
const UTF8MB4 = 45;

/** Reads the server's greeting and answers it with an SSLRequest packet, after which both sides speak TLS. */
async function requestTls(socket: Socket): Promise<void> {
  const greeting = await nextBytes(socket);
  const [protocol] = greeting.subarray(4);
  if (protocol === 0xff) throw Object.assign(new Error('refused'), { errno: greeting.readUInt16LE(5) });
  const versionEnd = greeting.indexOf(0, 5);
  // After the version: thread id (4), first part of the scramble (8), a filler (1), then the lower half of the capabilities.
  const offered = protocol === 10 && versionEnd > 0 && greeting.length >= versionEnd + 16 ? greeting.readUInt16LE(versionEnd + 14) : 0;
  if (Math.floor(offered / CLIENT_SSL) % 2 === 0) throw new RdsFailure('RDS_TLS_FAILED', { reason: 'the server offers no TLS' });
  const request = Buffer.alloc(36);
  request.writeUIntLE(32, 0, 3);
  request.writeUInt8(1, 3);
  request.writeUInt32LE(CAPABILITIES, 4);
  request.writeUInt32LE(16 * 1024 * 1024, 8);
  request.writeUInt8(UTF8MB4, 12);
  socket.write(request);
}

async function connect(login: Login): Promise<DatabaseSession> {
  requireHostName(login.host);
  const { host, port, user, database } = login;
  const context = { host, port, user, database };
  let socket: Socket | undefined;
  try {
    // Our own socket, because only the socket ends a connection whose server does not answer.
    const opened = await openSocket(host, port, login.timeoutMs);
    socket = opened;
    const connection = createConnection({
      host,
      port,
      user,
      database,
      password: login.password,
      stream: opened,
      charset: 'utf8mb4_general_ci',
      // The driver checks the certificate's host name only when it is told to.
      ssl: { ca: login.ca, rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' },
      // The token travels as it is, so it may only ever travel inside TLS: `ssl` above makes the driver refuse a server without it.
      enableCleartextPlugin: true,
      connectTimeout: login.timeoutMs,
      multipleStatements: false,
    });
    // A connection that is lost between two queries is reported by the next one.
    connection.on('error', () => undefined);
    return await withDeadline(login.timeoutMs, opened, async () => {
      await connected(connection);
      return mysqlSession(connection, opened, context, await traitsOf(connection));
    });
  } catch (error) {
    socket?.destroy();
    throw classifyError(error, context);
  }
}

function connected(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => connection.connect((error) => error ? reject(error) : resolve()));
}

interface TraitsRow extends RowDataPacket {
  readonly version: string;
  readonly packet: number | string;
  readonly host: string;
}

async function traitsOf(connection: Connection): Promise<ServerTraits> {
  // The driver escapes a name with backslashes, which are none with NO_BACKSLASH_ESCAPES: the name of a table would end early and go on as SQL.
  await connection.promise().query("SET SESSION sql_mode = ''");
  const [[row]] = await connection.promise().query<TraitsRow[]>(
    "SELECT VERSION() AS version, @@max_allowed_packet AS packet, SUBSTRING_INDEX(CURRENT_USER(), '@', -1) AS host",
  );
  const mariadb = row.version.includes('MariaDB');
  // MySQL 8 answers with figures that are up to a day old, at first with none at all, unless it is told to look.
  if (!mariadb) await connection.promise().query('SET SESSION information_schema_stats_expiry = 0').catch(() => undefined);
  return { mariadb, maxPacketBytes: Number(row.packet), accountHost: row.host };
}
