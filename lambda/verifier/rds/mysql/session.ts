import type { Socket } from 'node:net';
import type { Connection } from 'mysql2';
import type { RowDataPacket } from 'mysql2/promise';
import { classifyError, ErrorContext } from '../classify-error';
import {
  CsvSink, DatabaseSession, ExportedTable, ExportLimits, SYSTEM_DATABASES, TableName, TableSummary,
} from '../database-engine';
import { serverTimeLimit, withDeadline } from '../deadline';
import { deliver } from '../export/deliver';
import { RdsFailure } from '../rds-failure';
import {
  ColumnCountRow, ColumnRow, COUNT_COLUMNS, DatabaseRow, DESCRIBE_COLUMNS, LIST_DATABASES, LIST_TABLES, TableRow,
} from './catalog';
import { ExportPlan, planExport } from './export-query';
import { streamRows } from './row-stream';

const BROWSE_LIMIT_MS = 30_000;

/** What differs between the two servers that speak the protocol. */
export interface ServerTraits {
  readonly mariadb: boolean;
  readonly maxPacketBytes: number;
  readonly accountHost: string;
}

/** A session on a connected client. Every call has a limit on the server and one here; a call that fails leaves the connection closed. */
export function mysqlSession(connection: Connection, socket: Socket, context: ErrorContext, traits: ServerTraits): DatabaseSession {
  const limited = async <T>(milliseconds: number, table: string | undefined, operation: () => Promise<T>): Promise<T> => {
    try {
      return await withDeadline(milliseconds, socket, async () => {
        await connection.promise().query(timeLimit(traits, serverTimeLimit(milliseconds)));
        return operation();
      });
    } catch (error) {
      socket.destroy();
      throw classifyError(error, { ...context, table });
    }
  };
  const rowsOf = async <Row extends RowDataPacket>(sql: string, values: readonly (string | readonly string[])[]) =>
    (await connection.promise().query<Row[]>(sql, [...values]))[0];
  return {
    accountHost: traits.accountHost,
    ping: () => limited(BROWSE_LIMIT_MS, undefined, async () => void await connection.promise().query('SELECT 1')),
    listDatabases: () => limited(BROWSE_LIMIT_MS, undefined, async () => {
      const rows = await rowsOf<DatabaseRow>(LIST_DATABASES, [SYSTEM_DATABASES]);
      return rows.map(({ name }) => ({ name, accessible: true }));
    }),
    listTables: () => limited(BROWSE_LIMIT_MS, undefined, async () => {
      const database = context.database ?? '';
      const tables = await rowsOf<TableRow>(LIST_TABLES, [database]);
      const columns = new Map((await rowsOf<ColumnCountRow>(COUNT_COLUMNS, [database])).map((row) => [row.name, row]));
      return tables.map((row) => summarize(database, row, columns.get(row.name)));
    }),
    exportTable: (table, limits, sink) =>
      limited(limits.timeoutMs, `${table.schema}.${table.name}`, () => exportTable(connection, traits, context.user, table, limits, sink)),
    close: async () => {
      await withDeadline(2_000, socket, () => connection.promise().end()).catch(() => socket.destroy());
    },
  };
}

// https://mariadb.com/kb/en/aborting-statements/ (seconds); https://dev.mysql.com/doc/refman/8.0/en/server-system-variables.html (milliseconds)
function timeLimit(traits: ServerTraits, milliseconds: number): string {
  return traits.mariadb
    ? `SET SESSION max_statement_time = ${milliseconds / 1000}`
    : `SET SESSION max_execution_time = ${milliseconds}`;
}

function summarize(schema: string, row: TableRow, counted: ColumnCountRow | undefined): TableSummary {
  const columns = counted?.columns ?? 0;
  const readable = Number(counted?.readable ?? 0);
  return {
    schema,
    name: row.name,
    qualifiedName: row.name,
    estimatedRows: row.row_count === null ? 'unknown' : Number(row.row_count),
    columns,
    bytes: row.bytes === null ? 'unknown' : Number(row.bytes),
    access: readable === 0 ? 'none' : readable === columns ? 'all' : 'some-columns',
  };
}

async function exportTable(
  connection: Connection, traits: ServerTraits, user: string, table: TableName, limits: ExportLimits, sink: CsvSink,
): Promise<ExportedTable> {
  const name = `${table.schema}.${table.name}`;
  const plan = await describe(connection, traits, user, table, limits.maxRows);
  const rows = streamRows(connection, plan, limits.maxRows, () => new RdsFailure('RDS_ROW_TOO_LARGE', { table: name }));
  const bytes = await deliver(rows.csv, sink);
  return { rows: rows.count(), bytes, truncated: rows.truncated(), columns: plan.columns, droppedColumns: plan.droppedColumns };
}

async function describe(connection: Connection, traits: ServerTraits, user: string, table: TableName, maxRows: number): Promise<ExportPlan> {
  const [rows] = await connection.promise().query<(RowDataPacket & ColumnRow)[]>(DESCRIBE_COLUMNS, [table.schema, table.name]);
  const name = `${table.schema}.${table.name}`;
  if (rows.length === 0) throw new RdsFailure('RDS_TABLE_NOT_FOUND', { table: name });
  const plan = planExport(table, rows, maxRows, traits.maxPacketBytes);
  if (plan.columns.length > 0) return plan;
  const denied = plan.droppedColumns.some(({ reason }) => reason === 'no-privilege');
  throw new RdsFailure(denied ? 'RDS_TABLE_DENIED' : 'RDS_NO_COLUMNS', { table: name, user });
}
