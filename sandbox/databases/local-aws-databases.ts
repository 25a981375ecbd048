import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import type { DatabaseServer } from './database-server';
import type { Authorization, Authorize } from './token-verifier';
import type { LocalAws } from '../local-aws';

/** The gate of the local AWS: the policies that are deployed there decide who gets in to a database. */
export function authorizeByPolicies(aws: LocalAws): Authorize {
  return async (request) => {
    const body = JSON.stringify({ ...request, secret: aws.adminCredentials.secretAccessKey });
    const answer = await fetch(`${aws.endpoint}/_sandbox/rds-db-connect`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`The gate answered ${answer.status}`);
    return (await answer.json() as Authorization | null) ?? undefined;
  };
}

export interface InstanceState {
  readonly server: DatabaseServer;
  /** @default 'available' */
  readonly status?: string;
  /** @default true */
  readonly iamAuthentication?: boolean;
  /** What RDS calls the engine, if not what the server is. */
  readonly engine?: string;
  /** @default the server's */
  readonly identifier?: string;
  /** @default the server's */
  readonly resourceId?: string;
}

/** Lists a server as an instance of the local RDS. */
export async function createInstance(aws: LocalAws, { server, iamAuthentication = true, ...state }: InstanceState): Promise<void> {
  const { identifier = server.identifier, resourceId = server.resourceId, engine = server.engine, status = 'available' } = state;
  const file = join(aws.folder, 'databases.json');
  const known = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, object>>;
  await writeFile(file, JSON.stringify({ ...known, [identifier]: { host: server.host, port: server.port, resourceId, status } }));
  await new RDSClient(aws.clientConfig()).send(new CreateDBInstanceCommand({
    DBInstanceIdentifier: identifier,
    DBInstanceClass: 'db.t4g.micro',
    Engine: engine,
    EngineVersion: server.engineVersion,
    MasterUsername: server.admin.user,
    EnableIAMDatabaseAuthentication: iamAuthentication,
  }));
}
