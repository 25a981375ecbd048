import { Readable } from 'node:stream';
import type { Connection, TypeCastField } from 'mysql2';
import { RdsFailure } from '../rds-failure';
import { csvHeader, csvLine, ExportPlan } from './export-query';

const CHUNK_CHARACTERS = 64 * 1024;

// Every value as the server's own text: the driver's types lose digits of bigint and JSON, and zero dates.
const asText = (field: TypeCastField) => field.string('utf8');

export interface CsvRows {
  readonly csv: Readable;
  count(): number;
  truncated(): boolean;
}

/** The rows of a plan as CSV; the connection is paused while nobody reads. */
export function streamRows(connection: Connection, plan: ExportPlan, maxRows: number, tooLarge: () => RdsFailure): CsvRows {
  let rows = 0;
  let truncated = false;
  let pending = csvHeader(plan.columns);
  const csv = new Readable({
    read: () => connection.resume(),
    destroy: (error, done) => {
      connection.off('error', fail);
      done(error);
    },
  });
  const flush = () => {
    const wantsMore = csv.push(Buffer.from(pending, 'utf8'));
    pending = '';
    if (!wantsMore) connection.pause();
  };
  const fail = (error: Error) => csv.destroy(error);
  // A connection that drops between two packets is told to the connection alone, never to the query (mysql2 hangs without this).
  connection.on('error', fail);
  connection.query({ sql: plan.select, rowsAsArray: true, typeCast: asText })
    .on('error', fail)
    .on('result', (row) => {
      if (csv.destroyed) return;
      if (rows === maxRows) {
        truncated = true;
        return;
      }
      const line = csvLine(row as unknown as readonly (string | null)[], plan.segments);
      if (line === undefined) {
        csv.destroy(tooLarge());
        return;
      }
      rows += 1;
      pending += line;
      if (pending.length >= CHUNK_CHARACTERS) flush();
    })
    .on('end', () => {
      if (csv.destroyed) return;
      if (pending !== '') flush();
      csv.push(null);
      // Nobody reads past the end, so nobody else would wake the connection for its next query.
      connection.resume();
    });
  return { csv, count: () => rows, truncated: () => truncated };
}
