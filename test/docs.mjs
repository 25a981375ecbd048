// What is written must be true: generated types and API.md are current, every TypeScript snippet of the README compiles.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './checks.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'docs-'));
const run = (command, ...args) => execFileSync('npx', ['--no-install', command, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });

const checks = {
  'generated types are what the schemas say': () => execFileSync('node', ['schema/generate-types.mjs', '--check'], { stdio: 'inherit' }),
  'README tables are what the code says': () => run('tsx', 'docs/readme-tables.ts', '--check'),
  'API.md is what the sources say': () => {
    run('jsii-docgen', '-o', join(scratch, 'API.md'));
    if (readFileSync(join(scratch, 'API.md'), 'utf8') !== readFileSync('API.md', 'utf8')) throw new Error('API.md is stale: run npx projen docgen');
  },
  'README snippets compile': () => run('jsii-rosetta', 'extract', '--strict', '--compile', '--output', join(scratch, 'tablet'), '.'),
};

try {
  runChecks(checks);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
