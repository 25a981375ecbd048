import {
  CONNECTABLE, DEFAULTS, DEPENDENCIES, DESCRIBE, EXISTING, RIGHTS, ROLE, type DefaultRow, type DependencyRow, type RightRow, type RoleRow,
} from './postgres-catalog';
import { inTransaction, type PostgresSession } from './postgres-session';
import { missing, notOurs, ownsObjects, rightsRemain, tooPowerful } from './refusals';
import type { AdminLogin, UserEngine, UserIdentity, UserPlan } from './user-engine';
import type { DatabaseRights } from '../../../src/access/rds/database-user/database-rights';
import { postgresName, postgresText } from '../../../src/access/rds/database-user/identifiers';
import * as setup from '../../../src/access/rds/database-user/postgres-setup';

/** PostgreSQL and Aurora PostgreSQL. */
export const postgresUsers: UserEngine = { apply, remove };

/** The database that exists on every instance. */
const MAINTENANCE_DATABASE = 'postgres';

const commentOf = ({ owner }: UserIdentity) => `Made by cdk-ai-platform-access for ${owner}`;

async function apply(admin: AdminLogin, plan: UserPlan): Promise<void> {
  const { user, databases } = plan;
  const role = await inTransaction(admin, MAINTENANCE_DATABASE, async (session) => {
    await requireDatabases(session, databases);
    return makeRole(session, admin, plan);
  });
  const names = databases.map(({ name }) => name);
  const former = await inTransaction(admin, MAINTENANCE_DATABASE, (session) => databasesOf(session, role, ['a']));
  for (const name of new Set([...names, ...former])) {
    const wanted = databases.find((database) => database.name === name);
    await inTransaction(admin, name, async (session) => {
      await session.run(await revocations(session, role, user));
      await requireNothing(session, role, user);
      if (wanted) await session.run(setup.grantInside(user, wanted));
    });
  }
  await inTransaction(admin, MAINTENANCE_DATABASE, async (session) => {
    await session.run(await databaseRevocations(session, role, user));
    await session.run(databases.map((database) => setup.grantConnect(user, database)));
  });
}

async function remove(admin: AdminLogin, identity: UserIdentity): Promise<boolean> {
  const { user } = identity;
  const found = await inTransaction(admin, MAINTENANCE_DATABASE, (session) => roleOf(session, user));
  if (!found || found.comment !== commentOf(identity)) return false;
  const role = found.oid;
  await requireOwnsNothing(admin, role, user);
  const former = await inTransaction(admin, MAINTENANCE_DATABASE, (session) => databasesOf(session, role, ['a']));
  for (const name of former) {
    await inTransaction(admin, name, async (session) => {
      await session.run(await revocations(session, role, user));
      await requireNothing(session, role, user);
    });
  }
  await inTransaction(admin, MAINTENANCE_DATABASE, async (session) => {
    await session.run([...await databaseRevocations(session, role, user), `DROP ROLE ${postgresName(user)}`]);
  });
  return true;
}

async function roleOf(session: PostgresSession, user: string): Promise<RoleRow | undefined> {
  return (await session.rows<RoleRow>(ROLE, [user]))[0];
}

/** The user and the word who made it come into being together. */
async function makeRole(session: PostgresSession, admin: AdminLogin, plan: UserPlan): Promise<string> {
  const { user, adoptExisting } = plan;
  if (user === admin.user) throw tooPowerful(user, 'is the admin itself');
  const found = await roleOf(session, user);
  if (found?.powerful) throw tooPowerful(user, 'may do more than read: it is a master user, or one of the server');
  const mark = `COMMENT ON ROLE ${postgresName(user)} IS ${postgresText(commentOf(plan))}`;
  if (found) {
    const ours = found.comment === commentOf(plan);
    if (!ours && !adoptExisting) throw notOurs(user);
    await session.run([
      ...(found.login ? [] : [`ALTER ROLE ${postgresName(user)} WITH LOGIN`]),
      ...(found.iam ? [] : [setup.grantIam(user)]),
      ...(ours ? [] : [mark]),
    ]);
    return found.oid;
  }
  await session.run([...setup.createUser(user), mark]);
  return (await roleOf(session, user))?.oid ?? '';
}

async function requireDatabases(session: PostgresSession, databases: readonly DatabaseRights[]): Promise<void> {
  const names = databases.map(({ name }) => name);
  const existing = (await session.rows<{ readonly database: string }>(EXISTING, [names])).map(({ database }) => database);
  const absent = names.filter((name) => !existing.includes(name));
  if (absent.length > 0) throw missing('database', absent);
}

/** The databases with something of the role in them: rights (a), or objects that it owns (o). */
async function databasesOf(session: PostgresSession, role: string, kinds: readonly string[]): Promise<readonly string[]> {
  const rows = await session.rows<DependencyRow>(DEPENDENCIES, [role]);
  return [...new Set(rows.flatMap(({ database, kind }) => database !== null && kinds.includes(kind) ? [database] : []))];
}

/** Takes everything in the connected database. */
async function revocations(session: PostgresSession, role: string, user: string): Promise<readonly string[]> {
  const from = `FROM ${postgresName(user)}`;
  const rights = await session.rows<RightRow>(RIGHTS, [role]);
  const defaults = await session.rows<DefaultRow>(DEFAULTS, [role]);
  return [
    ...rights.map(({ kind, object }) => `REVOKE ALL ON ${kind} ${object} ${from}`),
    ...defaults.map(({ owner, schema, kind }) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner}${schema === null ? '' : ` IN SCHEMA ${schema}`} REVOKE ALL ON ${kind} ${from}`),
  ];
}

async function databaseRevocations(session: PostgresSession, role: string, user: string): Promise<readonly string[]> {
  return (await session.rows<{ readonly object: string }>(CONNECTABLE, [role])).map(({ object }) => `REVOKE ALL ON DATABASE ${object} FROM ${postgresName(user)}`);
}

/** Rights on rarer things, and what another role granted, are named and not guessed at. Those on databases come last. */
async function requireNothing(session: PostgresSession, role: string, user: string): Promise<void> {
  const left = await session.rows<{ readonly object: string }>(DESCRIBE, [role, ['a', 'r']]);
  const objects = left.map(({ object }) => object).filter((object) => !object.startsWith('database '));
  if (objects.length > 0) throw rightsRemain(user, objects);
}

async function requireOwnsNothing(admin: AdminLogin, role: string, user: string): Promise<void> {
  const homes = await inTransaction(admin, MAINTENANCE_DATABASE, (session) => session.rows<DependencyRow>(DEPENDENCIES, [role]));
  const owned = homes.filter(({ kind }) => kind === 'o').map(({ database }) => database ?? MAINTENANCE_DATABASE);
  const objects: string[] = [];
  for (const database of new Set(owned)) {
    const rows = await inTransaction(admin, database, (session) => session.rows<{ readonly object: string }>(DESCRIBE, [role, ['o']]));
    objects.push(...rows.map(({ object }) => object.startsWith('database ') ? object : `${object} in ${database}`));
  }
  if (objects.length > 0) throw ownsObjects(user, [...new Set(objects)]);
}
