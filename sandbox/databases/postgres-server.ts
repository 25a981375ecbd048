import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { AdminCredentials, DatabaseServer, DatabaseServerProps, SERVER_HOST, stopAll } from './database-server';
import { POSTGRES_BIN } from './installation';
import { buildNativeModule } from './native-modules';
import { createRunDirectory, RunDirectory } from './run-directory';
import { freePort, runAsServer, startServerProcess } from './server-process';
import { startTokenVerifier } from './token-verifier';

const PAM_SERVICE = 'rds-iam';
const ADMIN_USER = 'dbadmin';

// The order is that of RDS: its own database is closed to everyone, members of rds_iam log in with a token, the others with a password.
const HOST_BASED_AUTHENTICATION = (pam: boolean) => [
  'local all rdsadmin trust',
  'host rdsadmin all all reject',
  ...(pam ? [`hostssl all +rds_iam all pam pamservice=${PAM_SERVICE}`] : []),
  'hostssl all all all scram-sha-256',
].join('\n');

/** Rows of pg_authid that RDS has: a superuser that no customer gets, and a master user that is none. */
const ROLES = (admin: AdminCredentials, versionNumber: number) => [
  'CREATE ROLE rds_superuser CREATEROLE CREATEDB',
  'CREATE ROLE rds_iam',
  `CREATE ROLE ${admin.user} LOGIN CREATEROLE CREATEDB IN ROLE rds_superuser PASSWORD '${admin.password}'`,
  // From 16 on, CREATEROLE alone grants nothing: RDS gives its master user the admin option on rds_iam.
  ...(versionNumber >= 160000 ? [`GRANT rds_iam TO ${admin.user} WITH ADMIN OPTION, INHERIT FALSE, SET FALSE`] : []),
  `ALTER DATABASE postgres OWNER TO ${admin.user}`,
  'CREATE DATABASE rdsadmin OWNER rdsadmin',
];

export interface PostgresInstallation {
  readonly bin: string;
  /** Whether the server was compiled with PAM, and so takes IAM tokens. */
  readonly pam: boolean;
}

/** PostgreSQL 15 of Debian, which accepts IAM tokens over TLS. */
export async function startPostgres(props: DatabaseServerProps): Promise<DatabaseServer> {
  return startPostgresFrom({ bin: POSTGRES_BIN, pam: true }, props);
}

export async function startPostgresFrom(installation: PostgresInstallation, props: DatabaseServerProps): Promise<DatabaseServer> {
  const directory = await createRunDirectory();
  const steps = [() => directory.remove()];
  try {
    return await start(installation, props, directory, steps);
  } catch (error) {
    await stopAll(steps);
    throw error;
  }
}

async function start(
  installation: PostgresInstallation, props: DatabaseServerProps, directory: RunDirectory, steps: (() => Promise<void>)[],
): Promise<DatabaseServer> {
  const port = await freePort();
  const data = await initialize(installation, props, directory);
  const env = installation.pam ? await authenticateWithTokens(props, port, directory, steps) : {};
  const server = await startServerProcess({
    program: join(installation.bin, 'postgres'),
    args: ['-D', data, '-p', String(port), '-k', directory.path, ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]), ...props.serverArguments ?? []],
    env,
    readyLine: /database system is ready to accept connections/,
    // Fast shutdown: SIGTERM would wait for the clients to leave.
    stopSignal: 'SIGINT',
  });
  steps.push(() => server.stop());
  const admin = { user: ADMIN_USER, password: randomBytes(18).toString('hex') };
  const engineVersion = await createRoles(directory.path, port, admin);
  return {
    engine: 'postgres',
    engineVersion,
    identifier: props.identifier,
    resourceId: props.resourceId,
    host: SERVER_HOST,
    port,
    ca: props.authority.certificate,
    caPath: props.authority.certificatePath,
    admin,
    process: server,
    stop: () => stopAll(steps),
  };
}

// A throw-away server: nothing must survive a crash, so nothing waits for the disk.
const SETTINGS = {
  listen_addresses: SERVER_HOST,
  ssl: 'on',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '128MB',
  max_connections: '60',
} as const;

async function initialize(installation: PostgresInstallation, props: DatabaseServerProps, directory: RunDirectory): Promise<string> {
  const data = await directory.folder('data');
  await runAsServer(join(installation.bin, 'initdb'), [
    '-D', data, '-U', 'rdsadmin', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions',
  ]);
  const certificate = await props.authority.issue(props.identifier, [SERVER_HOST]);
  await directory.copy(certificate.certificatePath, 'data/server.crt', 0o600);
  await directory.copy(certificate.keyPath, 'data/server.key', 0o600);
  await directory.write('data/pg_hba.conf', `${HOST_BASED_AUTHENTICATION(installation.pam)}\n`);
  return data;
}

async function authenticateWithTokens(
  props: DatabaseServerProps, port: number, directory: RunDirectory, steps: (() => Promise<void>)[],
): Promise<NodeJS.ProcessEnv> {
  const module = await directory.copy(await buildNativeModule('pam_rds_iam'), 'pam_rds_iam.so');
  const preload = await directory.copy(await buildNativeModule('pam_confdir'), 'pam_confdir.so');
  const services = await directory.folder('pam.d');
  await directory.write(`pam.d/${PAM_SERVICE}`, `auth required ${module}\naccount required ${module}\n`);
  const socket = join(directory.path, 'verifier.sock');
  const { region, accountId, partition, resourceId } = props;
  const verifier = await startTokenVerifier(socket, {
    ...props, audience: { endpoint: `${SERVER_HOST}:${port}`, region, accountId, partition, resourceId },
  });
  steps.push(() => verifier.stop());
  return { LD_PRELOAD: preload, RDS_IAM_PAM_DIRECTORY: services, RDS_IAM_SOCKET: socket };
}

async function createRoles(socketDirectory: string, port: number, admin: AdminCredentials): Promise<string> {
  const client = new Client({ host: socketDirectory, port, user: 'rdsadmin', database: 'postgres' });
  await client.connect();
  try {
    const { rows: [version] } = await client.query<{ text: string; number: string }>(
      "SELECT split_part(current_setting('server_version'), ' ', 1) AS text, current_setting('server_version_num') AS number");
    for (const statement of ROLES(admin, Number(version.number))) await client.query(statement);
    return version.text;
  } finally {
    await client.end();
  }
}
