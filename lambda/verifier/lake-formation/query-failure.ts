import type { QueryEnd } from './queries';
import { fullName, type TableName } from './table-name';
import { found, type Finding } from '../probes/finding';

export interface QueryLimits {
  readonly seconds: number;
  readonly location: string;
}

export type FailureOfQuery = 'table-hidden' | 'column-hidden' | 'not-granted' | 'data-denied' | 'results-denied' | 'scan-limit' | 'other';

/** Athena tells what is wrong in words. The order matters: a message about S3 can also name a permission. */
const WORDS: readonly (readonly [RegExp, FailureOfQuery])[] = [
  [/output (?:url|location|bucket)|when writing/i, 'results-denied'],
  [/Permission denied on S3 path|HIVE_CANNOT_OPEN_SPLIT[\s\S]*(?:Access ?Denied|Permission denied|403)/i, 'data-denied'],
  [/TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|(?:Table|Schema|Database) .*(?:does not exist|not found)/i, 'table-hidden'],
  [/COLUMN_NOT_FOUND|SELECT \* not allowed from relation that has no columns|Column .*cannot be resolved/i, 'column-hidden'],
  [/Insufficient (?:Lake Formation )?permission|lakeformation:|not authorized to perform|AccessDeniedException/i, 'not-granted'],
  [/Bytes scanned limit/i, 'scan-limit'],
];

export function failureOfQuery(reason: string): FailureOfQuery {
  return WORDS.find(([words]) => words.test(reason))?.[1] ?? 'other';
}

/** Whether AWS refuses the table or the column to the role. */
export function isRefusedByAws({ state, reason }: QueryEnd): boolean {
  return state === 'failed' && ['table-hidden', 'column-hidden', 'not-granted', 'data-denied'].includes(failureOfQuery(reason));
}

/** Whether it can be due to a grant or a policy that is not in force yet: to those of the results location, too. */
export function mayBePropagation(end: QueryEnd): boolean {
  return end.state === 'not-taken' || isRefusedByAws(end) || (end.state === 'failed' && failureOfQuery(end.reason) === 'results-denied');
}

/** A failed query, in a finding. Of a reason that is not known only the error code is kept: Athena quotes data in some of them. */
export function findingOfQuery({ state, reason, scannedBytes }: QueryEnd, table: TableName, { seconds, location }: QueryLimits): Finding {
  const name = fullName(table);
  if (state === 'too-slow') return found('LAKE_FORMATION_QUERY_SLOW', { table: name, seconds });
  if (state === 'too-much-read') return found('LAKE_FORMATION_SCAN_LIMIT', { table: name, bytes: scannedBytes });
  // Athena looks at the results location before it takes a query.
  if (state === 'not-taken') return found('LAKE_FORMATION_RESULTS_DENIED', { location, reason });
  switch (failureOfQuery(reason)) {
    case 'table-hidden': return found('LAKE_FORMATION_TABLE_HIDDEN', { table: name });
    case 'column-hidden': return found('LAKE_FORMATION_COLUMN_HIDDEN', { table: name, columns: table.columns?.join(', ') ?? 'all' });
    case 'not-granted': return found('ACCESS_DENIED', { reason: withoutSuffix(reason) });
    case 'data-denied': return found('LAKE_FORMATION_DATA_DENIED', { table: name });
    case 'results-denied': return found('LAKE_FORMATION_RESULTS_DENIED', { location, reason: withoutSuffix(reason) });
    case 'scan-limit': return found('LAKE_FORMATION_SCAN_LIMIT', { table: name, bytes: scannedBytes });
    case 'other': return found('LAKE_FORMATION_QUERY_FAILED', { table: name, error: /^[A-Z][A-Z0-9_]{2,}/.exec(reason)?.[0] ?? 'Athena gives no error code' });
  }
}

/** Athena adds service names and request IDs in parentheses. */
function withoutSuffix(reason: string): string {
  return reason.replace(/\s*\((?:Service|Request)[\s\S]*$/, '').slice(0, 300);
}
