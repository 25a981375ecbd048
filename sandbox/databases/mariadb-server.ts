import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createConnection, RowDataPacket } from 'mysql2/promise';
import { AdminCredentials, DatabaseServer, DatabaseServerProps, SERVER_HOST, stopAll } from './database-server';
import { buildNativeModule } from './native-modules';
import { createRunDirectory, RunDirectory } from './run-directory';
import { freePort, runAsServer, startServerProcess } from './server-process';
import { startTokenVerifier } from './token-verifier';

const ADMIN_USER = 'dbadmin';

// RDS has an rdsadmin database in MySQL too, and its master user has every global privilege but SUPER and a few more.
const SET_UP = (admin: AdminCredentials) => [
  'CREATE DATABASE rdsadmin',
  `CREATE USER '${admin.user}'@'%' IDENTIFIED BY '${admin.password}'`,
  `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES,
     LOCK TABLES, EXECUTE, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER, DELETE HISTORY,
     CONNECTION ADMIN ON *.* TO '${admin.user}'@'%' WITH GRANT OPTION`,
];

/** MariaDB 10.11 of Debian, which accepts IAM tokens over TLS. */
export async function startMariadb(props: DatabaseServerProps): Promise<DatabaseServer> {
  const directory = await createRunDirectory();
  const steps = [() => directory.remove()];
  try {
    return await start(props, directory, steps);
  } catch (error) {
    await stopAll(steps);
    throw error;
  }
}

async function start(props: DatabaseServerProps, directory: RunDirectory, steps: (() => Promise<void>)[]): Promise<DatabaseServer> {
  const port = await freePort();
  const data = await directory.folder('data');
  await runAsServer('mariadb-install-db', [
    '--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve',
  ]);
  const socket = join(directory.path, 'server.sock');
  const verifierSocket = join(directory.path, 'verifier.sock');
  const server = await startServerProcess({
    program: 'mariadbd',
    args: ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, `--port=${port}`, ...await serverArguments(props, directory), ...props.serverArguments ?? []],
    env: { RDS_IAM_SOCKET: verifierSocket },
    readyLine: /ready for connections/,
    stopSignal: 'SIGTERM',
  });
  steps.push(() => server.stop());
  const { region, accountId, partition, resourceId } = props;
  const verifier = await startTokenVerifier(verifierSocket, {
    ...props, audience: { endpoint: `${SERVER_HOST}:${port}`, region, accountId, partition, resourceId },
  });
  steps.push(() => verifier.stop());
  const admin = { user: ADMIN_USER, password: randomBytes(18).toString('hex') };
  return {
    engine: 'mariadb',
    engineVersion: await setUp(socket, admin),
    identifier: props.identifier,
    resourceId,
    host: SERVER_HOST,
    port,
    ca: props.authority.certificate,
    caPath: props.authority.certificatePath,
    admin,
    process: server,
    stop: () => stopAll(steps),
  };
}

async function serverArguments(props: DatabaseServerProps, directory: RunDirectory): Promise<readonly string[]> {
  const plugins = await directory.folder('plugins');
  await directory.copy(await buildNativeModule('aws_authentication_plugin'), 'plugins/aws_authentication_plugin.so');
  const certificate = await props.authority.issue(props.identifier, [SERVER_HOST]);
  return [
    '--bind-address=127.0.0.1',
    `--plugin-dir=${plugins}`,
    '--plugin-load-add=AWSAuthenticationPlugin=aws_authentication_plugin.so',
    `--ssl-ca=${await directory.copy(props.authority.certificatePath, 'ca.pem')}`,
    `--ssl-cert=${await directory.copy(certificate.certificatePath, 'server.pem', 0o600)}`,
    `--ssl-key=${await directory.copy(certificate.keyPath, 'server.key', 0o600)}`,
    '--character-set-server=utf8mb4',
    '--skip-name-resolve',
    // A throw-away server: nothing must survive a crash, so nothing waits for the disk.
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-buffer-pool-size=128M',
    '--innodb-log-file-size=64M',
  ];
}

async function setUp(socketPath: string, admin: AdminCredentials): Promise<string> {
  const connection = await createConnection({ socketPath, user: 'root' });
  try {
    for (const statement of SET_UP(admin)) await connection.query(statement);
    const [rows] = await connection.query<(RowDataPacket & { version: string })[]>('SELECT VERSION() AS version');
    return rows[0].version.split('-')[0];
  } finally {
    await connection.end();
  }
}
