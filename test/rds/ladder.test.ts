import { createServer } from 'node:net';
import { authorizeInMemory, CREDENTIALS, DENIED_CREDENTIALS, engineFor, IAM_USER, REGION } from './rig';
import { climb, ClimbProps, RUNG_IDS } from '../../lambda/verifier/rds/ladder/climb';
import { instanceRungs } from '../../lambda/verifier/rds/ladder/instance-rungs';
import type { RungResult } from '../../lambda/verifier/rds/ladder/rung';
import { checkOf } from '../../lambda/verifier/report/check';
import { runSql } from '../../sandbox/databases/run-sql';
import { Databases, startDatabases } from '../../sandbox/databases/start-databases';
import { startSilentPort } from '../lambda/aws/silent-port';

let databases: Databases;
beforeAll(async () => {
  databases = await startDatabases({ authorize: authorizeInMemory });
  await runSql(databases.postgres, 'postgres', `CREATE USER ${IAM_USER} WITH LOGIN; GRANT rds_iam TO ${IAM_USER}`);
  await runSql(databases.mariadb, '', `CREATE USER '${IAM_USER}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`);
}, 120_000);
afterAll(() => databases?.stop());

/** As a report has it. */
const checked = ({ id, finding }: RungResult) => checkOf({ id, integration: 'rds' }, 'target', finding, 0);

describe.each(['postgres', 'mariadb'] as const)('the ladder to %s', (name) => {
  const props = (changes: Partial<ClimbProps> = {}, target: Partial<ClimbProps['target']> = {}): ClimbProps => {
    const server = databases[name];
    const { host, port, ca } = server;
    const climbed = { host, port, ca, user: IAM_USER, ...target };
    return { engine: engineFor(server), target: climbed, region: REGION, credentials: CREDENTIALS, timeoutMs: 2_000, ...changes };
  };

  it('is climbed to the top', async () => {
    const { rungs, session } = await climb(props());
    await session?.close();
    expect(rungs.map(({ id, finding: { code } }) => [id, code])).toEqual(RUNG_IDS.map((id) => [id, 'OK']));
    expect(session).toBeDefined();
    expect(JSON.stringify(rungs)).not.toContain('X-Amz');
  });

  const closedPort = async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    return port;
  };

  it.each<[string, string, string, () => Promise<ClimbProps> | ClimbProps]>([
    ['an unknown host', 'rds.dns', 'RDS_ENDPOINT_UNRESOLVED', () => props({}, { host: 'absent.invalid' })],
    ['a closed port', 'rds.tcp', 'RDS_CONNECTION_REFUSED', async () => props({}, { port: await closedPort() })],
    ['an untrusted certificate', 'rds.tls', 'RDS_TLS_UNTRUSTED', () => props({}, { ca: databases.ca.replace(/[\s\S]*/, '') })],
    ['an IP address', 'rds.tls', 'RDS_TLS_WRONG_HOST', () => props({}, { host: '127.0.0.1' })],
    ['a policy without rds-db:connect', 'rds.login', 'RDS_AUTHENTICATION_FAILED', () => props({ credentials: DENIED_CREDENTIALS })],
    ['a token for another region', 'rds.login', 'RDS_AUTHENTICATION_FAILED', () => props({ region: 'eu-west-1' })],
    ['the database of RDS', 'rds.login', 'RDS_DATABASE_DENIED', () => props({}, { database: 'rdsadmin' })],
  ])('stops for %s at %s with %s', async (_case, id, code, make) => {
    const { rungs, session } = await climb(await make());
    expect(session).toBeUndefined();
    const reached = RUNG_IDS.indexOf(id as typeof RUNG_IDS[number]);
    expect(rungs.map(({ finding }) => finding.code)).toEqual([...RUNG_IDS.slice(0, reached).map(() => 'OK'), code]);
    expect(checked(rungs[reached])).toMatchObject({ id, status: 'fail', fix: expect.not.stringContaining('{'), message: expect.not.stringContaining('{') });
  });

  it('stops at a certificate of another host, as does a login', async () => {
    // A name of its own that leads to the server, as an alias in somebody's DNS would.
    const dns = jest.requireActual<typeof import('node:dns')>('node:dns');
    const spy = jest.spyOn(dns, 'lookup').mockImplementation(((_host: string, _options: unknown, done: (error: null, found: unknown) => void) => done(null, [{ address: '127.0.0.1', family: 4 }])) as never);
    const aliased = props({ resolver: async () => ['127.0.0.1'] }, { host: 'orders.example.com' });
    try {
      const { rungs } = await climb(aliased);
      expect(rungs.map(checked).map(({ id, code }) => [id, code])).toEqual([['rds.dns', 'OK'], ['rds.tcp', 'OK'], ['rds.tls', 'RDS_TLS_WRONG_HOST']]);
      await expect(aliased.engine.connect({ ...aliased.target, password: 'a token', timeoutMs: 2_000 })).rejects.toMatchObject({ code: 'RDS_TLS_WRONG_HOST' });
    } finally {
      spy.mockRestore();
    }
  });

  it.each<[string, readonly string[], boolean | undefined, string]>([
    ['public', ['198.51.100.7'], true, ''],
    ['private', ['127.0.0.1'], undefined, ' (private: reachable only from its own network)'],
    ['private, for all', ['10.0.0.7', 'fd00::7'], false, ' (private, as the instance is not publicly accessible: the platform needs peering or PrivateLink)'],
    ['private, from here', ['172.31.9.7'], true, ' (private from here; the instance is publicly accessible)'],
  ])('tells whether the addresses are %s', async (_case, addresses, publiclyAccessible, remark) => {
    const { rungs, session } = await climb(props({ resolver: async () => addresses, publiclyAccessible }));
    await session?.close();
    expect(checked(rungs[0])).toMatchObject({ status: 'pass', message: `localhost resolves to ${addresses.join(', ')}${remark}` });
  });

  it.each<[readonly string[], string]>([[['198.51.100.7'], 'RDS_CONNECTION_TIMED_OUT'], [['10.0.0.7'], 'RDS_PRIVATE_ENDPOINT_TIMED_OUT']])('does not wait for packets that %j swallows', async (addresses, code) => {
    const silent = await startSilentPort();
    const { rungs } = await climb(props({ timeoutMs: 300, resolver: async () => addresses }, { port: silent.port }));
    silent.stop();
    expect(checked(rungs[1])).toMatchObject({ id: 'rds.tcp', status: 'fail', code, retryable: true, message: expect.stringMatching(/^Connection timed out\. The backend may not be able to reach the RDS endpoint/) });
  });

  it('says that a server of another kind is no database', async () => {
    const web = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const { rungs } = await climb(props({}, { port: (web.address() as { port: number }).port }));
    await new Promise((resolve) => web.close(resolve));
    expect(checked(rungs[2])).toMatchObject({ id: 'rds.tls', status: 'fail', code: 'RDS_TLS_FAILED' });
  });

  it('does not wait for a server that says nothing', async () => {
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { rungs } = await climb(props({ timeoutMs: 200 }, { port: (mute.address() as { port: number }).port }));
    mute.close();
    expect(checked(rungs[2])).toMatchObject({ id: 'rds.tls', status: 'fail', code: 'RDS_DEADLINE_PASSED', retryable: true });
  });
});

it('says that MariaDB took the login for an account of the name at a narrower host', async () => {
  const { mariadb } = databases;
  await runSql(mariadb, '', `CREATE USER '${IAM_USER}'@'127.0.0.%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`);
  const { host, port, ca } = mariadb;
  const target = { host, port, ca, user: IAM_USER };
  const { rungs, session } = await climb({ engine: engineFor(mariadb), target, region: REGION, credentials: CREDENTIALS });
  await session?.close();
  await runSql(mariadb, '', `DROP USER '${IAM_USER}'@'127.0.0.%'`);
  const message = `The server took the login for the account '${IAM_USER}'@'127.0.0.%', not '${IAM_USER}'@'%'`;
  expect(rungs.slice(-2).map(checked)).toMatchObject([{ id: 'rds.login', status: 'warn', code: 'RDS_NARROWER_ACCOUNT', message }, { id: 'rds.query', status: 'pass' }]);
});

describe('what the description of an instance tells', () => {
  const instance = { identifier: 'orders', engine: 'postgres', engineVersion: '16.4', status: 'available', iamAuthentication: true } as const;
  it.each([
    [{}, ['OK', 'OK', 'OK']],
    [{ status: 'stopped' }, ['RDS_INSTANCE_NOT_AVAILABLE', 'OK', 'OK']],
    [{ engine: 'oracle-ee' }, ['OK', 'RDS_ENGINE_NOT_SUPPORTED']],
    [{ engine: 'mariadb', engineVersion: '10.6.20' }, ['OK', 'RDS_ENGINE_VERSION_NOT_SUPPORTED']],
    [{ engine: 'mariadb', engineVersion: '10.11.10' }, ['OK', 'OK', 'OK']],
    [{ iamAuthentication: false }, ['OK', 'OK', 'RDS_IAM_AUTHENTICATION_OFF']],
    [{ engine: 'aurora-mysql', iamAuthentication: 'unknown' as const }, ['OK', 'OK', 'RDS_IAM_AUTHENTICATION_UNKNOWN']],
  ])('%j gives %j', (changes, codes) => {
    expect(instanceRungs({ ...instance, ...changes }).map(({ finding }) => finding.code)).toEqual(codes);
  });

  it("uses the guide's words", () => {
    expect(checked(instanceRungs({ ...instance, engine: 'oracle-ee' })[1]).message).toBe("RDS engine 'oracle-ee' is not supported");
  });
});
