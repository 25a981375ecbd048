import { Client } from 'pg';
import { CloudFormation } from './cloudformation';
import { authorizeInMemory } from './rig';
import { runSql } from '../../sandbox/databases/run-sql';
import { type Databases, startDatabases } from '../../sandbox/databases/start-databases';

// From PostgreSQL 16 on, whoever makes a role gets it granted with the admin option, and CREATEROLE alone may change no other role.
const USER = 'fourminds_iam_user';

let databases: Databases<'postgresNext'>;
let cloudFormation: CloudFormation;

beforeAll(async () => {
  databases = await startDatabases({ authorize: authorizeInMemory, only: ['postgresNext'] });
  await runSql(databases.postgresNext, 'postgres', 'CREATE DATABASE shop');
  await runSql(databases.postgresNext, 'shop', ['CREATE TABLE public.orders (a int)', 'CREATE TABLE public.salaries (a int)', 'CREATE ROLE app', 'GRANT app TO CURRENT_USER', 'GRANT CREATE ON SCHEMA public TO app']);
  cloudFormation = await CloudFormation.start(databases.postgresNext);
}, 120_000);
afterAll(async () => {
  cloudFormation?.stop();
  await databases?.stop();
});

async function rights(): Promise<unknown> {
  const { host, port, ca, admin } = databases.postgresNext;
  const client = new Client({ host, port, ...admin, database: 'shop', ssl: { ca } });
  await client.connect();
  const { rows } = await client.query(`
    SELECT r.rolcanlogin AS login, pg_has_role(r.oid, 'rds_iam', 'USAGE') AS iam, has_table_privilege(r.oid, 'public.orders', 'SELECT') AS orders,
      has_table_privilege(r.oid, 'public.salaries', 'SELECT') AS salaries, has_table_privilege(r.oid, 'public.orders', 'INSERT') AS writes,
      (SELECT count(*)::int FROM pg_default_acl) AS future
    FROM pg_roles r WHERE r.rolname = $1`, [USER]);
  await client.end();
  return rows[0];
}

test('a user of a newer PostgreSQL is made, changed, made again and removed', async () => {
  const all = { userName: USER, databases: [{ name: 'shop', schemas: [{ name: 'public', owners: ['app'] }] }] };
  const some = { userName: USER, databases: [{ name: 'shop', schemas: [{ name: 'public', tables: ['orders'] }] }] };
  expect((await cloudFormation.send('Create', all)).response).toMatchObject({ Status: 'SUCCESS', Reason: 'Done' });
  expect(await rights()).toEqual({ login: true, iam: true, orders: true, salaries: true, writes: false, future: 1 });
  expect((await cloudFormation.send('Update', some, { before: all })).response.Reason).toBe('Done');
  expect(await rights()).toEqual({ login: true, iam: true, orders: true, salaries: false, writes: false, future: 0 });
  expect((await cloudFormation.send('Create', some)).response.Reason).toBe('Done');
  expect((await cloudFormation.send('Delete', some)).response.Reason).toBe('Done');
  expect(await rights()).toBeUndefined();
});
