import type { LakeFormationContext } from './lake-formation-context';
import { findingOfNoRows } from './no-rows';
import { findingOfQuery } from './query-failure';
import type { SampleOnce } from './sample';
import { countRows, fullName, type TableName } from './table-name';
import { schemaOf, tabular, toCsv, typesOf } from './tabular';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

export function importProbe(context: LakeFormationContext, sampleOnce: SampleOnce): Probe {
  const targets = async (): Promise<readonly ProbeTarget[]> => {
    const { tables, left } = await context.catalog.granted();
    const rest: readonly ProbeTarget[] = left === 0 ? [] : [{ name: 'more tables', check: async () => found('LAKE_FORMATION_TABLES_LEFT', { left, looked: tables.length }) }];
    return [...tables.map((table) => ({ name: fullName(table), check: async () => importTable(context, table, sampleOnce) })), ...rest];
  };
  return { id: 'lake-formation.import-table', integration: 'lake-formation', expects: 'allowed', targets };
}

/** Counts all rows and turns a few into CSV, as the platform would. Names and types of columns are reported, contents never. */
async function importTable(context: LakeFormationContext, table: TableName, sampleOnce: SampleOnce): Promise<Finding> {
  const { queries, section: { scope } } = context;
  const limits = { seconds: queries.seconds, location: scope.resultsLocation };
  const { end, rows } = await sampleOnce(table);
  if (rows === undefined) return findingOfQuery(end, table, limits);
  if (rows.rows.length === 0) return findingOfNoRows(context, table, end.scannedBytes);

  const counting = await queries.mustWork(countRows(table), table.database);
  if (counting.state !== 'succeeded') return findingOfQuery(counting, table, limits);
  const [[count]] = tabular(await queries.results(counting.id, 1)).rows;
  const figures = {
    rows: Number(count),
    scannedBytes: end.scannedBytes + counting.scannedBytes,
    sampled: rows.rows.length,
    csvBytes: Buffer.byteLength(toCsv(rows)),
    columns: rows.columns.length,
    types: typesOf(rows),
    schema: schemaOf(rows),
  };
  return passed(`${figures.rows} row(s) of ${figures.columns} column(s)`, figures);
}
