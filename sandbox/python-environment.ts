import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
/** What first starts install, kept for later ones. */
export const CACHE = path.join(__dirname, '..', '.sandbox');
const OLDEST_PYTHON = [3, 10] as const;

/** Where the sandbox says what it is doing. */
export type Progress = (line: string) => void;

/**
 * The Python interpreter that has the emulator installed. The first call installs it (about half a minute); later calls find it
 * in the cache, whose name is a digest of the requirements and the interpreter, so that a changed pin makes a new environment.
 */
export async function pythonEnvironment(progress: Progress): Promise<string> {
  const { command, version } = await findPython();
  const digest = createHash('sha256').update(await readFile(REQUIREMENTS)).update(version).digest('hex').slice(0, 12);
  const home = path.join(CACHE, `python-${digest}`);
  const interpreter = path.join(home, 'bin', 'python');
  if (existsSync(path.join(home, 'ready'))) return interpreter;

  progress(`Installing the local AWS (Python packages of sandbox/requirements.txt) into ${path.relative(process.cwd(), home) || home} ...`);
  // Built aside and renamed into place at the end, so that two first starts at once, or a killed one, never leave half an environment.
  const building = `${home}.${process.pid}`;
  await mkdir(CACHE, { recursive: true });
  await rm(building, { recursive: true, force: true });
  try {
    await run(command, ['-m', 'venv', building]);
    await run(path.join(building, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]);
    await run(path.join(building, 'bin', 'python'), ['-c', 'import ministack, sys; open(sys.prefix + "/ready", "w").close()']);
    await rename(building, home).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(path.join(home, 'ready'))) throw error;
    });
  } catch (error) {
    throw new Error(`The sandbox could not install its Python packages: ${lastLine(error)}`);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return interpreter;
}

async function findPython(): Promise<{ command: string; version: string }> {
  const command = process.env.SANDBOX_PYTHON ?? 'python3';
  const wanted = `Python ${OLDEST_PYTHON.join('.')} or newer with the venv module`;
  const found = await run(command, ['-c', 'import sys, venv; print(sys.version)']).catch(() => undefined);
  if (!found) throw new Error(`The sandbox needs ${wanted}, but '${command}' is not there; install it, or name one in SANDBOX_PYTHON.`);
  const [major, minor] = found.stdout.split('.').map(Number);
  if (major !== OLDEST_PYTHON[0] || minor < OLDEST_PYTHON[1]) {
    throw new Error(`The sandbox needs ${wanted}, but '${command}' is ${major}.${minor}; name a newer one in SANDBOX_PYTHON.`);
  }
  return { command, version: found.stdout.trim() };
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr || message || String(error)).trim().split('\n').at(-1) ?? 'no reason given';
}
