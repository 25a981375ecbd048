import type { Socket } from 'node:net';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { ErrorContext, classifyError } from '../classify-error';
import {
  CsvSink, DatabaseSession, ExportedTable, ExportLimits, SYSTEM_DATABASES, TableName, TableSummary,
} from '../database-engine';
import { serverTimeLimit, withDeadline } from '../deadline';
import { deliver } from '../export/deliver';
import { RdsFailure } from '../rds-failure';
import { ColumnRow, DatabaseRow, DESCRIBE_COLUMNS, LIST_DATABASES, LIST_TABLES, TableRow } from './catalog';
import { beginExport, ExportPlan, planExport } from './export-query';

/** Browsing is for a person who waits: the platform gives it no limit, and one that outlives a patient click helps nobody. */
const BROWSE_LIMIT_MS = 30_000;

/** A session on a connected client. Every call has a limit on the server and one here; a call that fails leaves the connection closed. */
export function postgresSession(client: Client, socket: Socket, context: ErrorContext): DatabaseSession {
  const limited = async <T>(milliseconds: number, more: Partial<ErrorContext>, operation: () => Promise<T>): Promise<T> => {
    try {
      return await withDeadline(milliseconds, socket, operation);
    } catch (error) {
      socket.destroy();
      throw classifyError(error, { ...context, ...more });
    }
  };
  const browse = <Row>(text: string, values: readonly unknown[] = []) => limited(BROWSE_LIMIT_MS, {}, async () => {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${serverTimeLimit(BROWSE_LIMIT_MS)}`);
    const { rows } = await client.query(text, [...values]);
    await client.query('COMMIT');
    return rows as readonly Row[];
  });
  return {
    ping: () => limited(BROWSE_LIMIT_MS, {}, async () => void await client.query('SELECT 1')),
    listDatabases: () => browse<DatabaseRow>(LIST_DATABASES, [SYSTEM_DATABASES]),
    listTables: async () => (await browse<TableRow>(LIST_TABLES)).map(summarize),
    exportTable: (table, limits, sink) => limited(limits.timeoutMs, { table: `${table.schema}.${table.name}` }, () => exportTable(client, table, limits, sink)),
    close: async () => {
      await withDeadline(2_000, socket, () => client.end()).catch(() => socket.destroy());
    },
  };
}

function summarize(row: TableRow): TableSummary {
  return {
    schema: row.schema,
    name: row.name,
    qualifiedName: `${row.schema}.${row.name}`,
    estimatedRows: row.row_count === null ? 'unknown' : Number(row.row_count),
    columns: row.columns,
    bytes: Number(row.bytes),
    access: row.access,
  };
}

async function exportTable(client: Client, table: TableName, limits: ExportLimits, sink: CsvSink): Promise<ExportedTable> {
  await client.query(beginExport(serverTimeLimit(limits.timeoutMs)));
  const plan = await describe(client, table, limits.maxRows);
  const source = client.query(copyTo(plan.copy));
  const bytes = await deliver(source, sink);
  // The stream ends with the last row. Their count comes in a message after it, which has been read when another query is answered.
  await client.query('SELECT 1');
  const truncated = source.rowCount >= limits.maxRows && (await client.query(plan.hasMore)).rows.length > 0;
  await client.query('COMMIT');
  return { rows: source.rowCount, bytes, truncated, columns: plan.columns, droppedColumns: plan.droppedColumns };
}

async function describe(client: Client, table: TableName, maxRows: number): Promise<ExportPlan> {
  const { rows } = await client.query<ColumnRow>(DESCRIBE_COLUMNS, [table.schema, table.name]);
  const name = `${table.schema}.${table.name}`;
  if (rows.length === 0) throw new RdsFailure('RDS_TABLE_NOT_FOUND', { table: name });
  const plan = planExport(table, rows, maxRows);
  if (plan.columns.length > 0) return plan;
  const denied = plan.droppedColumns.some(({ reason }) => reason === 'no-privilege');
  throw new RdsFailure(denied ? 'RDS_TABLE_DENIED' : 'RDS_NO_COLUMNS', { table: name, user: client.user ?? '' });
}
