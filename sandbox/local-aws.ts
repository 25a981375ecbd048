import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lambdaRuntimes } from './lambda-runtimes';
import { Progress, pythonEnvironment } from './python-environment';

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 5_000;

/** Keys as an SDK client takes them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What every SDK client of the sandbox is constructed with. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

export interface LocalAwsOptions {
  /** @default '123456789012' */
  readonly accountId?: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** Is told each step. @default nothing is said */
  readonly progress?: Progress;
}

/** A running local AWS: an own process with an own port, an own temporary folder and nothing shared with other sandboxes. */
export class LocalAws {
  constructor(
    readonly endpoint: string,
    readonly accountId: string,
    readonly region: string,
    /** Of the account's root: may do everything. */
    readonly adminCredentials: Credentials,
    /** For temporary files; gone when the sandbox stops. */
    readonly folder: string,
    private readonly end: () => Promise<void>,
  ) {}

  /** The configuration of an SDK client, of the administrator in the home region unless said otherwise. */
  clientConfig(overrides: Partial<Pick<ClientConfig, 'region' | 'credentials'>> = {}): ClientConfig {
    return { endpoint: this.endpoint, region: this.region, credentials: this.adminCredentials, ...overrides };
  }

  /** The root of another account, which the same process also holds: platforms live in accounts of their own. */
  rootOf(accountId: string): Credentials {
    return accountId === this.accountId ? this.adminCredentials : { ...this.adminCredentials, accessKeyId: accountId };
  }

  /** Environment variables that point a command line or an SDK at this sandbox, and at nothing of the host's. */
  environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      AWS_ACCESS_KEY_ID: this.adminCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.adminCredentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      CDK_DEFAULT_ACCOUNT: this.accountId,
      CDK_DEFAULT_REGION: this.region,
    };
  }

  /**
   * Lets the sandbox find the keys of an issuer: IAM wants https issuers without a port, which a local one cannot have.
   * `origin` is where the issuer really answers; without it the issuer can no longer be reached.
   */
  async mapIssuer(issuer: string, origin: string | undefined): Promise<void> {
    const file = path.join(this.folder, 'issuers.json');
    const known = JSON.parse(await readFile(file, 'utf8')) as Record<string, string | undefined>;
    await writeFile(file, JSON.stringify({ ...known, [issuer]: origin }));
  }

  /** Lets the day come on which a Bedrock API key expires. */
  async expireKey(credentialId: string): Promise<void> {
    const file = path.join(this.folder, 'expired-keys.json');
    const known = JSON.parse(await readFile(file, 'utf8')) as string[];
    await writeFile(file, JSON.stringify([...known, credentialId]));
  }

  /** Everything that the emulator and the Lambda functions in it have written so far. */
  async logs(): Promise<string> {
    return readFile(path.join(this.folder, 'emulator.log'), 'utf8');
  }

  async stop(): Promise<void> {
    await this.end();
  }
}

export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { accountId = '123456789012', region = 'us-east-1', progress = () => undefined } = options;
  const [python, runtimes] = await Promise.all([pythonEnvironment(progress), lambdaRuntimes(progress)]);
  const port = await freePort();
  const folder = await mkdtemp(path.join(tmpdir(), 'cdk-ai-platform-access-sandbox-'));
  await Promise.all(['issuers.json', 'databases.json'].map((file) => writeFile(path.join(folder, file), '{}')));
  const admin = { accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`, secretAccessKey: randomBytes(20).toString('hex') };

  // The child sees only these variables. It ends itself when its standard input closes, thus also when this process is killed.
  const child = spawn(python, [path.join(__dirname, 'emulator', 'serve.py')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a group of its own: Ctrl-C at the terminal is for this process, whose end the child then sees and cleans up after.
    detached: true,
    env: {
      PATH: process.env.PATH,
      TMPDIR: folder,
      SANDBOX_FOLDER: folder,
      SANDBOX_LAMBDA_RUNTIMES: JSON.stringify(runtimes),
      AUTH: 'true',
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_ACCOUNT_ID: accountId,
      MINISTACK_REGION: region,
      LOG_LEVEL: process.env.SANDBOX_LOG_LEVEL ?? 'INFO',
      AWS_ACCESS_KEY_ID: admin.accessKeyId,
      AWS_SECRET_ACCESS_KEY: admin.secretAccessKey,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      STATE_DIR: path.join(folder, 'state'),
      S3_DATA_DIR: path.join(folder, 's3'),
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: '0.2',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // Neither the child nor its pipe may keep this process alive: the pipe's end is what stops the child.
  child.unref();
  (child.stdin as Socket).unref();
  const end = async () => {
    child.ref();
    child.stdin.end();
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(killer);
    await rm(folder, { recursive: true, force: true });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await healthy(endpoint, () => child.exitCode !== null);
  } catch (error) {
    const log = await readFile(path.join(folder, 'emulator.log'), 'utf8').catch(() => '');
    await end();
    throw new Error(`The local AWS did not start (${(error as Error).message}): ${log.trim().split('\n').at(-1)}`);
  }
  return new LocalAws(endpoint, accountId, region, admin, folder, end);
}

async function healthy(endpoint: string, hasEnded: () => boolean): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (Date.now() < limit) {
    if (hasEnded()) throw new Error('its process ended');
    if (await fetch(`${endpoint}/_ministack/health`).then((response) => response.ok, () => false)) return;
    await delay(50);
  }
  throw new Error(`no answer within ${START_LIMIT_MS / 1000} s`);
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
