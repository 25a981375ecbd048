// Benchmarks as ratios of figures that were measured side by side in this run. They are printed, never asserted.
import type { Row } from './row';

const suites: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  synthesis: async () => (await import('./synthesis')).rows(),
  bundle: async () => (await import('./bundle')).rows(),
  databases: async () => (await import('./databases')).rows(),
  packing: async () => (await import('./packing')).rows(),
  integrations: async () => (await import('./integrations')).rows(),
  concurrency: async () => (await import('./concurrency')).rows(),
  verification: async () => (await import('./verification')).rows(),
};

// Each CDK app registers an exit listener, and the warm benchmarks make many.
process.setMaxListeners(0);

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => !(name in suites));
if (unknown) throw new Error(`There is no suite '${unknown}'. There are: ${Object.keys(suites).join(', ')}`);

async function run(): Promise<void> {
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(suites)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    console.log(`measuring ${name} ...`);
    rows.push(...await measure());
  }
  const cells = rows.map(({ name, ours, theirs, ratio, bound, holds }) => [name, ours, theirs, ratio.toFixed(2), bound, holds ? 'holds' : 'MISSES']);
  const header = ['Figure', 'Ours', 'Against', 'Ratio', 'Bound', ''];
  const widths = header.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column].length)));
  for (const row of [header, widths.map((width) => '-'.repeat(width)), ...cells]) {
    console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
  }
}

void run();
