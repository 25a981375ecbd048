import type { CsvSink, DatabaseSession, ExportedTable, TableName } from './database-engine';
import { RdsFailure } from './rds-failure';

/** The platform's own limits. */
export const PLATFORM_LIMITS = { maxRows: 50_000, tableMs: 120_000 } as const;

/** The shortest time in which an attempt makes sense. */
const SHORTEST_ATTEMPT_MS = 250;
const ATTEMPTS = 3;
const PAUSE_MS = 250;

export interface ImportTablesProps {
  /** Opens a session with a fresh token, on the database that the tables are in. */
  readonly connect: () => Promise<DatabaseSession>;
  readonly tables: readonly TableName[];
  /** A new sink for every attempt. */
  readonly sinkFor: (table: TableName) => CsvSink;
  /** When everything has to be over, on the clock of `performance.now()`. */
  readonly deadline: number;
  readonly maxRows?: number;
  readonly tableMs?: number;
}

export type TableImport =
  | { readonly table: TableName; readonly attempts: number; readonly milliseconds: number; readonly exported: ExportedTable }
  | { readonly table: TableName; readonly attempts: number; readonly milliseconds: number; readonly failure: RdsFailure };

/**
 * Imports one table after another over one session. What is transient is tried again over a new session while the time lasts; a table that
 * fails does not stop the others.
 */
export async function importTables(props: ImportTablesProps): Promise<readonly TableImport[]> {
  const results: TableImport[] = [];
  let session: DatabaseSession | undefined;
  const exportOnce = async (table: TableName, timeoutMs: number): Promise<ExportedTable> => {
    session ??= await props.connect();
    try {
      return await session.exportTable(table, { maxRows: props.maxRows ?? PLATFORM_LIMITS.maxRows, timeoutMs }, props.sinkFor(table));
    } catch (error) {
      // A session that failed is closed already.
      session = undefined;
      throw error;
    }
  };
  try {
    for (const table of props.tables) results.push(await importTable(table, props, exportOnce));
    return results;
  } finally {
    await session?.close();
  }
}

async function importTable(
  table: TableName, props: ImportTablesProps, exportOnce: (table: TableName, timeoutMs: number) => Promise<ExportedTable>,
): Promise<TableImport> {
  const started = performance.now();
  const end = Math.min(props.deadline, started + (props.tableMs ?? PLATFORM_LIMITS.tableMs));
  let failure = new RdsFailure('RDS_TIME_RAN_OUT');
  let attempts = 0;
  const record = () => ({ table, attempts, milliseconds: Math.round(performance.now() - started) });
  while (attempts < ATTEMPTS) {
    const timeoutMs = Math.floor(end - performance.now());
    if (timeoutMs < SHORTEST_ATTEMPT_MS) break;
    attempts += 1;
    try {
      return { ...record(), exported: await exportOnce(table, timeoutMs) };
    } catch (error) {
      if (!(error instanceof RdsFailure)) throw error;
      failure = error;
      if (!error.retryable) break;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempts));
    }
  }
  return { ...record(), failure };
}
