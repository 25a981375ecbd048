import type { LakeFormationContext } from './lake-formation-context';
import type { QueryEnd } from './queries';
import { fullName, selectRows, type TableName } from './table-name';
import { tabular, type Tabular } from './tabular';

/** A query of a few rows, and what came back when it worked. */
export interface Sample {
  readonly end: QueryEnd;
  readonly rows?: Tabular;
}

export type SampleOnce = (table: TableName) => Promise<Sample>;

/** Queries each table once. */
export function createSampler({ queries, limits }: Pick<LakeFormationContext, 'queries' | 'limits'>): SampleOnce {
  const samples = new Map<string, Promise<Sample>>();
  const read = async (table: TableName): Promise<Sample> => {
    const end = await queries.mustWork(selectRows(table, limits.samplesPerPlace), table.database);
    return end.state === 'succeeded' ? { end, rows: tabular(await queries.results(end.id, limits.samplesPerPlace)) } : { end };
  };
  return async (table) => {
    const sample = samples.get(fullName(table)) ?? read(table);
    samples.set(fullName(table), sample);
    return sample;
  };
}
