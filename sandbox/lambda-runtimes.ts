import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { CACHE, Progress } from './python-environment';

const run = promisify(execFile);

/** Lambda's Node runtimes and the Node that each is. */
const VERSIONS: Readonly<Record<string, string>> = { 'nodejs22.x': '22.23.3', 'nodejs24.x': '24.21.0' };

/**
 * The Node program of each Lambda runtime. The first call installs them from npm, whose packages for one platform hold nothing but
 * the program and run no install script; where that fails, the Node that runs this stands in, and says so.
 */
export async function lambdaRuntimes(progress: Progress): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(await Promise.all(Object.entries(VERSIONS).map(async ([runtime, version]) => {
    const program = await node(version, progress).catch((error: Error) => {
      progress(`Lambda runtime ${runtime}: Node ${version} could not be installed (${error.message.split('\n')[0]}), so Node ${process.version} stands in for it.`);
      return process.execPath;
    });
    return [runtime, program] as const;
  })));
}

async function node(version: string, progress: Progress): Promise<string> {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const home = path.join(CACHE, `${name}-${version}`);
  const program = path.join('node_modules', name, 'bin', 'node');
  if (existsSync(path.join(home, program))) return path.join(home, program);
  progress(`Installing Node ${version} for Lambda functions ...`);
  // Built aside and renamed into place, like the Python environment.
  const building = `${home}.${process.pid}`;
  try {
    await mkdir(building, { recursive: true });
    await run('npm', ['install', '--prefix', building, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`]);
    await run(path.join(building, program), ['--version']);
    await rename(building, home).catch((error: Error) => {
      if (!existsSync(path.join(home, program))) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return path.join(home, program);
}
