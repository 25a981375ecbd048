import { spawnSync } from 'child_process';
import { readdirSync, statSync } from 'fs';
import { join, resolve } from 'path';
import { pathToFileURL } from 'url';
import type { Row } from './row';
import { lambdaRuntimes } from '../sandbox/lambda-runtimes';

const ASSET = resolve('assets/verifier');

function size(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? size(path) : statSync(path).size);
  }, 0);
}

function importMilliseconds(node: string): number {
  const script = `const started = performance.now(); await import(${JSON.stringify(pathToFileURL(join(ASSET, 'index.mjs')).href)}); console.log(performance.now() - started)`;
  const times = Array.from({ length: 9 }, () => {
    const { stdout, stderr, status } = spawnSync(node, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return Number(stdout);
  });
  return times.sort((a, b) => a - b)[4];
}

/** The Lambda bundle: its size, and what a cold start pays before the first probe loads. */
export async function rows(): Promise<readonly Row[]> {
  const node = (await lambdaRuntimes(console.log))['nodejs24.x'];
  const bytes = size(ASSET);
  const milliseconds = importMilliseconds(node);
  const limit = 2 * 1024 * 1024;
  return [
    { name: 'Verifier bundle', ours: `${(bytes / 1024).toFixed(0)} KiB`, theirs: '2048 KiB allowed', ratio: bytes / limit, bound: 'at most 2 MiB', holds: bytes <= limit },
    { name: 'Import of the verifier\'s entry on Node 24', ours: `${milliseconds.toFixed(1)} ms`, theirs: '10 ms allowed', ratio: milliseconds / 10, bound: 'at most 10 ms', holds: milliseconds <= 10 },
  ];
}
