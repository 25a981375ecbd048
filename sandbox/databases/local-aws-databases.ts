import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DatabaseServer } from './database-server';
import type { Databases } from './start-databases';
import type { Authorization, Authorize } from './token-verifier';
import type { LocalAws } from '../local-aws';
import { createBucket } from '../state';

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

/** The bucket with the certificate authority of the servers, under the name of AWS's own bundle. */
export const AUTHORITIES = 'authorities';

/** Lists the servers as instances of the local RDS, and puts what their certificates are verified with into a bucket. */
export async function registerServers(aws: LocalAws, { postgres, mariadb, ca }: Databases): Promise<void> {
  for (const server of [postgres, mariadb]) await createInstance(aws, { server });
  await createBucket(aws, { name: AUTHORITIES, objects: { 'global-bundle.pem': ca } });
}

/** The secret of the master user, as RDS writes it; returns its ARN. */
export async function createAdminSecret(aws: LocalAws, { identifier, admin }: DatabaseServer): Promise<string> {
  const SecretString = JSON.stringify({ username: admin.user, password: admin.password });
  const { ARN = '' } = await new SecretsManagerClient(aws.clientConfig()).send(new CreateSecretCommand({ Name: `${identifier}-admin`, SecretString }));
  return ARN;
}
