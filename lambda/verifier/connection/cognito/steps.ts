import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Entrance } from './entrance';
import { findingOfChallenge, findingOfIdentityFailure, findingOfSignInFailure, isWrongLogin } from './sign-in-failure';
import type { Cognito } from '../../../../src/document/connection-document-v1';
import { failureOf, type Failure } from '../../../aws/failure';
import { found, passed, type Finding } from '../../probes/finding';
import type { Probe } from '../../probes/probe';
import type { ConnectionContext } from '../context';
import type { SessionCredentials } from '../session';

/** What came of one step: a finding or an error to put down, and a value for the next step when it went well. */
export type Step<T> = { readonly finding: Finding; readonly value?: T } | { readonly error: unknown };

export interface SignedIn {
  readonly idToken: string;
  readonly clientSecret?: string;
}

export interface Identity {
  readonly id: string;
  readonly idToken: string;
}

/** The three calls by which the platform gets its credentials, each made once and on what the one before gave. */
export interface Steps {
  readonly signIn: Promise<Step<SignedIn>>;
  readonly identity: Promise<Step<Identity>>;
  readonly credentials: Promise<Step<SessionCredentials>>;
}

export function startSteps(cognito: Cognito, entrance: Entrance, context: ConnectionContext): Steps {
  const signIn = signInStep(cognito, entrance, context);
  const identity = next(signIn, 'connection.sign-in', (signedIn) => identityStep(signedIn, cognito, entrance, context));
  return { signIn, identity, credentials: next(identity, 'connection.identity', (named) => credentialsStep(named, cognito, entrance, context)) };
}

export function stepProbe(id: string, target: string, step: Promise<Step<unknown>>): Probe {
  const check = async (): Promise<Finding> => {
    const outcome = await step;
    if ('error' in outcome) throw outcome.error;
    return outcome.finding;
  };
  return { id, expects: 'allowed', targets: [{ name: target, check }] };
}

/** The value of a step that went well. */
export async function valueOf<T>(step: Promise<Step<T>>): Promise<T | undefined> {
  const outcome = await step;
  return 'error' in outcome ? undefined : outcome.value;
}

async function next<T, U>(before: Promise<Step<T>>, probe: string, step: (value: T) => Promise<Step<U>>): Promise<Step<U>> {
  const value = await valueOf(before);
  return value === undefined ? { finding: found('EARLIER_STEP_FAILED', { probe }) } : step(value);
}

async function attempt<T>(step: () => Promise<Step<T>>, meaning: (failure: Failure) => Finding | undefined | Promise<Finding | undefined>): Promise<Step<T>> {
  try {
    return await step();
  } catch (error) {
    const finding = await meaning(failureOf(error));
    return finding ? { finding } : { error };
  }
}

async function signInStep(cognito: Cognito, entrance: Entrance, { document, calls }: ConnectionContext): Promise<Step<SignedIn>> {
  const { passwordSecretArn, appClientSecretArn, userPoolId, username } = cognito;
  const secrets: string[] = [];
  for (const arn of [passwordSecretArn, ...(appClientSecretArn === undefined ? [] : [appClientSecretArn])]) {
    const unreadable = (reason: string): { readonly finding: Finding } => ({ finding: found('COGNITO_SECRET_UNREADABLE', { secret: arn, reason }) });
    try {
      const text = await calls.mustWork((signal) => entrance.secret(arn, signal));
      if (text === '') return unreadable('it is empty');
      secrets.push(text);
    } catch (error) {
      const failure = failureOf(error);
      return failure.kind === 'denied' || failure.kind === 'service' ? unreadable(`${failure.name}: ${failure.reason}`) : { error };
    }
  }
  const [password, clientSecret] = secrets;
  return attempt(async () => {
    const answer = await calls.once((signal) => entrance.signIn(password, clientSecret, signal));
    if (!('idToken' in answer)) return { finding: findingOfChallenge(answer.challenge) };
    return { finding: passed(`'${username}' signed in to ${userPoolId}`), value: { idToken: answer.idToken, clientSecret } };
  }, async (failure) => (isWrongLogin(failure) ? wrongLogin(failure, cognito, entrance, calls) : findingOfSignInFailure(failure, cognito, document.region)));
}

/** Which of the two it is, if the verifier's own role may see the user. */
async function wrongLogin(refusal: Failure, { userPoolId, username }: Cognito, entrance: Entrance, calls: ConnectionContext['calls']): Promise<Finding> {
  try {
    const { enabled, status } = await calls.once((signal) => entrance.userStatus(signal));
    if (!enabled) return found('COGNITO_USER_DISABLED', { username });
    return status === 'FORCE_CHANGE_PASSWORD' ? found('COGNITO_PASSWORD_CHANGE_NEEDED', {}) : found('COGNITO_WRONG_PASSWORD', { username });
  } catch (error) {
    const { name } = failureOf(error);
    return name === 'UserNotFoundException' ? found('COGNITO_USER_NOT_FOUND', { pool: userPoolId, username }) : found('COGNITO_NOT_AUTHORIZED', { reason: refusal.reason });
  }
}

async function identityStep({ idToken }: SignedIn, cognito: Cognito, entrance: Entrance, { document, calls }: ConnectionContext): Promise<Step<Identity>> {
  return attempt(async () => {
    const id = await calls.mustWork((signal) => entrance.identityId(idToken, signal));
    return { finding: passed('The identity pool knows the signed-in user', { identityId: id }), value: { id, idToken } };
  }, (failure) => findingOfIdentityFailure(failure, cognito, document.region));
}

async function credentialsStep({ id, idToken }: Identity, cognito: Cognito, entrance: Entrance, { document, calls }: ConnectionContext): Promise<Step<SessionCredentials>> {
  return attempt(async () => {
    const credentials = await calls.mustWork((signal) => entrance.credentials(id, idToken, signal));
    const role = await roleOf(credentials, document.region, calls);
    if (role !== document.principal.name) return { finding: found('COGNITO_OTHER_ROLE', { role }) };
    return { finding: passed('Credentials were obtained by GetCredentialsForIdentity, as the platform does', { entry: 'cognito', sessionSeconds: document.sts.sessionSeconds }), value: credentials };
  }, (failure) => findingOfIdentityFailure(failure, cognito, document.region));
}

/** The name of the role that credentials are of; asking needs no permission. */
async function roleOf(credentials: SessionCredentials, region: string, calls: ConnectionContext['calls']): Promise<string> {
  const sts = new STSClient({ region, credentials });
  try {
    const { Arn = '' } = await calls.mustWork((abortSignal) => sts.send(new GetCallerIdentityCommand({}), { abortSignal }));
    return /:assumed-role\/([^/]+)\//.exec(Arn)?.[1] ?? Arn;
  } finally {
    sts.destroy();
  }
}
