// Bucket names as long as real ones: environment, team, subject and a suffix that makes them unique, 25 to 63 characters.
const ENVIRONMENTS = ['prod', 'staging', 'analytics', 'datalake'];
const TEAMS = ['customer-insights', 'supply-chain', 'risk', 'marketing-attribution', 'research'];
const SUBJECTS = ['raw-events', 'curated-datasets', 'exports', 'training-data-archive'];

/** So many different names, always the same. */
export function bucketNames(count: number): string[] {
  const pick = <Value>(values: readonly Value[], index: number) => values[index % values.length];
  return Array.from({ length: count }, (_, index) =>
    `${pick(ENVIRONMENTS, index)}-${pick(TEAMS, index * 7)}-${pick(SUBJECTS, index * 3)}-${String(index).padStart(4, '0')}${'x7'.repeat(index % 3)}`.slice(0, 63));
}
