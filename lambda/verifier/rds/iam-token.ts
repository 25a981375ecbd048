import { types } from 'node:util';
import { Signer } from '@aws-sdk/rds-signer';
import type { ConnectionTarget } from './database-engine';
import { RdsFailure } from './rds-failure';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Makes the token that stands in for a password for 15 minutes. It is a signature made here: no call goes to AWS. */
export async function makeToken(target: ConnectionTarget, region: string, credentials: AwsCredentials): Promise<string> {
  const { host, port, user } = target;
  try {
    return await new Signer({ hostname: host, port, username: user, region, credentials: async () => credentials }).getAuthToken();
  } catch (error) {
    throw new RdsFailure('RDS_TOKEN_NOT_MADE', { reason: types.isNativeError(error) ? error.name : 'unknown' }, error);
  }
}
