import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { LocalAws } from './local-aws';
import { Progress } from './python-environment';

/** Stack outputs by stack name. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface DeployOptions {
  /** Names or patterns. @default all stacks of the assembly */
  readonly stacks?: readonly string[];
  /** Is told each line that the CDK command line prints. @default nothing is said */
  readonly progress?: Progress;
}

/** The CDK command line ended with an error. */
export class DeployError extends Error {
  constructor(command: string, readonly output: string) {
    super(`cdk ${command} failed:\n${output.trim().split('\n').slice(-12).join('\n')}`);
    this.name = 'DeployError';
  }
}

/** Prepares an environment for deployments, as every account needs once. */
export async function bootstrap(aws: LocalAws, options: DeployOptions & { readonly region?: string } = {}): Promise<void> {
  await cdk(aws, ['bootstrap', `aws://${aws.accountId}/${options.region ?? aws.region}`], options.progress);
}

/** Creates or updates the stacks of a synthesized assembly (a `cdk.out` folder) and returns their outputs. */
export async function deploy(aws: LocalAws, assembly: string, options: DeployOptions = {}): Promise<StackOutputs> {
  const outputs = path.join(aws.folder, `outputs-${randomUUID()}.json`);
  await cdk(aws, ['deploy', ...chosen(options), '--app', assembly, '--progress', 'events', '--require-approval', 'never', '--outputs-file', outputs], options.progress);
  const written = await readFile(outputs, 'utf8').catch(() => '{}');
  await rm(outputs, { force: true });
  return JSON.parse(written) as StackOutputs;
}

/** Deletes the stacks of a synthesized assembly. */
export async function destroy(aws: LocalAws, assembly: string, options: DeployOptions = {}): Promise<void> {
  await cdk(aws, ['destroy', ...chosen(options), '--app', assembly, '--force'], options.progress);
}

const chosen = ({ stacks }: DeployOptions): readonly string[] => stacks ?? ['--all'];

async function cdk(aws: LocalAws, args: readonly string[], progress: Progress = () => undefined): Promise<void> {
  const program = path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');
  const quiet = ['--no-notices', '--no-version-reporting', '--no-color'];
  const child = spawn(process.execPath, ['--require', path.join(__dirname, 'impatient-polling.cjs'), program, ...args, ...quiet], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own home: the command line caches account numbers there, and reads the user's configuration.
    env: { ...aws.environment(), PATH: process.env.PATH, HOME: aws.folder, CDK_HOME: aws.folder, CI: 'true' },
  });
  const lines: string[] = [];
  const listen = async (stream: NodeJS.ReadableStream) => {
    for await (const line of createInterface({ input: stream })) {
      lines.push(line);
      if (line.trim()) progress(line.trimEnd());
    }
  };
  const [code] = await Promise.all([
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)),
    listen(child.stdout),
    listen(child.stderr),
  ]);
  if (code !== 0) throw new DeployError(args[0], lines.join('\n'));
}
