import type { PostgresAdmin } from './admin-session';
import { withPostgres } from './admin-session';
import { CONCERNED_DATABASES, MISSING_DATABASES, OWNED_OBJECTS } from './catalog';
import { reconcileDatabases, reconcileInside } from './reconcile';
import { ensureRole, findRole, markingOf } from './role';
import type { DatabaseRights } from '../../../../src/access/rds/database-user/database-rights';
import { postgresName } from '../../../../src/access/rds/database-user/identifiers';
import { IAM_ROLE } from '../../../../src/access/rds/database-user/postgres-setup';
import { ProvisioningError } from '../../provisioner';
import type { AdminLogin, UserEngine } from '../user-engine';

/** Every instance of RDS has it. */
const MAINTENANCE_DATABASE = 'postgres';

/** Two sessions that grant on one object at once would fail with "tuple concurrently updated", so that only one works at a time. */
const TAKE_TURNS = "SELECT pg_advisory_lock(hashtext('cdk-ai-platform-access'))";

interface NameRow {
  readonly name: string;
}

/**
 * Users of PostgreSQL. What is granted is compared with what the catalogs hold, in all databases where the user has anything: nothing is
 * remembered from run to run. DROP OWNED would take the same away, but only for a member of the user, and a member of a user that has
 * rds_iam can't log in with a password: it would lock the admin out.
 */
export const postgresUsers: UserEngine = {
  apply: (login, user) => withPostgres(login, MAINTENANCE_DATABASE, async (main) => {
    await main.query(TAKE_TURNS);
    const [missing] = await main.query<NameRow>(MISSING_DATABASES, [user.databases.map(({ name }) => name)]);
    if (missing) throw new ProvisioningError(`The database '${missing.name}' does not exist. Create it first, or correct its name: upper and lower case count.`);
    await ensureRole(main, user);
    await reconcileAll(login, main, user.name, user.databases);
  }),

  remove: (login, { name, marks }) => withPostgres(login, MAINTENANCE_DATABASE, async (main) => {
    await main.query(TAKE_TURNS);
    const role = await findRole(main, name);
    if (!role) return 'not-there';
    const { origin, mark } = markingOf(role) ?? {};
    if (mark === undefined || !marks.accepted.includes(mark)) return 'not-ours';
    if (origin === 'adopted') {
      await reconcileAll(login, main, name, []);
      await main.transaction(async () => {
        await main.run(`REVOKE ${IAM_ROLE} FROM ${postgresName(name)}`);
        await main.run(`COMMENT ON ROLE ${postgresName(name)} IS NULL`);
      });
      return 'kept-without-rights';
    }
    await requireNothingOwned(login, main, name);
    await reconcileAll(login, main, name, []);
    await main.run(`DROP ROLE ${postgresName(name)}`);
    return 'removed';
  }),
};

async function concernedDatabases(main: PostgresAdmin, user: string): Promise<readonly string[]> {
  return (await main.query<NameRow>(CONCERNED_DATABASES, [user])).map(({ name }) => name);
}

/** One transaction in each database; what was not reached is reached by the next run. */
async function reconcileAll(login: AdminLogin, main: PostgresAdmin, user: string, databases: readonly DatabaseRights[]): Promise<void> {
  await reconcileDatabases(main, user, databases);
  const names = new Set([...databases.map(({ name }) => name), ...await concernedDatabases(main, user)]);
  for (const name of names) {
    await withPostgres(login, name, (inside) => reconcileInside(inside, user, databases.find((each) => each.name === name)));
  }
}

/** Looked for before anything is taken away: a user that can't be removed keeps what it has. */
async function requireNothingOwned(login: AdminLogin, main: PostgresAdmin, user: string): Promise<void> {
  const names = new Set([MAINTENANCE_DATABASE, ...await concernedDatabases(main, user)]);
  for (const name of names) {
    const owned = await withPostgres(login, name, (inside) => inside.query<NameRow>(OWNED_OBJECTS, [user]));
    if (owned.length > 0) {
      const list = owned.slice(0, 10).map((each) => each.name).join(', ');
      throw new ProvisioningError(`The user '${user}' owns ${owned.length} object(s) in the database '${name}': ${list}${owned.length > 10 ? ', ...' : ''}. Give them to another owner (REASSIGN OWNED BY) or drop them, then delete again.`);
    }
  }
}
