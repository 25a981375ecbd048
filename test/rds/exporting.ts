import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { adminLogin, engineFor } from './rig';
import type { DatabaseSession, ExportedTable, TableName } from '../../lambda/verifier/rds/database-engine';
import { DatabaseServer } from '../../sandbox/databases/database-server';

export const LIMITS = { maxRows: 50_000, timeoutMs: 30_000 };

export async function withSession<T>(server: DatabaseServer, database: string, use: (session: DatabaseSession) => Promise<T>): Promise<T> {
  const session = await engineFor(server).connect(adminLogin(server, database));
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** Exports one table into memory. */
export async function exportToText(
  session: DatabaseSession, table: TableName, limits = LIMITS,
): Promise<{ readonly csv: string; readonly result: ExportedTable }> {
  let csv = '';
  const result = await session.exportTable(table, limits, async (stream: Readable) => { csv = await text(stream); });
  return { csv, result };
}

/** Reads CSV with a parser that is not ours; an empty field without quotes is null. */
export function parseCsv(csv: string): readonly (readonly (string | null)[])[] {
  return parse(csv, { cast: (value, { quoting }) => value === '' && !quoting ? null : value, skip_empty_lines: false }) as (string | null)[][];
}
