import { createHash } from 'node:crypto';
import { accountsOf, definedBy, heldRights, nameRules, type HeldRight } from './mysql-catalog';
import { asAdmin, type MysqlSession } from './mysql-session';
import { missing, notOurs, ownsObjects, rightsRemain, tooPowerful } from './refusals';
import type { AdminLogin, UserEngine, UserIdentity, UserPlan } from './user-engine';
import type { DatabaseRights } from '../../../src/access/rds/database-user/database-rights';
import { mysqlAccount, mysqlName } from '../../../src/access/rds/database-user/identifiers';
import * as setup from '../../../src/access/rds/database-user/mysql-setup';

/** MySQL, MariaDB and Aurora MySQL. */
export const mysqlUsers: UserEngine = { apply, remove };

/**
 * Says who made a user, since MariaDB has no comments on accounts: a locked account of the same name, from a host that can't be. It is
 * there before the user is and until the user is gone.
 * @see https://www.rfc-editor.org/rfc/rfc6761#section-6.4 for `.invalid`
 */
function markOf({ user, owner }: UserIdentity): { readonly host: string; readonly account: string } {
  const host = `${createHash('sha256').update(owner).digest('hex').slice(0, 16)}.cdk-ai-platform-access.invalid`;
  return { host, account: `${mysqlName(user)}@${mysqlName(host)}` };
}

function apply(admin: AdminLogin, plan: UserPlan): Promise<void> {
  return asAdmin(admin, async (session) => {
    const { user } = plan;
    const rules = await nameRules(session);
    const databases = rules.lowerCase ? plan.databases.map(inLowerCase) : plan.databases;
    await requireDatabases(session, databases);
    await makeUser(session, admin, plan);
    const wanted = databases.flatMap((database) => setup.grantedObjects(database, rules.wildcards));
    // New rights first, so that nothing that stays allowed is refused for a moment.
    await session.run(databases.flatMap((database) => setup.grantDatabase(user, database, rules.wildcards)));
    const revoke = ({ privilege, object }: HeldRight) => `REVOKE ${privilege} ON ${object} FROM ${mysqlAccount(user)}`;
    await session.run((await surplus(session, user, wanted)).map(revoke));
    const left = await surplus(session, user, wanted);
    if (left.length > 0) throw rightsRemain(user, left.map(({ privilege, object }) => `${privilege} on ${object}`));
  });
}

function remove(admin: AdminLogin, identity: UserIdentity): Promise<boolean> {
  return asAdmin(admin, async (session) => {
    const { user } = identity;
    const { host: markHost, account: mark } = markOf(identity);
    const accounts = await accountsOf(session, user);
    if (!accounts.some(({ host }) => host === markHost)) return false;
    const defined = await definedBy(session, user);
    if (defined.length > 0) throw ownsObjects(user, defined);
    await session.run([`DROP USER IF EXISTS ${mysqlAccount(user)}`, `DROP USER ${mark}`]);
    return true;
  });
}

async function makeUser(session: MysqlSession, admin: AdminLogin, plan: UserPlan): Promise<void> {
  const { user, adoptExisting } = plan;
  const { host: markHost, account: mark } = markOf(plan);
  if (user === admin.user) throw tooPowerful(user, 'is the admin itself');
  const accounts = await accountsOf(session, user);
  if (accounts.some(({ powerful }) => Number(powerful) !== 0)) throw tooPowerful(user, 'may make users: it is a master user, or one of the server');
  const exists = accounts.some(({ host }) => host === '%');
  const ours = accounts.some(({ host }) => host === markHost);
  // A mark of another resource counts although its user is not there yet: the two would quarrel about it.
  const others = accounts.filter(({ host }) => host !== '%' && host !== markHost).map(({ host }) => host);
  if (!ours && !adoptExisting && accounts.length > 0) throw notOurs(user, others.length > 0 ? ` (for ${others.join(', ')})` : '');
  const marks = others.filter((host) => host.endsWith('.cdk-ai-platform-access.invalid'));
  await session.run([
    ...(ours ? [] : [`CREATE USER ${mark} ${setup.AUTHENTICATION} ACCOUNT LOCK`]),
    ...marks.map((host) => `DROP USER ${mysqlName(user)}@${mysqlName(host)}`),
    exists ? setup.alterUser(user) : setup.createUser(user),
  ]);
}

/** A grant on a database that is not there would succeed, and wait for one of that name. */
async function requireDatabases(session: MysqlSession, databases: readonly DatabaseRights[]): Promise<void> {
  const existing = (await session.rows<{ readonly name: string }>('SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA')).map(({ name }) => name);
  const absent = databases.map(({ name }) => name).filter((name) => !existing.includes(name));
  if (absent.length > 0) throw missing('database', absent);
}

async function surplus(session: MysqlSession, user: string, wanted: readonly string[]): Promise<readonly HeldRight[]> {
  return (await heldRights(session, user)).filter(({ privilege, object }) => privilege !== 'SELECT' || !wanted.includes(object));
}

function inLowerCase({ name, tables }: DatabaseRights): DatabaseRights {
  return { name: name.toLowerCase(), ...(tables && { tables: tables.map((table) => table.toLowerCase()) }) };
}
