import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { LakeFormationContext } from './lake-formation-context';
import { findingOfNoRows } from './no-rows';
import { findingOfQuery } from './query-failure';
import type { SampleOnce } from './sample';
import { fullName, type TableName } from './table-name';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

const integration = 'lake-formation';

export function queryProbes(context: LakeFormationContext, sampleOnce: SampleOnce): readonly Probe[] {
  const targets = (check: (table: TableName) => Promise<Finding | readonly Finding[]>) => async (): Promise<readonly ProbeTarget[]> => (
    (await context.catalog.granted()).tables.map((table) => ({ name: fullName(table), check: async () => check(table) }))
  );
  return [
    { id: 'lake-formation.query-table', integration, expects: 'allowed', targets: targets(async (table) => queryTable(context, table, sampleOnce)) },
    { id: 'lake-formation.read-result', integration, expects: 'allowed', targets: targets(async (table) => readResult(context, table, sampleOnce)) },
  ];
}

async function queryTable(context: LakeFormationContext, table: TableName, sampleOnce: SampleOnce): Promise<Finding> {
  const { queries, section: { scope } } = context;
  const { end, rows } = await sampleOnce(table);
  if (rows === undefined) return findingOfQuery(end, table, { seconds: queries.seconds, location: scope.resultsLocation });
  if (rows.rows.length === 0) return findingOfNoRows(context, table, end.scannedBytes);
  const { columns, rows: { length } } = rows;
  return passed(`A query of table '${fullName(table)}' gives rows`, { rows: length, columns: columns.length, scannedBytes: end.scannedBytes });
}

async function readResult(context: LakeFormationContext, table: TableName, sampleOnce: SampleOnce): Promise<Finding> {
  const { calls, limits, s3, section: { scope: { workgroup, resultsLocation } } } = context;
  const sample = await sampleOnce(table).catch((error: unknown) => {
    if (failureOf(error).kind === 'time-ran-out') throw error;
    return undefined;
  });
  if (sample?.rows === undefined) return found('LAKE_FORMATION_NOT_QUERIED', { table: fullName(table) });
  const { outputLocation } = sample.end;
  if (!outputLocation.startsWith(resultsLocation)) {
    return found('LAKE_FORMATION_RESULTS_OVERRIDDEN', { workgroup, actual: outputLocation.slice(0, outputLocation.lastIndexOf('/') + 1), expected: resultsLocation });
  }
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(outputLocation) ?? [];
  try {
    const bytes = await calls.mustWork(async (abortSignal) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${limits.sampleBytes - 1}` }), { abortSignal });
      return (await Body?.transformToByteArray() ?? []).length;
    });
    return passed(`The result of a query of table '${fullName(table)}' can be read`, { bytesRead: bytes });
  } catch (error) {
    const { kind, httpStatus, reason } = failureOf(error);
    if (kind === 'denied' || httpStatus === 404) return found('LAKE_FORMATION_RESULT_UNREADABLE', { table: fullName(table), reason });
    throw error;
  }
}
