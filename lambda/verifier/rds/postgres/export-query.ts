import type { DroppedColumn, TableName } from '../database-engine';
import type { ColumnRow } from './catalog';
import { quoteIdentifier, quoteTable } from './identifiers';

export interface ExportPlan {
  readonly columns: readonly string[];
  readonly droppedColumns: readonly DroppedColumn[];
  readonly copy: string;
  /** Gives one row exactly when the table has more rows than the limit. */
  readonly hasMore: string;
}

/**
 * COPY gives each value as the server's own text, which no driver's parsing can change, and JSON as it is stored. Arrays are made JSON by
 * the server; to_json is named with its schema, because a schema on the search path may have one of its own.
 */
export function planExport(table: TableName, described: readonly ColumnRow[], maxRows: number): ExportPlan {
  const exported = described.filter((column) => column.readable && !column.binary);
  const list = exported.map((column) => {
    const name = quoteIdentifier(column.name);
    return column.array ? `pg_catalog.to_json(${name})::pg_catalog.text AS ${name}` : name;
  });
  const from = `FROM ${quoteTable(table)}`;
  return {
    columns: exported.map(({ name }) => name),
    droppedColumns: described.filter((column) => !exported.includes(column)).map(({ name, type, binary }) => ({
      name, type, reason: binary ? 'binary' : 'no-privilege',
    })),
    copy: `COPY (SELECT ${list.join(', ')} ${from} LIMIT ${maxRows}) TO STDOUT (FORMAT csv, HEADER)`,
    hasMore: `SELECT 1 ${from} OFFSET ${maxRows} LIMIT 1`,
  };
}

/**
 * One snapshot for the rows and for the question whether there are more; the formats of the output whatever the defaults of the database are.
 * SET LOCAL and not the start-up packet's options: RDS Proxy refuses those.
 */
export function beginExport(timeoutMs: number): string {
  return [
    'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY',
    `SET LOCAL statement_timeout = ${timeoutMs}`,
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'postgres'",
    'SET LOCAL extra_float_digits = 1',
  ].join('; ');
}
