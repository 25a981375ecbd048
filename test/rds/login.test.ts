import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { authorizeInMemory, CREDENTIALS, DENIED_CREDENTIALS, engineFor, IAM_USER, iamLogin, tokenFor } from './rig';
import { classifyError } from '../../lambda/verifier/rds/classify-error';
import type { Login } from '../../lambda/verifier/rds/database-engine';
import { createCertificateAuthority } from '../../sandbox/databases/certificate-authority';
import { runSql } from '../../sandbox/databases/run-sql';
import { Databases, startDatabases } from '../../sandbox/databases/start-databases';
import type { Decision } from '../../sandbox/databases/token-verifier';

const MINUTES = 60_000;

// The literal statements of the RDS documentation.
const CREATE_USERS = {
  postgres: [`CREATE USER ${IAM_USER} WITH LOGIN; GRANT rds_iam TO ${IAM_USER}`, 'CREATE USER no_role_user WITH LOGIN', 'CREATE DATABASE shop'],
  mariadb: [
    `CREATE USER '${IAM_USER}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`,
    "CREATE USER 'no_role_user'@'%' IDENTIFIED BY 'a password'",
    'CREATE DATABASE shop',
  ],
};

let databases: Databases;
let decisions: Decision[] = [];
let clockOffset = 0;

beforeAll(async () => {
  databases = await startDatabases({
    authorize: authorizeInMemory,
    now: () => new Date(Date.now() + clockOffset),
    onDecision: (decision) => decisions.push(decision),
  });
  await runSql(databases.postgres, 'postgres', CREATE_USERS.postgres);
  await runSql(databases.mariadb, '', CREATE_USERS.mariadb);
}, 120_000);
afterAll(() => databases?.stop());
beforeEach(() => {
  decisions = [];
  clockOffset = 0;
});

describe.each(['postgres', 'mariadb'] as const)('login to %s', (name) => {
  const server = () => databases[name];
  const refusal = async (changes: Partial<Login>) => {
    const session = await engineFor(server()).connect({ ...await iamLogin(server()), ...changes }).catch((error: unknown) => error);
    return session as { code: string; message: string; retryable: boolean };
  };

  it('lets a good token in', async () => {
    const session = await engineFor(server()).connect(await iamLogin(server()));
    await session.ping();
    await session.close();
    expect(decisions).toEqual(['accepted']);
  });

  it.each<[string, Decision, () => Promise<string>]>([
    ['of another region', 'wrong-region', () => tokenFor(server(), { region: 'eu-west-1' })],
    ['of another user', 'wrong-user', () => tokenFor(server(), { user: 'other_iam_user' })],
    ['of a user in other letters', 'wrong-user', () => tokenFor(server(), { user: IAM_USER.toUpperCase() })],
    ['of another host', 'wrong-endpoint', () => tokenFor(server(), { host: 'other.example.com' })],
    ['of another port', 'wrong-endpoint', () => tokenFor(server(), { port: 1 })],
    ['signed with another secret', 'wrong-signature', () => tokenFor(server(), { credentials: { ...CREDENTIALS, secretAccessKey: 'wrong' } })],
    ['of an unknown key', 'unknown-key', () => tokenFor(server(), { credentials: { ...CREDENTIALS, accessKeyId: 'ASIAUNKNOWN' } })],
    ['with another session token', 'unknown-key', () => tokenFor(server(), { credentials: { ...CREDENTIALS, sessionToken: 'other' } })],
    ['of a key whose policy does not allow it', 'not-allowed', () => tokenFor(server(), { credentials: DENIED_CREDENTIALS })],
    ['whose signature was changed', 'wrong-signature', async () => (await tokenFor(server())).replace(/Signature=(.)/, (_all, c: string) => `Signature=${c === '0' ? '1' : '0'}`)],
    ['whose expiry was extended', 'expires-too-late', async () => (await tokenFor(server())).replace('Expires=900', 'Expires=901')],
    ['with a parameter added', 'wrong-signature', async () => `${await tokenFor(server())}&Extra=1`],
    ['with a parameter twice', 'malformed', async () => `${await tokenFor(server())}&DBUser=${IAM_USER}`],
    ['that is no token', 'malformed', async () => 'password'],
  ])('refuses a token %s, without a word why', async (_case, decision, token) => {
    expect(await refusal({ password: await token() })).toMatchObject({ code: 'RDS_AUTHENTICATION_FAILED', retryable: true });
    expect(decisions).toEqual([decision]);
  });

  it.each<[string, Decision, number]>([['expired', 'expired', 15.1 * MINUTES], ['not yet valid', 'not-yet-valid', -6 * MINUTES]])('refuses a token that is %s', async (_case, decision, offset) => {
    clockOffset = offset;
    expect(await refusal({})).toMatchObject({ code: 'RDS_AUTHENTICATION_FAILED' });
    expect(decisions).toEqual([decision]);
  });

  it('takes a token until its last second', async () => {
    clockOffset = 14.9 * MINUTES;
    await (await engineFor(server()).connect(await iamLogin(server()))).close();
    expect(decisions).toEqual(['accepted']);
  });

  it('refuses a user without IAM authentication', async () => {
    const code = name === 'postgres' ? 'RDS_PASSWORD_EXPECTED' : 'RDS_AUTHENTICATION_FAILED';
    expect(await refusal({ user: 'no_role_user', password: await tokenFor(server(), { user: 'no_role_user' }) })).toMatchObject({ code });
    expect(await refusal({ user: 'nobody', password: await tokenFor(server(), { user: 'nobody' }) })).toMatchObject({ code });
    expect(decisions).toEqual([]);
  });

  it('refuses the database of RDS itself, and one that is not there', async () => {
    expect(await refusal({ database: 'rdsadmin' })).toMatchObject({ code: 'RDS_DATABASE_DENIED' });
    // MySQL does not tell a stranger whether a database exists.
    expect(await refusal({ database: 'absent' })).toMatchObject({ code: name === 'postgres' ? 'RDS_DATABASE_NOT_FOUND' : 'RDS_DATABASE_DENIED' });
  });

  it('refuses a connection without TLS', async () => {
    const { host, port } = server();
    const password = await tokenFor(server());
    const attempt = name === 'postgres'
      ? new Client({ host, port, user: IAM_USER, password, database: 'postgres', ssl: false }).connect()
      : createConnection({ host, port, user: IAM_USER, password, enableCleartextPlugin: true });
    const error: unknown = await attempt.catch((thrown: unknown) => thrown);
    // MariaDB looks at REQUIRE SSL after the plug-in and then says what it says of every refused login.
    expect(classifyError(error, { host, port, user: IAM_USER }).code).toBe(name === 'postgres' ? 'RDS_TLS_REQUIRED' : 'RDS_AUTHENTICATION_FAILED');
  });

  it('trusts no other certificate authority, and no address in place of the name', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'other-ca-'));
    const other = await createCertificateAuthority(directory, 'another CA');
    await rm(directory, { recursive: true });
    expect(await refusal({ ca: other.certificate })).toMatchObject({ code: 'RDS_TLS_UNTRUSTED' });
    expect(await refusal({ host: '127.0.0.1' })).toMatchObject({ code: 'RDS_TLS_WRONG_HOST' });
    expect(await refusal({ host: 'localhost.localdomain' })).toMatchObject({ code: expect.stringMatching(/RDS_TLS_WRONG_HOST|RDS_ENDPOINT_UNRESOLVED/) });
    expect(decisions).toEqual([]);
  });

  it('never hangs on a server that says nothing, or one that hangs up', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    expect(await refusal({ port, timeoutMs: 300 })).toMatchObject({ code: expect.stringMatching(/RDS_(CONNECTION_TIMED_OUT|DEADLINE_PASSED)/), retryable: true });
    mute.removeAllListeners('connection').on('connection', (socket: Socket) => socket.destroy());
    expect(await refusal({ port, timeoutMs: 3_000 })).toMatchObject({ code: expect.stringMatching(/RDS_(CONNECTION_LOST|TLS_FAILED)/), retryable: true });
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => mute.close(resolve));
    expect(await refusal({ port })).toMatchObject({ code: 'RDS_CONNECTION_REFUSED' });
  });

  it('never shows a token', async () => {
    const password = await tokenFor(server(), { credentials: DENIED_CREDENTIALS });
    const error = await refusal({ password });
    expect(JSON.stringify([error, error.message, (error as unknown as Error).stack])).not.toContain(password.slice(-64));
  });
});
