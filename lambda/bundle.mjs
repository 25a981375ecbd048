// Bundles the code that runs in Lambda into assets/, before jsii packs the library: a consumer needs neither bundler nor Docker.
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** One folder under assets/ for each. */
export const ENTRIES = {
  verifier: 'lambda/verifier/index.ts',
  'bedrock-key': 'lambda/provisioner/bedrock-key/index.ts',
  'database-user': 'lambda/provisioner/database-user/index.ts',
  cli: 'cli/index.ts',
};

/** Programs that a shell starts. */
const SHEBANG = { cli: '#!/usr/bin/env node\n' };

/** The names of MySQL's errors, 145 KiB in mysql2: the code here reads their numbers. */
const withoutErrorNames = {
  name: 'without-error-names',
  setup: ({ onLoad }) => onLoad({ filter: /[\\/]mysql2[\\/]lib[\\/]constants[\\/]errors\.js$/ }, () => ({ contents: 'module.exports = {};' })),
};

/**
 * ES modules with code splitting, so that an SDK client is loaded by the probe that needs it and not at cold start. The packages'
 * ES modules are preferred, because esbuild can leave out what is unused of them only.
 */
export function options(name, outdir) {
  return {
    absWorkingDir: ROOT,
    entryPoints: { index: ENTRIES[name] },
    outdir,
    bundle: true,
    format: 'esm',
    splitting: true,
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    plugins: [withoutErrorNames],
    alias: { 'iconv-lite': './lambda/verifier/rds/mysql/character-sets.ts' },
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    minify: true,
    // Names of classes are read by the SDK and shown in errors.
    keepNames: false,
    legalComments: 'none',
    sourcemap: false,
    metafile: true,
    logLevel: 'warning',
    // Packages in CommonJS still call require for Node's own modules.
    banner: { js: (SHEBANG[name] ?? '') + "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  };
}

/** Returns the bytes of each file that was written. */
export async function bundle(name, outdir = path.join(ROOT, 'assets', name)) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build(options(name, outdir));
  await writeFile(path.join(path.dirname(outdir), `${name}.meta.json`), JSON.stringify(metafile));
  const files = (await readdir(outdir)).sort();
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, (await stat(path.join(outdir, file))).size])));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const name of Object.keys(ENTRIES)) {
    const started = performance.now();
    const sizes = await bundle(name);
    const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    console.log(`assets/${name}: ${Object.keys(sizes).length} files, ${(total / 1024).toFixed(0)} KiB, ${(performance.now() - started).toFixed(0)} ms`);
  }
}
