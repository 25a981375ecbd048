import { dataSet } from './data-set';
import type { LocalAws } from '../local-aws';
import { createBucket } from '../state';

/** Two buckets to share, and one that nobody else may see. */
export const BUCKETS = { datasets: 'acme-prod-datasets', notes: 'acme-research-notes', payroll: 'acme-payroll' } as const;

const DATASETS = {
  'weather/': ['seattle-weather.csv', 'penguins.json', 'co2-concentration.csv', 'unemployment.tsv'],
  'flights/': ['flights-3m.parquet', 'airports.csv'],
} as const;
const NOTES = { '': ['movies.json', 'earthquakes.json'] } as const;

async function filesOf(folders: Readonly<Record<string, readonly string[]>>): Promise<Readonly<Record<string, Uint8Array>>> {
  const files = Object.entries(folders).flatMap(([folder, names]) => names.map(async (name) => [`${folder}${name}`, await dataSet(name)] as const));
  return Object.fromEntries(await Promise.all(files));
}

/** Creates the buckets; returns what is in each. */
export async function createBuckets(aws: LocalAws): Promise<readonly string[]> {
  const [datasets, notes] = await Promise.all([filesOf(DATASETS), filesOf(NOTES)]);
  await Promise.all([
    createBucket(aws, { name: BUCKETS.datasets, objects: datasets }),
    createBucket(aws, { name: BUCKETS.notes, objects: notes }),
    createBucket(aws, { name: BUCKETS.payroll, objects: { '2026/10.csv': 'employee,salary\n' } }),
  ]);
  const size = (files: Readonly<Record<string, Uint8Array>>) => `${Object.keys(files).length} files`;
  return [`s3://${BUCKETS.datasets}: ${size(datasets)}`, `s3://${BUCKETS.notes}: ${size(notes)}`, `s3://${BUCKETS.payroll}: nobody else's business`];
}
