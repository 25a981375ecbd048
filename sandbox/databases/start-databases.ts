import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificateAuthority } from './certificate-authority';
import { DatabaseServer, DatabaseServerProps, stopAll } from './database-server';
import { startEmbeddedPostgres } from './embedded-postgres';
import { COMPILER, MARIADB, OPENSSL, POSTGRES, type Requirement, requireInstalled } from './installation';
import { startMariadb } from './mariadb-server';
import { startPostgres } from './postgres-server';
import type { Authorize, Decision } from './token-verifier';
import type { Progress } from '../python-environment';

export type DatabaseName = 'postgres' | 'mariadb' | 'postgresNext';

export interface StartDatabasesProps<Name extends DatabaseName> {
  /** Decides who may connect: the sandbox's authorization gate. */
  readonly authorize: Authorize;
  readonly region?: string;
  readonly accountId?: string;
  readonly partition?: string;
  readonly now?: () => Date;
  /** Called with what the verifier thought of each token; clients never learn it. */
  readonly onDecision?: (decision: Decision, user: string) => void;
  /** Which servers to start. @default - postgres and mariadb */
  readonly only?: readonly Name[];
  /** More arguments of each server. */
  readonly serverArguments?: Partial<Readonly<Record<Name, readonly string[]>>>;
  /** Is told what is installed. @default nothing is said */
  readonly progress?: Progress;
}

/** Real database servers that take IAM tokens over TLS, and nothing else from the users that have IAM authentication. */
export type Databases<Name extends DatabaseName = 'postgres' | 'mariadb'> = Readonly<Record<Name, DatabaseServer>> & {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly ca: string;
  readonly caPath: string;
  stop(): Promise<void>;
};

interface ServerKind {
  readonly identifier: string;
  readonly resourceId: string;
  readonly requirements: readonly Requirement[];
  readonly start: (props: DatabaseServerProps) => Promise<DatabaseServer>;
}

const SERVERS: Readonly<Record<DatabaseName, ServerKind>> = {
  postgres: {
    start: startPostgres, requirements: [POSTGRES, COMPILER, OPENSSL], identifier: 'sandbox-postgres', resourceId: 'db-SANDBOXPOSTGRES15EXAMPLE',
  },
  mariadb: {
    start: startMariadb, requirements: [MARIADB, COMPILER, OPENSSL], identifier: 'sandbox-mariadb', resourceId: 'db-SANDBOXMARIADB1011EXAMPLE',
  },
  postgresNext: {
    start: startEmbeddedPostgres, requirements: [OPENSSL], identifier: 'sandbox-postgres-next', resourceId: 'db-SANDBOXPOSTGRES18EXAMPLE',
  },
};

const DEFAULT_SERVERS = ['postgres', 'mariadb'] as const;

export async function startDatabases<Name extends DatabaseName = 'postgres' | 'mariadb'>(props: StartDatabasesProps<Name>): Promise<Databases<Name>> {
  const { region = 'us-east-1', accountId = '123456789012', partition = 'aws', authorize, now, onDecision } = props;
  const names: readonly DatabaseName[] = props.only ?? DEFAULT_SERVERS;
  await requireInstalled(names.flatMap((name) => SERVERS[name].requirements), props.progress);
  const directory = await mkdtemp(join(tmpdir(), 'rds-ca-'));
  const steps = [() => rm(directory, { recursive: true, force: true })];
  try {
    const authority = await createCertificateAuthority(directory);
    const starting = names.map(async (name) => {
      const { start, identifier, resourceId } = SERVERS[name];
      const serverArguments = props.serverArguments?.[name as Name];
      const server = await start({ authority, authorize, region, accountId, partition, identifier, resourceId, now, onDecision, serverArguments });
      steps.push(() => server.stop());
      return [name, server] as const;
    });
    // Where one fails, the others must have started before they can be stopped.
    await Promise.allSettled(starting);
    return {
      ...Object.fromEntries(await Promise.all(starting)) as Record<Name, DatabaseServer>,
      region,
      accountId,
      partition,
      ca: authority.certificate,
      caPath: authority.certificatePath,
      stop: () => stopAll(steps),
    };
  } catch (error) {
    await stopAll(steps);
    throw error;
  }
}
