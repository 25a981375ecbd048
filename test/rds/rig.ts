import { Signer } from '@aws-sdk/rds-signer';
import type { DatabaseEngine, Login } from '../../lambda/verifier/rds/database-engine';
import { mysqlEngine } from '../../lambda/verifier/rds/mysql/engine';
import { postgresEngine } from '../../lambda/verifier/rds/postgres/engine';
import type { DatabaseServer } from '../../sandbox/databases/database-server';
import type { Authorize } from '../../sandbox/databases/token-verifier';

export const REGION = 'us-east-1';
export const IAM_USER = 'fourminds_iam_user';

/** Temporary credentials of the size that STS gives. */
export const CREDENTIALS = { accessKeyId: 'ASIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-the-rig', sessionToken: 'Ex/+='.repeat(180) };
export const DENIED_CREDENTIALS = { ...CREDENTIALS, accessKeyId: 'ASIAEXAMPLEEXAMPLE01' };

/** An authorization gate that knows two keys: one that may connect as the IAM user, and one that may not. */
export const authorizeInMemory: Authorize = async ({ accessKeyId, sessionToken, resource }) => {
  const known = [CREDENTIALS, DENIED_CREDENTIALS].find((credentials) => credentials.accessKeyId === accessKeyId);
  if (!known || known.sessionToken !== sessionToken) return undefined;
  const users = [IAM_USER, 'no_role_user', 'other_iam_user'];
  return {
    secretAccessKey: known.secretAccessKey,
    allowed: known === CREDENTIALS && users.some((user) => resource.startsWith(`arn:aws:rds-db:${REGION}:123456789012:dbuser:db-`) && resource.endsWith(`/${user}`)),
  };
};

export interface TokenProps {
  readonly user?: string;
  readonly host?: string;
  readonly port?: number;
  readonly region?: string;
  readonly credentials?: typeof CREDENTIALS;
}

export function tokenFor(server: DatabaseServer, props: TokenProps = {}): Promise<string> {
  const { user = IAM_USER, host = server.host, port = server.port, region = REGION, credentials = CREDENTIALS } = props;
  return new Signer({ hostname: host, port, username: user, region, credentials }).getAuthToken();
}

export const engineFor = (server: DatabaseServer): DatabaseEngine => server.engine === 'postgres' ? postgresEngine : mysqlEngine;

export function adminLogin(server: DatabaseServer, database?: string): Login {
  const { host, port, ca, admin } = server;
  return { host, port, ca, user: admin.user, password: admin.password, database, timeoutMs: 5_000 };
}

export async function iamLogin(server: DatabaseServer, database?: string): Promise<Login> {
  const { host, port, ca } = server;
  return { host, port, ca, user: IAM_USER, password: await tokenFor(server), database, timeoutMs: 5_000 };
}
