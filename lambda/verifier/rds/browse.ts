import type { TableSummary } from './database-engine';
import type { Ladders } from './ladder/ladder-probes';
import { withSession } from './log-in';
import type { RdsContext } from './rds-context';
import { RdsFailure } from './rds-failure';
import type { Server } from './server';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** The tables of one database, as the platform's browser shows them. */
export interface BrowsedDatabase {
  readonly database: string;
  readonly tables: readonly TableSummary[];
}

/** So many tables are named in a report; all are counted. */
const NAMED_TABLES = 20;

/** Lists the databases that the user may connect to, or the one that was named, and the tables of each. */
export async function browse(context: RdsContext, server: Server): Promise<readonly BrowsedDatabase[]> {
  const names = server.database === undefined
    ? (await withSession(context, server, (session) => session.listDatabases())).filter(({ accessible }) => accessible).map(({ name }) => name)
    : [server.database];
  const browsed: BrowsedDatabase[] = [];
  for (const database of names) {
    const tables = await withSession(context, { ...server, database }, (session) => session.listTables());
    browsed.push({ database, tables });
  }
  return browsed;
}

export function browseProbe(context: RdsContext, ladders: Ladders): Probe {
  return {
    id: 'rds.browse',
    integration: 'rds',
    expects: 'allowed',
    targets: async () => {
      const servers = await context.servers().catch(() => []);
      return servers.map((server) => ({ name: server.name, check: () => reportBrowsing(context, server, ladders) }));
    },
  };
}

async function reportBrowsing(context: RdsContext, server: Server, ladders: Ladders): Promise<Finding | readonly Finding[]> {
  if ((await ladders(server)).get('rds.query')?.code !== 'OK') return found('RDS_NOT_REACHED', { rung: 'rds.query' });
  try {
    const databases = await context.calls.once(() => browse(context, server));
    if (databases.length === 0) return found('RDS_NO_DATABASES', { user: server.user });
    return isEmpty(databases) ? databases.map(({ database }) => found('RDS_NO_TABLES', { database })) : databases.map(databaseFinding);
  } catch (error) {
    if (error instanceof RdsFailure) return error.finding;
    throw error;
  }
}

/** One empty database beside others is nothing to warn of: every PostgreSQL server has one of its own. */
export function isEmpty(databases: readonly BrowsedDatabase[]): boolean {
  return databases.every(({ tables }) => tables.length === 0);
}

function databaseFinding({ database, tables }: BrowsedDatabase): Finding {
  const readable = tables.filter(({ access }) => access !== 'none').length;
  return passed(`${tables.length} table(s) in '${database}', ${readable} of them to read`, {
    database,
    tables: tables.length,
    readable,
    first: tables.slice(0, NAMED_TABLES).map(({ qualifiedName: name, estimatedRows, columns, bytes, access }) => (
      { name, estimatedRows, columns, bytes, access }
    )),
  });
}

