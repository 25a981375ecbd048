import type { ConnectionTarget, DatabaseEngine, DatabaseSession } from '../database-engine';
import { AwsCredentials, makeToken } from '../iam-token';
import { Outcome, rung } from './rung';
import { found } from '../../probes/finding';

/** Of an account that may come from anywhere. */
const ANY_HOST = '%';

/** The token: local, so it fails only for credentials that can't be used at all. */
export function signToken(target: ConnectionTarget, region: string, credentials: AwsCredentials): Promise<Outcome<string>> {
  return rung('rds.token', target, async () => {
    const token = await makeToken(target, region, credentials);
    return { message: `An authentication token was made for '${target.user}' in ${region}`, detail: { characters: token.length }, value: token };
  });
}

/** The login with the token as password. */
export function logIn(engine: DatabaseEngine, target: ConnectionTarget, token: string, timeoutMs: number): Promise<Outcome<DatabaseSession>> {
  return rung('rds.login', target, async () => {
    const { user } = target;
    const session = await engine.connect({ ...target, password: token, timeoutMs });
    const { accountHost = ANY_HOST } = session;
    return {
      message: `'${user}' is logged in with an IAM token`,
      ...(accountHost !== ANY_HOST && { warning: found('RDS_NARROWER_ACCOUNT', { user, host: accountHost }) }),
      value: session,
    };
  });
}

/** The first query. */
export function selectOne(target: ConnectionTarget, session: DatabaseSession): Promise<Outcome<void>> {
  return rung('rds.query', target, async () => {
    await session.ping();
    return { message: 'SELECT 1 is answered', value: undefined };
  });
}
