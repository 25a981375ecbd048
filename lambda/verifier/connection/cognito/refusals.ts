import { randomBytes } from 'node:crypto';
import type { Entrance, IdentityPool } from './entrance';
import { isWrongLogin } from './sign-in-failure';
import { type Steps, valueOf } from './steps';
import type { Cognito } from '../../../../src/document/connection-document-v1';
import { failureOf } from '../../../aws/failure';
import { found, passed, type Finding } from '../../probes/finding';
import type { Probe } from '../../probes/probe';
import type { ConnectionContext } from '../context';

/** One attempt, after a sign-in that worked: Cognito counts failures, and a few in a row would lock the platform out. */
export function wrongPasswordProbe({ username }: Cognito, entrance: Entrance, steps: Steps, { calls }: ConnectionContext): Probe {
  const check = async (): Promise<Finding> => {
    const clientSecret = (await valueOf(steps.signIn))?.clientSecret;
    try {
      const answer = await calls.once((signal) => entrance.signIn(`Aa1-${randomBytes(24).toString('hex')}`, clientSecret, signal));
      return 'idToken' in answer ? found('COGNITO_WRONG_PASSWORD_ADMITTED', {}) : passed(`A wrong password is not enough: Cognito asks for ${answer.challenge}`);
    } catch (error) {
      if (isWrongLogin(failureOf(error))) return passed('Cognito refuses a wrong password');
      throw error;
    }
  };
  return { id: 'connection.wrong-password', expects: 'denied', targets: [{ name: username, check, provenBy: [{ probe: 'connection.sign-in' }] }] };
}

/** Asks as somebody would who knows the ID of the identity pool and nothing else. */
export function unauthenticatedProbe({ identityPoolId }: Cognito, entrance: Entrance, { calls }: ConnectionContext): Probe {
  const check = async (): Promise<Finding> => {
    let identity: string;
    try {
      identity = await calls.once((signal) => entrance.identityId(undefined, signal));
    } catch (error) {
      return refusal(error, 'Cognito refuses an identity without a sign-in');
    }
    try {
      await calls.once((signal) => entrance.credentials(identity, undefined, signal));
      return found('COGNITO_UNAUTHENTICATED_ADMITTED', { what: 'credentials' });
    } catch {
      return found('COGNITO_UNAUTHENTICATED_ADMITTED', { what: 'an identity' });
    }
  };
  return { id: 'trust.unauthenticated', expects: 'denied', targets: [{ name: identityPoolId, check, provenBy: [{ probe: 'connection.identity' }] }] };
}

/** Read from the settings in force, which say it of every client there is or will be. */
export function otherAppClientProbe(cognito: Cognito, entrance: Entrance, { calls, document }: ConnectionContext): Probe {
  const { identityPoolId, userPoolProvider, appClientId } = cognito;
  const check = async (): Promise<readonly Finding[] | Finding> => {
    let pool: IdentityPool;
    try {
      pool = await calls.mustWork((signal) => entrance.identityPool(signal));
    } catch (error) {
      if (failureOf(error).kind !== 'denied') throw error;
      const resource = `arn:${document.partition}:cognito-identity:${document.region}:${document.account}:identitypool/${identityPoolId}`;
      return found('VERIFIER_NOT_ALLOWED', { action: 'cognito-identity:DescribeIdentityPool', resource });
    }
    const others = [
      ...pool.clients.map(({ provider, clientId }) => `${provider} ${clientId}`).filter((name) => name !== `${userPoolProvider} ${appClientId}`),
      ...pool.otherProviders,
    ];
    const findings = [
      ...(others.length > 0 ? [found('COGNITO_OTHER_CLIENT_ADMITTED', { others: others.join(', ') }, { others })] : []),
      ...(pool.classic ? [found('COGNITO_CLASSIC_FLOW', {})] : []),
    ];
    return findings.length > 0 ? findings : passed('The identity pool takes tokens of this app client alone (read from its settings)', { proof: 'identity pool' });
  };
  return { id: 'trust.other-app-client', expects: 'denied', targets: [{ name: identityPoolId, check }] };
}

function refusal(error: unknown, message: string): Finding {
  if (failureOf(error).name === 'NotAuthorizedException') return passed(message);
  throw error;
}
