import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { killingProxy, type KillingProxy, type KillPoint } from './killing-proxy';
import type { LocalAws } from '../../sandbox/local-aws';

export type Event = Readonly<Record<string, unknown>>;

export interface Run {
  readonly killed: boolean;
  readonly code: number | null;
  readonly output: string;
  readonly responses: KillingProxy['responses'];
}

/**
 * Runs a bundled handler in a process of its own, which is killed at the point, as Lambda's can be at any moment.
 *
 * @param asset the folder under assets/
 * @param eventOf makes the event, given where CloudFormation would be answered
 */
export async function runProvisioner(
  aws: LocalAws, asset: string, variables: Readonly<Record<string, string>>, eventOf: (responseUrl: string) => Event, at?: KillPoint,
): Promise<Run> {
  let child: ChildProcess | undefined = undefined;
  let killed = false;
  const proxy = await killingProxy(aws.endpoint, () => { killed = true; child?.kill('SIGKILL'); }, at);
  const bundle = pathToFileURL(path.join(__dirname, '..', '..', 'assets', asset, 'index.mjs')).href;
  const event = JSON.stringify(eventOf(`${proxy.url}/response`));
  const started = spawn(process.execPath, ['--input-type=module', '--eval', `import { handler } from '${bundle}'; await handler(JSON.parse(process.env.EVENT));`], {
    env: { ...aws.environment(), PATH: process.env.PATH, AWS_ENDPOINT_URL: proxy.url, EVENT: event, ...variables },
  });
  child = started;
  let output = '';
  started.stdout.on('data', (chunk) => { output += chunk; });
  started.stderr.on('data', (chunk) => { output += chunk; });
  const code = await new Promise<number | null>((resolve) => started.once('close', resolve));
  await proxy.stop();
  return { killed, code, output, responses: proxy.responses };
}
