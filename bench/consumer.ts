import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'fs';
import { join, resolve } from 'path';
import { buildSync } from 'esbuild';
import { wholeProcess } from './pairs';

/** Where apps are built and synthesized as in a consumer's checkout. */
export const CONSUMER = resolve('.sandbox/bench/consumer');

/** Makes this package resolvable by its name, as in a consumer's node_modules. */
function linkPackage(): void {
  const link = join(CONSUMER, 'node_modules', 'cdk-ai-platform-access');
  mkdirSync(join(CONSUMER, 'node_modules'), { recursive: true });
  if (existsSync(link) && readlinkSync(link) === resolve('.')) return;
  rmSync(link, { force: true });
  symlinkSync(resolve('.'), link, 'dir');
}

/** Compiles an app as a consumer's build would. It loads the built library: the paths of our own tsconfig, which lead to `src`, do not count. */
export function compiledApp(name: string): string {
  linkPackage();
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
