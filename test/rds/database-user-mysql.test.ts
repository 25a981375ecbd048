import { dirname, join } from 'node:path';
import { createConnection, Connection, type RowDataPacket } from 'mysql2/promise';
import { CloudFormation, type UserProperties } from './cloudformation';
import { authorizeInMemory, IAM_USER, tokenFor } from './rig';
import { runSql } from '../../sandbox/databases/run-sql';
import { type Databases, startDatabases } from '../../sandbox/databases/start-databases';

const USER = IAM_USER;
const ODD = 'Odd `; DROP DATABASE shop; -- \\';
const odd = `\`${ODD.replaceAll('`', '``')}\``;

let databases: Databases<'mariadb'>;
let cloudFormation: CloudFormation;

beforeAll(async () => {
  databases = await startDatabases({ authorize: authorizeInMemory, only: ['mariadb'] });
  await runSql(databases.mariadb, '', ['shop', 'sales_eu', 'salesXeu', 'archive', ODD].flatMap((name) => {
    const quoted = `\`${name.replaceAll('`', '``')}\``;
    return [`CREATE DATABASE ${quoted}`, `CREATE TABLE ${quoted}.orders (a int, b int)`, `CREATE TABLE ${quoted}.salaries (a int)`, `CREATE TABLE ${quoted}.${odd} (a int)`];
  }));
  await runSql(databases.mariadb, '', ['CREATE PROCEDURE shop.hire () SELECT 1', 'CREATE ROLE app']);
  cloudFormation = await CloudFormation.start(databases.mariadb);
}, 120_000);
afterAll(async () => {
  cloudFormation?.stop();
  await databases?.stop();
});

async function asAdmin<Row>(sql: string): Promise<readonly Row[]> {
  const { host, port, ca, admin } = databases.mariadb;
  const connection = await createConnection({ host, port, ...admin, ssl: { ca, verifyIdentity: true } });
  try {
    return (await connection.query<RowDataPacket[]>(sql))[0] as unknown as readonly Row[];
  } finally {
    await connection.end();
  }
}

/** Logs in with a token, as the platform does, and runs a query: 'ok' or the error's number. */
async function asUser(sql: string, user = USER): Promise<string | number> {
  const { host, port, ca } = databases.mariadb;
  let connection: Connection | undefined;
  try {
    const password = await tokenFor(databases.mariadb, { user });
    connection = await createConnection({ host, port, user, password, ssl: { ca, verifyIdentity: true }, enableCleartextPlugin: true });
    await connection.query(sql);
    return 'ok';
  } catch (error) {
    return (error as { errno: number }).errno;
  } finally {
    connection?.destroy();
  }
}

/** Everything that the server has on record of the user and of marks. */
async function record(user = USER): Promise<readonly string[]> {
  const grants = await asAdmin<Record<string, string>>(`SHOW GRANTS FOR \`${user}\`@\`%\``).catch(() => []);
  const marks = await asAdmin<{ name: string }>("SELECT User AS name FROM mysql.user WHERE User LIKE 'cdk\\_ai\\_%'");
  return [...grants.map((row) => Object.values(row)[0]), ...marks.map(({ name }) => name)].sort();
}

const SHOP: UserProperties = { userName: USER, databases: [{ name: 'shop' }] };
const EVERYTHING: UserProperties = {
  userName: USER,
  databases: [{ name: 'sales_eu' }, { name: ODD, tables: [ODD, 'orders'] }, { name: 'shop', tables: ['orders'] }],
};
const create = (properties: UserProperties) => cloudFormation.send('Create', properties);
const update = (properties: UserProperties, before: UserProperties) => cloudFormation.send('Update', properties, { before });
const remove = (properties: UserProperties) => cloudFormation.send('Delete', properties);

afterEach(async () => {
  const marks = await asAdmin<{ name: string }>("SELECT User AS name FROM mysql.user WHERE User LIKE 'cdk\\_ai\\_%'");
  await runSql(databases.mariadb, '', [`DROP USER IF EXISTS \`${USER}\`@\`%\``, ...marks.map(({ name }) => `DROP ROLE ${name}`)]);
});

describe('a user of MariaDB', () => {
  test('is created, logs in with a token and reads what it may, and nothing else', async () => {
    const { response } = await create(EVERYTHING);
    expect(response).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `${USER}@localhost:${databases.mariadb.port}`, Data: { UserName: USER } });
    await expect(asUser('SELECT * FROM sales_eu.orders, sales_eu.salaries')).resolves.toBe('ok');
    await expect(asUser('SELECT * FROM shop.orders')).resolves.toBe('ok');
    await expect(asUser(`SELECT * FROM ${odd}.orders, ${odd}.${odd}`)).resolves.toBe('ok');
    await expect(asUser('SELECT * FROM shop.salaries')).resolves.toBe(1142);
    await expect(asUser(`SELECT * FROM ${odd}.salaries`)).resolves.toBe(1142);
    await expect(asUser('SELECT * FROM archive.orders')).resolves.toBe(1142);
    await expect(asUser('SELECT * FROM mysql.user')).resolves.toBe(1142);
    await expect(asUser('DELETE FROM sales_eu.orders')).resolves.toBe(1142);
    // In a grant, _ stands for any character.
    await expect(asUser('SELECT * FROM salesXeu.orders')).resolves.toBe(1142);
  });

  test('gets in with a token over TLS only', async () => {
    await create(SHOP);
    const [row] = await asAdmin<object>(`SELECT plugin, authentication_string, ssl_type FROM mysql.user WHERE User = '${USER}'`);
    expect(row).toEqual({ plugin: 'AWSAuthenticationPlugin', authentication_string: 'RDS', ssl_type: 'ANY' });
    const { host, port } = databases.mariadb;
    const password = await tokenFor(databases.mariadb);
    await expect(createConnection({ host, port, user: USER, password, enableCleartextPlugin: true })).rejects.toMatchObject({ errno: 1045 });
  });

  test('is the same after a second run', async () => {
    await create(EVERYTHING);
    const first = await record();
    expect(first).toHaveLength(6);
    expect((await create(EVERYTHING)).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual(first);
  });

  test('loses what was removed from the list, and what was granted beside it', async () => {
    await create(SHOP);
    const once = await record();
    await update(EVERYTHING, SHOP);
    await runSql(databases.mariadb, '', [
      `GRANT INSERT, SELECT ON archive.* TO '${USER}'@'%' WITH GRANT OPTION`, `GRANT SELECT (a), INSERT (b) ON archive.orders TO '${USER}'@'%'`, `GRANT SELECT, PROCESS ON *.* TO '${USER}'@'%'`,
      `GRANT EXECUTE ON PROCEDURE shop.hire TO '${USER}'@'%'`, `GRANT DELETE ON shop.orders TO '${USER}'@'%' WITH GRANT OPTION`, `GRANT app TO '${USER}'@'%'`, `ALTER USER '${USER}'@'%' REQUIRE NONE`,
      'CREATE TABLE archive.short_lived (a int)', `GRANT SELECT ON archive.short_lived TO '${USER}'@'%'`, 'DROP TABLE archive.short_lived',
    ]);
    const { response } = await update(SHOP, EVERYTHING);
    expect(response).toMatchObject({ Status: 'SUCCESS', Reason: 'Done' });
    await expect(record()).resolves.toEqual(once);
  });

  test('is removed with its mark', async () => {
    await create(EVERYTHING);
    expect((await remove(EVERYTHING)).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual([]);
    expect((await remove(EVERYTHING)).response.Status).toBe('SUCCESS');
  });

  test('may have any name', async () => {
    const named = { ...EVERYTHING, userName: 'Odd `\'"; DROP DATABASE; -- \\' };
    const quoted = `${named.userName.replaceAll('`', '``')}`;
    expect((await create(named)).response).toMatchObject({ Status: 'SUCCESS', Data: { UserName: named.userName } });
    const all = await record(quoted);
    expect(all).toHaveLength(6);
    expect((await update({ ...named, databases: SHOP.databases }, named)).response).toMatchObject({ Status: 'SUCCESS' });
    await expect(record(quoted)).resolves.toHaveLength(3);
    expect((await remove(named)).response.Status).toBe('SUCCESS');
    await expect(record(quoted)).resolves.toEqual([]);
  });

  test('that defines something is not removed, and keeps what it has', async () => {
    await create(EVERYTHING);
    await runSql(databases.mariadb, '', [`GRANT CREATE VIEW, SELECT ON archive.* TO '${USER}'@'%'`]);
    await expect(asUser('CREATE VIEW archive.mine AS SELECT 1 AS a')).resolves.toBe('ok');
    await update(EVERYTHING, EVERYTHING);
    const before = await record();
    const { response } = await remove(EVERYTHING);
    expect(response).toMatchObject({
      Status: 'FAILED', Reason: `The user '${USER}' is the definer of 1 object(s), which would fail without it: view archive.mine. Give them another definer or drop them, then delete again.`,
    });
    await expect(record()).resolves.toEqual(before);
    await runSql(databases.mariadb, '', 'DROP VIEW archive.mine');
    expect((await remove(EVERYTHING)).response.Status).toBe('SUCCESS');
  });

  test.each<[string, readonly string[], string, Partial<UserProperties>?]>([
    ['that somebody else made', [`CREATE USER '${USER}'@'%' IDENTIFIED BY 'a password'`], `The user '${USER}' exists already and was not made by this resource. Name another, or set adoptExistingUser: true to take it over with all of its rights replaced.`],
    ['of the admin', [], "The user 'dbadmin' is the admin itself, whose password would stop working. Name a user of its own.", { userName: 'dbadmin', adoptExistingUser: true }],
  ])('%s is left alone', async (_case, statements, reason, more = {}) => {
    await runSql(databases.mariadb, '', statements);
    const name = more.userName ?? USER;
    const before = await record(name);
    expect((await create({ ...SHOP, ...more })).response).toMatchObject({ Status: 'FAILED', Reason: reason, PhysicalResourceId: 'nothing-was-made' });
    await expect(record(name)).resolves.toEqual(before);
    expect((await remove({ ...SHOP, ...more })).response.Status).toBe('SUCCESS');
    await expect(record(name)).resolves.toEqual(before);
  });

  test('of the master is left alone by another admin too', async () => {
    const { secret } = cloudFormation;
    const { user, password } = databases.mariadb.admin;
    await runSql(databases.mariadb, '', [`CREATE USER 'second_admin'@'%' IDENTIFIED BY '${password}'`, "GRANT SELECT, CREATE USER, RELOAD ON *.* TO 'second_admin'@'%' WITH GRANT OPTION"]);
    const before = await record(user);
    cloudFormation.secret = JSON.stringify({ username: 'second_admin', password });
    const { response } = await create({ ...SHOP, userName: user, adoptExistingUser: true });
    cloudFormation.secret = secret;
    expect(response).toMatchObject({ Status: 'FAILED', Reason: `The user '${user}' may make users, as a master user may: its password would stop working. Name a user of its own.` });
    await expect(record(user)).resolves.toEqual(before);
    await runSql(databases.mariadb, '', "DROP USER 'second_admin'@'%'");
  });

  test.each<[string, string, string | number]>([
    [`'${USER}'@'127.0.0.%'`, "IDENTIFIED BY 'a password'", 1045],
    [`'${USER}'@'127.0.0.0/255.255.255.0'`, "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL", 'ok'],
    ["''@'203.0.113.%'", "IDENTIFIED BY 'a password'", 1142],
  ])('is not made beside %s, which takes its place at a login from there', async (narrower, authentication, taken) => {
    await runSql(databases.mariadb, '', [`CREATE USER ${narrower} ${authentication}`, `GRANT SELECT ON archive.* TO ${narrower}`]);
    const { response } = await create(SHOP);
    // What would come of it: the user's token, and rights that nobody listed.
    await runSql(databases.mariadb, '', `CREATE USER '${USER}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`);
    const seen = await asUser('SELECT * FROM archive.orders');
    await runSql(databases.mariadb, '', [`DROP USER ${narrower}`, `DROP USER '${USER}'@'%'`]);
    expect(seen).toBe(taken);
    expect(response).toMatchObject({
      Status: 'FAILED',
      PhysicalResourceId: 'nothing-was-made',
      Reason: `A login as '${USER}' may be taken for ${narrower}, which this resource does not manage: the server prefers a narrower host to '%'. Drop what is not needed, or name another user.`,
    });
    await expect(record()).resolves.toEqual([]);
  });

  test('of another resource is neither taken over nor removed', async () => {
    await create(SHOP);
    const before = await record();
    expect((await cloudFormation.send('Create', SHOP, { logicalId: 'Other' })).response.Status).toBe('FAILED');
    expect((await cloudFormation.send('Delete', SHOP, { logicalId: 'Other' })).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual(before);
  });

  test('that is adopted, as the guide makes it, has its rights replaced, and outlives the resource without any', async () => {
    await runSql(databases.mariadb, '', [`CREATE USER '${USER}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'`, `GRANT SELECT ON *.* TO '${USER}'@'%'`]);
    const adopted = { ...SHOP, adoptExistingUser: true };
    expect((await create(adopted)).response.Status).toBe('SUCCESS');
    await expect(asUser('SELECT * FROM shop.orders')).resolves.toBe('ok');
    await expect(asUser('SELECT * FROM mysql.user')).resolves.toBe(1142);
    expect((await remove(adopted)).response.Status).toBe('SUCCESS');
    await expect(record()).resolves.toEqual([expect.stringMatching(/^GRANT USAGE ON \*\.\*/)]);
  });

  test('keeps its place when the database gets another host name, and moves with its name', async () => {
    await create(SHOP);
    const marked = await record();
    const renamed = { ...SHOP, port: 1 };
    await cloudFormation.send('Update', SHOP, { before: renamed });
    await expect(record()).resolves.toEqual(marked);
    const other = { ...SHOP, userName: 'other_iam_user' };
    await runSql(databases.mariadb, '', "CREATE USER 'other_iam_user'@'%' IDENTIFIED BY 'a password'");
    expect((await update(other, SHOP)).response.Reason).toMatch(/exists already and was not made by this resource/);
    await runSql(databases.mariadb, '', "DROP USER 'other_iam_user'@'%'");
    expect((await update(other, SHOP)).response.PhysicalResourceId).toMatch(/^other_iam_user@/);
    await remove(SHOP);
    await expect(asUser('SELECT * FROM shop.orders')).resolves.not.toBe('ok');
    await expect(asUser('SELECT * FROM shop.orders', 'other_iam_user')).resolves.toBe('ok');
    await remove(other);
    await expect(record()).resolves.toEqual([]);
  });
});

test.each<[string, UserProperties['databases'], RegExp]>([
  ['a database', [{ name: 'shop' }, { name: 'Shop' }], /^The database 'Shop' does not exist\. Create it first, or correct its name: upper and lower case count\.$/],
  ['a table', [{ name: 'shop', tables: ['orders', 'absent'] }], /^Table 'shop\.absent' doesn't exist, at: GRANT SELECT ON `shop`\.`absent` TO `fourminds_iam_user`@`%`$/],
  ['sense', [{ name: 'MySQL' }], /^databases\[0\]\.name 'MySQL' belongs to the server itself\. Name databases of your own\.$/],
])('a failure for want of %s says so, and leaves nothing', async (_case, rights, reason) => {
  const { response } = await create({ userName: USER, databases: rights });
  expect(response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'nothing-was-made', Reason: expect.stringMatching(reason) });
  await expect(record()).resolves.toEqual([]);
});

test('a wrong password shows no secret', async () => {
  const whole = cloudFormation.secret;
  cloudFormation.secret = JSON.stringify({ username: 'dbadmin', password: 'wrong password' });
  const { response, log } = await create(SHOP);
  cloudFormation.secret = whole;
  expect(response).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/^localhost refuses the user 'dbadmin' of the admin's secret/) });
  expect(log + response.Reason).not.toContain('wrong password');
});

describe('a run that is killed', () => {
  // Both ways of the driver to run a statement go through this one.
  const file = join(dirname(require.resolve('mysql2')), 'lib/base/connection.js');
  const { prototype } = jest.requireActual<{ prototype: { stream: { destroy(): void }; addCommand(command: object): object } }>(file);

  /** Lets the connection break at the n-th command. */
  async function killedAt(count: number, event: ReturnType<CloudFormation['event']>): Promise<boolean> {
    let seen = 0;
    const { addCommand } = prototype;
    const spy = jest.spyOn(prototype, 'addCommand').mockImplementation(function (this: typeof prototype, command: object) {
      seen += 1;
      const added = addCommand.call(this, command);
      if (seen >= count) this.stream.destroy();
      return added;
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
      const event = cloudFormation.event(request, EVERYTHING, request === 'Update' ? { before: SHOP } : {});
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
