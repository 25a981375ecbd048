import { holds, ifAllowed } from './governance';
import type { LakeFormationContext } from './lake-formation-context';
import { fullName, type TableName } from './table-name';
import { found, type Finding } from '../probes/finding';

/** What is known about a table whose query worked and gave no rows. */
export interface Evidence {
  readonly scannedBytes: number;
  readonly partitioned: boolean;
  readonly hasPartitions: boolean;
  /** Whether every file starts with a header, which is read but is no row. */
  readonly headers: boolean;
  /** Whether the role sees the table through a filter of rows or cells. */
  readonly filtered: boolean;
}

export type Absence = 'LAKE_FORMATION_NO_ROWS' | 'LAKE_FORMATION_EMPTY_TABLE' | 'LAKE_FORMATION_NO_PARTITIONS';

/** More than a few header lines. */
const HEADER_BYTES = 64 * 1_024;

/** Tells a table that is empty from one whose rows are there and not shown. */
export function absenceOf({ scannedBytes, partitioned, hasPartitions, headers, filtered }: Evidence): Absence {
  if (filtered) return 'LAKE_FORMATION_NO_ROWS';
  if (partitioned && !hasPartitions) return 'LAKE_FORMATION_NO_PARTITIONS';
  return scannedBytes > (headers ? HEADER_BYTES : 0) ? 'LAKE_FORMATION_NO_ROWS' : 'LAKE_FORMATION_EMPTY_TABLE';
}

export async function findingOfNoRows({ catalog, governance }: LakeFormationContext, table: TableName, scannedBytes: number): Promise<Finding> {
  const [known, grants] = await Promise.all([catalog.table(table), ifAllowed(governance.grants())]);
  const partitioned = (known?.PartitionKeys ?? []).length > 0;
  const absence = absenceOf({
    scannedBytes,
    partitioned,
    hasPartitions: partitioned && await catalog.hasPartitions(table),
    headers: Number(known?.Parameters?.['skip.header.line.count'] ?? 0) > 0,
    filtered: grants !== undefined && holds(grants.filtered, table),
  });
  return found(absence, { table: fullName(table) }, { rows: 0, scannedBytes });
}
