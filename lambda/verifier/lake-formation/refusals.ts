import { randomUUID } from 'node:crypto';
import { GetTableCommand } from '@aws-sdk/client-glue';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { isByGrant } from './catalog';
import type { LakeFormationContext } from './lake-formation-context';
import { isRefusedByAws } from './query-failure';
import { fullName, selectRows, type TableName } from './table-name';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';
import { foreignPrefix } from '../s3/refusals';

const integration = 'lake-formation';

/** Whether Athena gives rows: a refusal at the start of a query and one at its end count the same. */
async function reads({ queries }: LakeFormationContext, table: TableName): Promise<'read' | 'refused' | 'unknown'> {
  try {
    const end = await queries.once(selectRows(table, 1), table.database);
    if (isRefusedByAws(end)) return 'refused';
    return end.state === 'failed' || end.state === 'not-taken' ? 'unknown' : 'read';
  } catch (error) {
    const { kind, reason } = failureOf(error);
    // Whoever may start no query at all is not refused this table.
    if (kind === 'denied' && !/\bathena:/.test(reason)) return 'refused';
    throw error;
  }
}

export function deniedTableProbe(context: LakeFormationContext): Probe {
  const { scope } = context.section;
  const provenBy = [{ probe: 'lake-formation.get-table' }];
  const named = scope.deniedTables.filter(({ columns }) => columns === undefined);
  const unlisted = { name: 'a table that is not listed', check: async () => tryUnlisted(context), provenBy };
  return {
    id: 'lake-formation.denied-table',
    integration,
    expects: 'denied',
    targets: [
      ...(isByGrant(scope) ? [] : [unlisted]),
      ...named.map((table) => ({ name: fullName(table), check: async () => tryTable(context, table), provenBy })),
    ],
  };
}

/**
 * A table that nobody has, in a database of which some tables are listed, stands for every table that is not listed. IAM refuses before
 * Glue looks for it; where it is Glue that has no such table, policies allow more than the connection's own.
 */
async function tryUnlisted({ calls, glue, section: { scope } }: LakeFormationContext): Promise<Finding> {
  const Name = `not_listed_${randomUUID().slice(0, 8)}`;
  const DatabaseName = scope.tables.find(({ database }) => !scope.databases.includes(database))?.database ?? Name;
  try {
    const { refused } = await calls.isRefused((abortSignal) => glue.send(new GetTableCommand({ DatabaseName, Name }), { abortSignal }));
    if (refused) return passed('A table that is not listed is refused, as it must be');
  } catch (error) {
    if (failureOf(error).name !== 'EntityNotFoundException') throw error;
  }
  return found('LAKE_FORMATION_UNLISTED_NOT_REFUSED', {});
}

async function tryTable(context: LakeFormationContext, denied: TableName): Promise<Finding | readonly Finding[]> {
  const table = fullName(denied);
  const [hidden, rows] = await Promise.all([context.catalog.isRefused(denied), reads(context, denied)]);
  const open = [...(hidden ? [] : ['see']), ...(rows === 'read' ? ['query'] : [])];
  if (open.length > 0) return open.map((what) => found('LAKE_FORMATION_TABLE_NOT_REFUSED', { what, table }));
  if (rows === 'unknown') return found('DENIAL_INCONCLUSIVE', { reason: 'its query failed for a reason that is no refusal' });
  return passed(`Table '${table}' is refused, as it must be`);
}

export function deniedColumnProbe(context: LakeFormationContext): Probe {
  const { deniedTables, tables } = context.section.scope;
  const columns = deniedTables.flatMap(({ database, name, columns: names = [] }) => names.map((column) => ({ database, name, column })));
  return {
    id: 'lake-formation.denied-column',
    integration,
    expects: 'denied',
    targets: columns.map(({ database, name, column }) => {
      const table = { database, name };
      // Where other columns of the table are granted, these must have been read: then it is the column that is refused.
      const granted = tables.some((each) => fullName(each) === fullName(table));
      return {
        name: `${fullName(table)}.${column}`,
        check: async () => tryColumn(context, table, column),
        provenBy: [{ probe: 'lake-formation.query-table', ...(granted && { target: fullName(table) }) }],
      };
    }),
  };
}

async function tryColumn(context: LakeFormationContext, table: TableName, column: string): Promise<Finding> {
  switch (await reads(context, { ...table, columns: [column] })) {
    case 'read': return found('LAKE_FORMATION_COLUMN_NOT_REFUSED', { column, table: fullName(table) });
    case 'unknown': return found('DENIAL_INCONCLUSIVE', { reason: 'its query failed for a reason that is no refusal' });
    case 'refused': return passed(`Column '${column}' of table '${fullName(table)}' is refused, as it must be`);
  }
}

/** The key does not exist, which does not matter: who may read it gets 404, who may not gets 403. */
export function outsideResultsProbe({ calls, s3, section: { scope: { resultsLocation } } }: LakeFormationContext): Probe {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(resultsLocation) ?? [];
  const check = async (): Promise<Finding> => {
    try {
      const Key = `${foreignPrefix([path])}nothing`;
      const { refused } = await calls.isRefused((abortSignal) => s3.send(new GetObjectCommand({ Bucket: bucket, Key }), { abortSignal }));
      if (refused) return passed(`Reading outside ${resultsLocation} is refused, as it must be`);
    } catch (error) {
      if (failureOf(error).httpStatus !== 404) throw error;
    }
    // "No such key" is told to those only who may read it.
    return found('LAKE_FORMATION_RESULTS_NOT_REFUSED', { bucket });
  };
  return { id: 'lake-formation.outside-results', integration, expects: 'denied', targets: [{ name: bucket, check, provenBy: [{ probe: 'lake-formation.read-result' }] }] };
}
