import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LocalAws } from '../local-aws';
import { createBucket } from '../state';

/** Public data sets, as files of an npm package. */
const DATA = path.join(__dirname, '..', '..', 'node_modules', 'vega-datasets', 'data');

/** What the customer's account holds before anybody connects to it. */
export const BUCKETS = { datasets: 'acme-prod-datasets', notes: 'acme-research-notes', payroll: 'acme-payroll' } as const;

async function files(prefix: string, names: readonly string[]): Promise<Record<string, Uint8Array>> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [`${prefix}${name}`, await readFile(path.join(DATA, name))] as const)));
}

/** Fills the customer's account: two buckets to share, one that nobody else may see. Returns what was put where. */
export async function fillAccount(aws: LocalAws): Promise<readonly string[]> {
  const datasets = await files('weather/', ['seattle-weather.csv', 'penguins.json', 'co2-concentration.csv', 'unemployment.tsv']);
  const flights = await files('flights/', ['flights-3m.parquet', 'airports.csv']);
  const notes = await files('', ['movies.json', 'earthquakes.json']);
  await Promise.all([
    createBucket(aws, { name: BUCKETS.datasets, objects: { ...datasets, ...flights } }),
    createBucket(aws, { name: BUCKETS.notes, objects: notes }),
    createBucket(aws, { name: BUCKETS.payroll, objects: { '2026/10.csv': 'employee,salary\n' } }),
  ]);
  const count = (objects: object) => `${Object.keys(objects).length} objects`;
  return [`${BUCKETS.datasets}: ${count({ ...datasets, ...flights })}`, `${BUCKETS.notes}: ${count(notes)}`, `${BUCKETS.payroll}: nobody else's business`];
}
