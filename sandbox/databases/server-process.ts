import { ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { SEARCH_PATH } from './installation';

const run = promisify(execFile);

/** Database servers refuse to run as root: a root caller runs them as this user. */
const UNPRIVILEGED_USER = 'postgres';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** @returns the account to run servers as, or undefined when the caller is not root and so runs them itself. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, UNPRIVILEGED_USER], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Runs a program to its end as the servers' account. */
export async function runAsServer(program: string, args: readonly string[]): Promise<void> {
  await run(program, args, { ...serverAccount(), maxBuffer: 16 * 1024 * 1024, cwd: '/' });
}

export interface ServerProcess {
  readonly pid: number;
  /** The last lines that the server logged. */
  log(): string;
  stop(): Promise<void>;
}

export interface ServerProcessProps {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly readyLine: RegExp;
  readonly stopSignal: NodeJS.Signals;
}

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;
const LOG_CHARACTERS = 64 * 1024;

/** Starts a server, waits for its ready line, and ties its life to this process, even when this process is killed. */
export async function startServerProcess(props: ServerProcessProps): Promise<ServerProcess> {
  const account = serverAccount();
  const child = spawn('setpriv', [
    ...(account ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'] : []),
    `--pdeathsig=${props.stopSignal.replace('SIG', '')}`, '--', props.program, ...props.args,
  ], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: SEARCH_PATH, LANG: 'C.UTF-8', ...props.env }, cwd: '/' });
  let log = '';
  const keep = (chunk: Buffer) => { log = (log + chunk.toString('utf8')).slice(-LOG_CHARACTERS); };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const server: ServerProcess = { pid: child.pid ?? 0, log: () => log, stop: () => stop(child, props.stopSignal) };
  try {
    await ready(child, () => props.readyLine.test(log));
  } catch (error) {
    await server.stop();
    throw new Error(`${props.program} did not start: ${String(error)}\n${log}`);
  }
  return server;
}

function ready(child: ChildProcess, isReady: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready within ${START_LIMIT_MS} ms`)), START_LIMIT_MS);
    const settle = (action: () => void) => { clearTimeout(timer); action(); };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) => settle(() => reject(new Error(`exit code ${code}`))));
    const look = () => { if (isReady()) settle(resolve); };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
  });
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(timer);
}

/** A port that nothing listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')));
    });
  });
}
