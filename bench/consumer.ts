import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { buildSync } from 'esbuild';
import { wholeProcess } from './pairs';

/** Where apps are built and synthesized as in a consumer's checkout: outside of ours, because tools that search it follow links in circles. */
export const CONSUMER = mkdtempSync(join(tmpdir(), 'bench-consumer-'));
process.on('exit', () => rmSync(CONSUMER, { recursive: true }));

mkdirSync(join(CONSUMER, 'node_modules'));
for (const [name, folder] of [['cdk-ai-platform-access', '.'], ['aws-cdk-lib', 'node_modules/aws-cdk-lib'], ['constructs', 'node_modules/constructs']]) {
  symlinkSync(resolve(folder), join(CONSUMER, 'node_modules', name), 'dir');
}

/** Compiles an app as a consumer's build would. It loads the built library: the paths of our own tsconfig, which lead to `src`, do not count. */
export function compiledApp(name: string): string {
  const outfile = join(CONSUMER, `${name}.js`);
  buildSync({
    entryPoints: [`bench/apps/${name}.ts`], outfile, bundle: true, platform: 'node', target: 'node20', packages: 'external', tsconfigRaw: {}, logLevel: 'error',
  });
  return outfile;
}

/** A cold synthesis. The validator of newer aws-cdk-lib takes the same two seconds whatever the app: without it the ratio says more. */
export function coldSynthesis(app: string, env: Readonly<Record<string, string>> = {}): () => void {
  return wholeProcess(process.execPath, [app], { CDK_VALIDATION: 'false', CDK_OUTDIR: join(CONSUMER, 'cdk.out'), ...env });
}
