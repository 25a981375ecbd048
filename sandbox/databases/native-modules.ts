import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SOURCES = join(__dirname, 'native');
const CACHE = join(__dirname, '..', '..', '.sandbox', 'native');

export type NativeModule = 'pam_rds_iam' | 'pam_confdir' | 'aws_authentication_plugin';

/** Compiles a C module once per version of its sources. @returns the path of the shared object. */
export async function buildNativeModule(name: NativeModule): Promise<string> {
  const sources = await Promise.all([`${name}.c`, 'verifier_client.h'].map((file) => readFile(join(SOURCES, file))));
  const hash = sources.reduce((digest, source) => digest.update(source), createHash('sha256')).digest('hex').slice(0, 12);
  const output = join(CACHE, `${name}-${hash}.so`);
  if (existsSync(output)) return output;
  await mkdir(CACHE, { recursive: true });
  // Renamed into place, so that two test processes that build at once never load a half-written file.
  const unfinished = `${output}.${process.pid}`;
  await run('gcc', ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-shared', '-fPIC', '-o', unfinished, join(SOURCES, `${name}.c`)]);
  await rename(unfinished, output);
  return output;
}
