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

/** So many tables or databases are named in a report; all are counted. */
const MOST_NAMED = 20;

/** What the platform's browser shows of a server. */
export interface BrowsedServer {
  readonly databases: readonly BrowsedDatabase[];
  /** Databases that it lists, and that the user may not connect to. */
  readonly closed: readonly string[];
}

/** Lists the databases, or takes the one that was named, and the tables of those that the user may connect to. */
export async function browse(context: RdsContext, server: Server): Promise<BrowsedServer> {
  const listed = server.database === undefined
    ? await withSession(context, server, (session) => session.listDatabases())
    : [{ name: server.database, accessible: true }];
  const databases: BrowsedDatabase[] = [];
  for (const { name: database } of listed.filter(({ accessible }) => accessible)) {
    const tables = await withSession(context, { ...server, database }, (session) => session.listTables());
    databases.push({ database, tables });
  }
  return { databases, closed: listed.filter(({ accessible }) => !accessible).map(({ name }) => name) };
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
    const { databases, closed } = await context.calls.once(() => browse(context, server));
    const { user } = server;
    const shut = closed.length === 0 ? [] : [found('RDS_DATABASES_CLOSED', { count: closed.length, user }, { databases: closed.slice(0, MOST_NAMED) })];
    if (databases.length === 0) return [found('RDS_NO_DATABASES', { user }), ...shut];
    return [...isEmpty(databases) ? databases.map(({ database }) => found('RDS_NO_TABLES', { database })) : databases.map(databaseFinding), ...shut];
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
    first: tables.slice(0, MOST_NAMED).map(({ qualifiedName: name, estimatedRows, columns, bytes, access }) => (
      { name, estimatedRows, columns, bytes, access }
    )),
  });
}

