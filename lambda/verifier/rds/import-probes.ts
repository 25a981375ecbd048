import { browse, isEmpty, type BrowsedDatabase } from './browse';
import type { TableSummary } from './database-engine';
import { countingSink, csvKey, s3Sink } from './export/sinks';
import { importTables, PLATFORM_LIMITS, type TableImport } from './import-tables';
import { listInstances } from './list-instances';
import { logIn } from './log-in';
import type { RdsContext } from './rds-context';
import { RdsFailure } from './rds-failure';
import type { Server } from './server';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

/** Kept back from the time of the run, so that what was not finished is still reported table by table. */
const MARGIN_MS = 2_000;

/** Readable tables of one database, which are imported one after another over one session. */
interface Batch {
  readonly server: Server;
  readonly database: string;
  readonly tables: readonly TableSummary[];
}

/** Reads every table that the user may read, as the platform's import does. */
export function importProbe(context: RdsContext): Probe {
  return { id: 'rds.import-tables', integration: 'rds', expects: 'allowed', targets: () => targetsOf(context) };
}

async function targetsOf(context: RdsContext): Promise<readonly ProbeTarget[]> {
  const servers = await context.servers().catch(() => undefined);
  if (servers === undefined) return [reason(`region ${context.document.region}`, () => listInstances(context))];
  const browsed = await Promise.all(servers.map((server) => browseServer(context, server)));
  const { taken, left } = take(browsed.flatMap(({ batches }) => batches), context.limits.places);
  const looked = taken.reduce((sum, { tables }) => sum + tables.length, 0);
  return [
    ...browsed.flatMap(({ remarks }) => remarks),
    ...taken.flatMap((batch) => batchTargets(context, batch)),
    ...(left === 0 ? [] : [reason('more tables', async () => found('RDS_TABLES_LEFT', { looked, left }))]),
  ];
}

const reason = (name: string, check: ProbeTarget['check']): ProbeTarget => ({ name, check });

/** What can be imported from a server, and what is to be said of the rest. */
async function browseServer(
  context: RdsContext, server: Server,
): Promise<{ readonly batches: readonly Batch[]; readonly remarks: readonly ProbeTarget[] }> {
  const remark = (name: string, finding: Finding): ProbeTarget => reason(name, async () => finding);
  try {
    const { databases } = await context.calls.once(() => browse(context, server));
    if (databases.length === 0) return { batches: [], remarks: [remark(server.name, found('RDS_NO_DATABASES', { user: server.user }))] };
    return {
      batches: databases.map(({ database, tables }) => ({ server, database, tables: tables.filter(({ access }) => access !== 'none') })),
      remarks: databases.flatMap((browsed) => (
        databaseRemarks(browsed, server, isEmpty(databases)).map((finding) => remark(databaseName(server, browsed.database), finding))
      )),
    };
  } catch (error) {
    if (error instanceof RdsFailure) return { batches: [], remarks: [remark(server.name, error.finding)] };
    // Put down by the runner, with this server as the target.
    return { batches: [], remarks: [reason(server.name, async () => { throw error; })] };
  }
}

function databaseRemarks({ database, tables }: BrowsedDatabase, { user }: Server, allEmpty: boolean): readonly Finding[] {
  if (allEmpty) return [found('RDS_NO_TABLES', { database })];
  const count = tables.filter(({ access }) => access === 'none').length;
  return count === 0 ? [] : [found('RDS_TABLES_WITHOUT_RIGHTS', { count, database, user })];
}

function databaseName({ name, database }: Server, imported: string): string {
  return database === undefined ? `${name}/${imported}` : name;
}

function take(batches: readonly Batch[], most: number): { readonly taken: readonly Batch[]; readonly left: number } {
  let room = most;
  const taken = batches.map((batch) => {
    const tables = batch.tables.slice(0, room);
    room -= tables.length;
    return { ...batch, tables };
  });
  const count = (some: readonly Batch[]) => some.reduce((sum, { tables }) => sum + tables.length, 0);
  return { taken, left: count(batches) - count(taken) };
}

function batchTargets(context: RdsContext, batch: Batch): readonly ProbeTarget[] {
  let results: Promise<readonly TableImport[]> | undefined;
  const resultsOnce = () => (results ??= context.calls.once(() => importBatch(context, batch)));
  return batch.tables.map(({ qualifiedName }, index) => ({
    name: `${databaseName(batch.server, batch.database)}.${qualifiedName}`,
    check: async () => importFinding((await resultsOnce())[index], qualifiedName, destination(context, batch, index)),
  }));
}

function importBatch(context: RdsContext, { server, database, tables }: Batch): Promise<readonly TableImport[]> {
  const { importTo } = context.section.scope;
  return importTables({
    connect: () => logIn(context, { ...server, database }),
    tables,
    sinkFor: ({ schema, name }) => importTo
      ? s3Sink(context.ownS3, { bucket: importTo.bucket, key: csvKey(prefixOf(importTo.prefix, server), database, schema, name) })
      : countingSink,
    deadline: performance.now() + context.calls.remainingMs() - MARGIN_MS,
  });
}

/** Two servers can have a database of one name. */
const prefixOf = (prefix: string, { name, database }: Server): string => `${prefix}${encodeURIComponent(database === undefined ? name : name.slice(0, -database.length - 1))}/`;

function destination({ section: { scope: { importTo } } }: RdsContext, { server, database, tables }: Batch, index: number): string | undefined {
  const { schema, name } = tables[index];
  return importTo && `s3://${importTo.bucket}/${csvKey(prefixOf(importTo.prefix, server), database, schema, name)}`;
}

function importFinding(result: TableImport, table: string, location: string | undefined): Finding {
  const { attempts, milliseconds } = result;
  if ('failure' in result) return { ...result.failure.finding, detail: { attempts }, milliseconds };
  const { rows, bytes, truncated, columns, droppedColumns } = result.exported;
  const detail = { rows, bytes, truncated, columns: columns.length, droppedColumns, attempts, ...(location !== undefined && { location }) };
  const finding = truncated
    ? found('RDS_TABLE_TRUNCATED', { table, rows: PLATFORM_LIMITS.maxRows }, detail)
    : passed(`${rows} row(s), ${bytes} byte(s)${droppedColumns.length > 0 ? `, without ${droppedColumns.map(({ name }) => name).join(', ')}` : ''}`, detail);
  return { ...finding, milliseconds };
}
