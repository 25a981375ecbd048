import { existsSync } from 'node:fs';
import path from 'node:path';
import { Progress } from './python-environment';

/** Lambda's Node runtimes and the npm packages that carry the same Node. */
const PACKAGES: Readonly<Record<string, string>> = { 'nodejs22.x': 'node22', 'nodejs24.x': 'node24' };

/** The Node program of each Lambda runtime; the Node that runs this where the package for a runtime is not installed, and says so. */
export function lambdaRuntimes(progress: Progress): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(PACKAGES).map(([runtime, name]) => [runtime, nodeOf(runtime, name, progress)]));
}

function nodeOf(runtime: string, name: string, progress: Progress): string {
  const program = path.join(__dirname, '..', 'node_modules', name, 'bin', 'node');
  if (existsSync(program)) return program;
  // Its install script downloads the program, and npm may have been told not to run install scripts.
  progress(`Lambda runtime ${runtime}: the npm package '${name}' holds no program, so Node ${process.version} stands in for it.`);
  return process.execPath;
}
