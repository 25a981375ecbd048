import { Client } from 'pg';
import { CloudFormation, type UserProperties } from './cloudformation';
import { authorizeInMemory, IAM_USER, tokenFor } from './rig';
import { postgresUsers } from '../../lambda/provisioner/database-user/postgres/postgres-users';
import type { AdminLogin } from '../../lambda/provisioner/database-user/user-engine';
import { runSql } from '../../sandbox/databases/run-sql';
import { type Databases, startDatabases } from '../../sandbox/databases/start-databases';

const USER = IAM_USER;
const ODD = 'Odd "; DROP SCHEMA public CASCADE; --';

let databases: Databases<'postgres'>;
let cloudFormation: CloudFormation;

beforeAll(async () => {
  databases = await startDatabases({ authorize: authorizeInMemory, only: ['postgres'] });
  await runSql(databases.postgres, 'postgres', ['CREATE DATABASE shop', 'CREATE DATABASE archive', `CREATE DATABASE "${ODD.replaceAll('"', '""')}"`, 'CREATE ROLE app LOGIN', 'CREATE ROLE stranger LOGIN']);
  const { user } = databases.postgres.admin;
  for (const database of ['shop', 'archive', ODD]) {
    await runSql(databases.postgres, database, [
      `GRANT app TO ${user}`, 'GRANT CREATE, USAGE ON SCHEMA public TO app', 'CREATE TABLE public.orders (a int)', 'INSERT INTO orders VALUES (1)',
      'CREATE TABLE public.salaries (a int)', 'CREATE SCHEMA reports', 'CREATE TABLE reports.daily (a int, b int)', 'CREATE VIEW reports.summary AS SELECT 1 AS a',
      `CREATE SCHEMA "${ODD.replaceAll('"', '""')}"`, `CREATE TABLE "${ODD.replaceAll('"', '""')}"."${ODD.replaceAll('"', '""')}" (a int)`,
    ]);
  }
  cloudFormation = await CloudFormation.start(databases.postgres);
}, 120_000);
afterAll(async () => {
  cloudFormation?.stop();
  await databases?.stop();
});

async function asAdmin<Row extends object>(database: string, sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  const { host, port, ca, admin } = databases.postgres;
  const client = new Client({ host, port, ...admin, database, ssl: { ca } });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Logs in with a token, as the platform does, and runs a query: 'ok' or the SQLSTATE. */
async function asUser(database: string, sql: string, user = USER): Promise<string> {
  const { host, port, ca } = databases.postgres;
  const client = new Client({ host, port, user, password: await tokenFor(databases.postgres, { user }), database, ssl: { ca } });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(sql);
    return 'ok';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Everything that the server has on record of the user. */
async function record(user = USER): Promise<readonly string[]> {
  const names = ['postgres', 'shop', 'archive', ODD];
  const inside = await Promise.all(names.map(async (database) => (await asAdmin<{ text: string }>(database, `
    SELECT current_database() || ': ' || pg_describe_object(s.classid, s.objid, s.objsubid) || ' ' || coalesce(
      (SELECT relacl::text FROM pg_class WHERE s.classid = 'pg_class'::regclass AND oid = s.objid AND s.objsubid = 0),
      (SELECT attacl::text FROM pg_attribute WHERE s.classid = 'pg_class'::regclass AND attrelid = s.objid AND attnum = s.objsubid AND s.objsubid > 0),
      (SELECT nspacl::text FROM pg_namespace WHERE s.classid = 'pg_namespace'::regclass AND oid = s.objid),
      (SELECT datacl::text FROM pg_database WHERE s.classid = 'pg_database'::regclass AND oid = s.objid),
      (SELECT defaclacl::text FROM pg_default_acl WHERE s.classid = 'pg_default_acl'::regclass AND oid = s.objid), s.deptype::text) AS text
    FROM pg_shdepend s WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = (SELECT oid FROM pg_roles WHERE rolname = $1)
      AND s.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))`, [user])).map(({ text }) => text)));
  const role = await asAdmin<{ text: string }>('postgres', `
    SELECT row_to_json(x)::text AS text FROM (SELECT rolname, rolcanlogin, rolcreaterole, rolcreatedb, shobj_description(oid, 'pg_authid') AS mark,
      (SELECT array_agg(g.rolname ORDER BY g.rolname) FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid) AS roles
    FROM pg_roles r WHERE rolname = $1) x`, [user]);
  return [...new Set([...inside.flat(), ...role.map(({ text }) => text)])].sort();
}

const SHOP: UserProperties = { userName: USER, databases: [{ name: 'shop' }] };
const EVERYTHING: UserProperties = {
  userName: USER,
  databases: [
    { name: 'shop', schemas: [{ name: 'public', owners: ['app'] }, { name: 'reports', tables: ['daily', 'summary'] }] },
    { name: ODD, schemas: [{ name: ODD, tables: [ODD] }] },
  ],
};
const create = (properties: UserProperties) => cloudFormation.send('Create', properties);
const update = (properties: UserProperties, before: UserProperties) => cloudFormation.send('Update', properties, { before });
const remove = (properties: UserProperties) => cloudFormation.send('Delete', properties);

afterEach(async () => {
  // Whatever a test left: the user must not outlive it.
  for (const database of ['shop', 'archive', ODD]) {
    await runSql(databases.postgres, database, [
      `DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '${USER}') THEN REVOKE rds_iam FROM ${USER}; GRANT ${USER} TO CURRENT_USER; DROP OWNED BY ${USER}; END IF; END $$`,
    ]);
  }
  await runSql(databases.postgres, 'postgres', `DROP ROLE IF EXISTS ${USER}`);
});

describe('a user of PostgreSQL', () => {
  test('is created, logs in with a token and reads what it may, and nothing else', async () => {
    const { response } = await create(EVERYTHING);
    expect(response).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `${USER}@localhost:${databases.postgres.port}`, Data: { UserName: USER } });
    await expect(asUser('shop', 'SELECT * FROM public.orders')).resolves.toBe('ok');
    await expect(asUser('shop', 'SELECT * FROM reports.daily, reports.summary')).resolves.toBe('ok');
    const odd = `"${ODD.replaceAll('"', '""')}"`;
    await expect(asUser(ODD, `SELECT * FROM ${odd}.${odd}`)).resolves.toBe('ok');
    await expect(asUser(ODD, 'SELECT * FROM public.orders')).resolves.toBe('42501');
    await expect(asUser('shop', 'INSERT INTO public.orders VALUES (2)')).resolves.toBe('42501');
    await expect(asUser('archive', 'SELECT * FROM public.orders')).resolves.toBe('42501');
    await expect(asAdmin('shop', 'SELECT * FROM public.orders')).resolves.toHaveLength(1);
  });

  test('reads future tables of the named owners alone', async () => {
    await create(EVERYTHING);
    await runSql(databases.postgres, 'shop', ['SET ROLE app', 'CREATE TABLE public.of_app (a int)', 'RESET ROLE', 'CREATE TABLE public.of_admin (a int)']);
    await expect(asUser('shop', 'SELECT * FROM public.of_app')).resolves.toBe('ok');
    await expect(asUser('shop', 'SELECT * FROM public.of_admin')).resolves.toBe('42501');
    await update(EVERYTHING, EVERYTHING);
    await expect(asUser('shop', 'SELECT * FROM public.of_admin')).resolves.toBe('ok');
    await runSql(databases.postgres, 'shop', ['DROP TABLE public.of_app', 'DROP TABLE public.of_admin']);
  });

  test('is the same after a second run', async () => {
    await create(EVERYTHING);
    const first = await record();
    expect((await create(EVERYTHING)).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual(first);
  });

  test('loses what was removed from the list, and what was granted beside it', async () => {
    await create(SHOP);
    const once = await record();
    await update(EVERYTHING, SHOP);
    await runSql(databases.postgres, 'shop', [
      `GRANT INSERT, SELECT ON public.salaries TO ${USER} WITH GRANT OPTION`, `GRANT SELECT (a) ON reports.daily TO ${USER}`, `GRANT CREATE ON SCHEMA reports TO ${USER}`,
      'CREATE SEQUENCE public.numbers', `GRANT USAGE ON SEQUENCE public.numbers TO ${USER}`, `ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO ${USER}`,
    ]);
    await runSql(databases.postgres, 'archive', [`GRANT SELECT ON public.orders TO ${USER}`, `GRANT CREATE ON DATABASE archive TO ${USER}`, `GRANT app TO ${USER}`, `ALTER ROLE ${USER} CREATEDB`]);
    expect((await update(SHOP, EVERYTHING)).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual(once);
    await runSql(databases.postgres, 'shop', 'DROP SEQUENCE public.numbers');
  });

  test('is removed with all that it was granted', async () => {
    await create(EVERYTHING);
    expect((await remove(EVERYTHING)).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual([]);
    expect((await remove(EVERYTHING)).response.Status).toBe('SUCCESS');
  });

  test('may have any name', async () => {
    const odd = { ...EVERYTHING, userName: 'Odd "; DROP DATABASE shop; -- \\\'' };
    expect((await create(odd)).response).toMatchObject({ Status: 'SUCCESS', Data: { UserName: odd.userName } });
    expect((await record(odd.userName)).length).toBeGreaterThan(5);
    expect((await update({ ...odd, databases: SHOP.databases }, odd)).response.Status).toBe('SUCCESS');
    expect((await remove(odd)).response.Status).toBe('SUCCESS');
    await expect(record(odd.userName)).resolves.toEqual([]);
    await expect(asAdmin('shop', 'SELECT * FROM public.orders')).resolves.toHaveLength(1);
  });

  test('that owns something is not removed, and keeps what it has', async () => {
    await create(EVERYTHING);
    await runSql(databases.postgres, 'archive', [`REVOKE rds_iam FROM ${USER}`, `GRANT ${USER} TO CURRENT_USER`, 'CREATE TABLE public.mine (a int)', `GRANT CREATE ON SCHEMA public TO ${USER}`, `ALTER TABLE public.mine OWNER TO ${USER}`,
      `REVOKE CREATE ON SCHEMA public FROM ${USER}`, `REVOKE ${USER} FROM CURRENT_USER`, `GRANT rds_iam TO ${USER}`]);
    const before = await record();
    const { response } = await remove(EVERYTHING);
    expect(response).toMatchObject({
      Status: 'FAILED',
      PhysicalResourceId: 'physical',
      Reason: `The user '${USER}' owns 1 object(s) in the database 'archive': table public.mine. Give them to another owner (REASSIGN OWNED BY) or drop them, then delete again.`,
    });
    await expect(record()).resolves.toEqual(before);
    expect((await update(SHOP, EVERYTHING)).response.Status).toBe('SUCCESS');
  });

  test.each<[string, readonly string[], string, Partial<UserProperties>?]>([
    ['that somebody else made', [`CREATE ROLE ${USER} LOGIN`], `The user '${USER}' exists already and was not made by this resource. Name another, or set adoptExistingUser: true to take it over with all of its rights replaced.`],
    ['of the admin', [], "The user 'dbadmin' is the admin itself or a role that it is a member of: with rds_iam its password would stop working. Name a user of its own.", { userName: 'dbadmin', adoptExistingUser: true }],
    ['that the admin is a member of', [`CREATE ROLE ${USER} LOGIN`, `GRANT ${USER} TO CURRENT_USER`], `The user '${USER}' is the admin itself or a role that it is a member of: with rds_iam its password would stop working. Name a user of its own.`, { adoptExistingUser: true }],
    ['of RDS itself', [], "The user 'rdsadmin' is a superuser, replicates or bypasses row security. Name a user of its own that may only read.", { userName: 'rdsadmin', adoptExistingUser: true }],
  ])('%s is left alone', async (_case, statements, reason, more = {}) => {
    await runSql(databases.postgres, 'postgres', statements);
    const name = more.userName ?? USER;
    const before = await record(name);
    expect((await create({ ...SHOP, ...more })).response).toMatchObject({ Status: 'FAILED', Reason: reason, PhysicalResourceId: 'nothing-was-made' });
    await expect(record(name)).resolves.toEqual(before);
    expect((await remove({ ...SHOP, ...more })).response.Status).toBe('SUCCESS');
    await expect(record(name)).resolves.toEqual(before);
  });

  test('of the master is left alone by another admin too', async () => {
    const { secret } = cloudFormation;
    const { user, password } = databases.postgres.admin;
    await runSql(databases.postgres, 'postgres', [`CREATE ROLE second_admin LOGIN CREATEROLE PASSWORD '${password}'`]);
    const before = await record(user);
    cloudFormation.secret = JSON.stringify({ username: 'second_admin', password });
    const { response } = await create({ ...SHOP, userName: user, adoptExistingUser: true });
    cloudFormation.secret = secret;
    expect(response).toMatchObject({ Status: 'FAILED', Reason: `The user '${user}' is a master user: with rds_iam its password would stop working. Name a user of its own.` });
    await expect(record(user)).resolves.toEqual(before);
    await runSql(databases.postgres, 'postgres', 'DROP ROLE second_admin');
  });

  test('of another resource is neither taken over nor removed', async () => {
    await create(SHOP);
    const before = await record();
    expect((await cloudFormation.send('Create', SHOP, { logicalId: 'Other' })).response.Status).toBe('FAILED');
    expect((await cloudFormation.send('Delete', SHOP, { logicalId: 'Other' })).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual(before);
  });

  test('that is adopted has its rights replaced, and outlives the resource without any', async () => {
    await runSql(databases.postgres, 'shop', [`CREATE ROLE ${USER} NOLOGIN CREATEROLE`, `GRANT app TO ${USER}`, `GRANT ALL ON public.salaries TO ${USER}`]);
    const adopted = { ...SHOP, adoptExistingUser: true };
    expect((await create(adopted)).response.Status).toBe('SUCCESS');
    expect((await record()).join()).toContain('adopted by cdk-ai-platform-access');
    await expect(asUser('shop', 'SELECT * FROM public.orders')).resolves.toBe('ok');
    await expect(asUser('shop', 'DELETE FROM public.salaries')).resolves.toBe('42501');
    expect((await remove(adopted)).response.Status).toBe('SUCCESS');
    const bare = { rolname: USER, rolcanlogin: true, rolcreaterole: false, rolcreatedb: false, mark: null, roles: null };
    await expect(record()).resolves.toEqual([JSON.stringify(bare)]);
  });

  test('keeps its place when the database gets another host name, and moves with its name', async () => {
    await create(SHOP);
    // The resource before the change had another endpoint; the server is the same.
    const renamed = { ...SHOP, host: 'ip6-localhost' };
    const marked = await record();
    await cloudFormation.send('Update', SHOP, { before: renamed });
    await cloudFormation.send('Delete', renamed);
    await expect(record()).resolves.toEqual(marked);
    const other = { ...SHOP, userName: 'other_iam_user' };
    const { response } = await update(other, SHOP);
    expect(response.PhysicalResourceId).toMatch(/^other_iam_user@/);
    await remove(SHOP);
    await expect(record()).resolves.toEqual([]);
    await expect(asUser('shop', 'SELECT * FROM public.orders', 'other_iam_user')).resolves.toBe('ok');
    await remove(other);
    await expect(record('other_iam_user')).resolves.toEqual([]);
  });
});

test('users that are made at once in one database do not get in each other\'s way', async () => {
  const { host, port, ca, admin } = databases.postgres;
  const names = ['first', 'second', 'third', 'fourth'];
  const marks = (name: string) => ({ current: Buffer.from(name).toString('hex'), accepted: [Buffer.from(name).toString('hex')] });
  const login: AdminLogin = { host, port, ca, ...admin, signal: AbortSignal.timeout(30_000), onStatement: () => undefined };
  await Promise.all(names.map((name) => postgresUsers.apply(login, { name, databases: EVERYTHING.databases, adopt: false, marks: marks(name) })));
  expect(await Promise.all(names.map((name) => postgresUsers.remove(login, { name, marks: marks(name) })))).toEqual(names.map(() => 'removed'));
});

describe('a failure', () => {
  test.each<[string, readonly UserProperties['databases'][number][], RegExp]>([
    ['of a database', [{ name: 'shop' }, { name: 'Shop' }], /^The database 'Shop' does not exist\. Create it first, or correct its name: upper and lower case count\.$/],
    ['of a schema', [{ name: 'shop' }, { name: 'archive', schemas: [{ name: 'absent' }] }], /^schema "absent" does not exist, at: GRANT USAGE ON SCHEMA "absent" TO "fourminds_iam_user"$/],
    ['of a table', [{ name: 'shop', schemas: [{ name: 'public', tables: ['orders', 'absent'] }] }], /^relation "public.absent" does not exist, at: GRANT SELECT ON "public"."orders", "public"."absent" TO/],
    ['of an owner', [{ name: 'shop', schemas: [{ name: 'public', owners: ['absent'] }] }], /^role "absent" does not exist, at: ALTER DEFAULT PRIVILEGES FOR ROLE "absent"/],
    ['of membership in an owner', [{ name: 'shop', schemas: [{ name: 'public', owners: ['stranger'] }] }], /must be member of role "stranger", at: ALTER DEFAULT PRIVILEGES/],
    ['of sense', [{ name: 'shop', tables: ['orders'] }], /^databases\[0\]\.tables is given for PostgreSQL, where a table belongs to a schema\. Give tables in schemas\.$/],
  ])('for want %s says so, and leaves nothing', async (_case, rights, reason) => {
    const { response } = await create({ userName: USER, databases: rights });
    expect(response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'nothing-was-made', Reason: expect.stringMatching(reason) });
    await expect(record()).resolves.toEqual([]);
  });

  test('names the tables that the admin may not grant', async () => {
    await runSql(databases.postgres, 'shop', ['CREATE SCHEMA theirs', 'GRANT stranger TO CURRENT_USER', 'CREATE TABLE theirs.secret (a int)', 'ALTER SCHEMA theirs OWNER TO stranger', 'ALTER TABLE theirs.secret OWNER TO stranger',
      'SET ROLE stranger', 'GRANT USAGE ON SCHEMA theirs TO dbadmin, PUBLIC', 'GRANT SELECT ON theirs.secret TO dbadmin', 'RESET ROLE', 'REVOKE stranger FROM CURRENT_USER']);
    const { response } = await create({ userName: USER, databases: [{ name: 'shop', schemas: [{ name: 'theirs' }] }] });
    expect(response.Reason).toBe(`The user '${USER}' can not read shop.theirs.secret, because the admin may not change it. Make the admin a member of the role that owns or granted it (GRANT <owner> TO <admin>).`);
    await expect(record()).resolves.toEqual([]);
  });

  test('of an update leaves the rights of each database as they were or as they shall be', async () => {
    await create(SHOP);
    const before = await record();
    const wrong = { userName: USER, databases: [{ name: 'archive' }, { name: 'shop', schemas: [{ name: 'absent' }] }] };
    expect((await update(wrong, SHOP)).response.Status).toBe('FAILED');
    await expect(asUser('shop', 'SELECT * FROM public.orders')).resolves.toBe('ok');
    expect((await update(SHOP, wrong)).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual(before);
  });

  test.each<[string, () => void, RegExp, Partial<UserProperties>?]>([
    ['a wrong password', () => { cloudFormation.secret = JSON.stringify({ username: 'dbadmin', password: 'wrong password' }); }, /^localhost refuses the user 'dbadmin' of the admin's secret\. Check that the secret/],
    ['a secret without a password', () => { cloudFormation.secret = 'top secret text'; }, /^The secret of the admin holds no username and password/],
    ['a closed port', () => undefined, /^Connection refused by localhost:1\.$/, { port: 1 }],
    ['an address in place of the name', () => undefined, /127\.0\.0\.1/, { host: '127.0.0.1' }],
  ])('because of %s shows no secret', async (_case, arrange, reason, more = {}) => {
    const whole = cloudFormation.secret;
    arrange();
    const { response, log } = await create({ ...SHOP, ...more });
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(reason) });
    expect(log + response.Reason).not.toMatch(/wrong password|top secret/);
    cloudFormation.secret = whole;
  });

  test('to find the host is the end of the user when it is to be removed, and an error else', async () => {
    const gone = { ...SHOP, host: 'gone.invalid' };
    expect((await create(gone)).response).toMatchObject({ Status: 'FAILED', Reason: 'Could not resolve RDS endpoint hostname gone.invalid.' });
    expect((await remove(gone)).response.Status).toBe('SUCCESS');
  });

  test('to get a lock ends before Lambda does', async () => {
    await create(SHOP);
    const { host, port, ca, admin } = databases.postgres;
    const client = new Client({ host, port, ...admin, database: 'postgres', ssl: { ca } });
    await client.connect();
    await client.query("SELECT pg_advisory_lock(hashtext('cdk-ai-platform-access'))");
    const started = Date.now();
    const { response } = await cloudFormation.deliver(cloudFormation.event('Update', SHOP, { before: SHOP }), 57_000);
    await client.end();
    expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/^The time ran out before localhost had done all/) });
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

describe('a run that is killed', () => {
  /** Lets the connection break at the n-th statement, for every n that there is. */
  async function killedAt(count: number, event: ReturnType<CloudFormation['event']>): Promise<boolean> {
    let seen = 0;
    const query = Client.prototype.query as (...args: readonly unknown[]) => unknown;
    const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: Client, ...args: unknown[]) {
      seen += 1;
      if (seen >= count) (this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      return query.apply(this, args) as never;
    });
    const { response } = await cloudFormation.deliver(event);
    spy.mockRestore();
    return response.Status === 'FAILED';
  }

  test.each(['Create', 'Update', 'Delete'] as const)('at any statement of %s comes to the same end when it is begun again', async (request) => {
    await create(request === 'Create' ? EVERYTHING : SHOP);
    if (request === 'Update') await update(EVERYTHING, SHOP);
    if (request === 'Delete') await remove(SHOP);
    const end = await record();
    await remove(EVERYTHING);
    let failures = 0;
    for (let count = 1; ; count += 1) {
      if (request === 'Update') await create(SHOP);
      if (request === 'Delete') await create(EVERYTHING);
      const before = { before: SHOP };
      const event = cloudFormation.event(request, EVERYTHING, request === 'Update' ? before : {});
      const failed = await killedAt(count, event);
      expect((await cloudFormation.deliver(event)).response.Status).toBe('SUCCESS');
      await expect(record()).resolves.toEqual(end);
      if (!failed) break;
      failures += 1;
      await remove(EVERYTHING);
    }
    expect(failures).toBeGreaterThan(10);
  });
});
