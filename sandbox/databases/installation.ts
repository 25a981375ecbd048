import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Progress } from '../python-environment';

const run = promisify(execFile);

/** A program that the rig needs, and the Debian packages that bring it. */
export interface Requirement {
  readonly name: string;
  readonly packages: readonly string[];
  readonly isInstalled: () => boolean;
}

export const POSTGRES_BIN = '/usr/lib/postgresql/15/bin';

/** Where programs are: Debian has servers in a folder that the PATH of a user who is not root leaves out. */
export const SEARCH_PATH = [process.env.PATH ?? '', '/usr/sbin'].join(delimiter);

const onPath = (program: string) => SEARCH_PATH.split(delimiter).some((directory) => existsSync(join(directory, program)));

export const POSTGRES: Requirement = {
  name: 'PostgreSQL 15', packages: ['postgresql-15'], isInstalled: () => existsSync(join(POSTGRES_BIN, 'postgres')),
};
// The core packages hold the programs without a service that starts by itself.
export const MARIADB: Requirement = {
  name: 'MariaDB 10.11', packages: ['mariadb-server-core', 'mariadb-client-core'], isInstalled: () => onPath('mariadbd') && onPath('mariadb'),
};
export const COMPILER: Requirement = { name: 'a C compiler', packages: ['gcc', 'libc6-dev'], isInstalled: () => onPath('gcc') };
export const OPENSSL: Requirement = { name: 'openssl', packages: ['openssl'], isInstalled: () => onPath('openssl') };

/** Programs are missing that this process may not or could not install; the message says how to get them. */
export class NotInstalled extends Error {
  public constructor(missing: readonly Requirement[], options?: ErrorOptions) {
    const packages = missing.flatMap((requirement) => requirement.packages);
    super(`The local databases need ${missing.map(({ name }) => name).join(' and ')}; on Debian 12: apt-get install ${packages.join(' ')}`, options);
  }
}

/** Installs what is missing where that is allowed, and otherwise says in one sentence what to install. */
export async function requireInstalled(requirements: readonly Requirement[], progress: Progress = () => undefined): Promise<void> {
  const missing = [...new Set(requirements)].filter((requirement) => !requirement.isInstalled());
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) throw new NotInstalled(missing);
  progress(`Installing ${missing.map(({ name }) => name).join(' and ')} with apt-get ...`);
  try {
    await installPackages(missing.flatMap((requirement) => requirement.packages));
  } catch (error) {
    throw new NotInstalled(missing, { cause: error });
  }
}

async function installPackages(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // The lock is waited for: several test processes may find the servers missing at the same moment.
  const apt = (...args: string[]) => run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, maxBuffer: 64 * 1024 * 1024 });
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', ...packages);
}
