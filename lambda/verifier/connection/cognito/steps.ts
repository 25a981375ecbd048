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

/** What the steps work with. */
interface StepContext extends ConnectionContext {
  readonly cognito: Cognito;
  readonly entrance: Entrance;
}

type Meaning = (failure: Failure) => Finding | undefined | Promise<Finding | undefined>;

export function startSteps(cognito: Cognito, entrance: Entrance, connection: ConnectionContext): Steps {
  const context: StepContext = { ...connection, cognito, entrance };
  const signedIn = signInStep(context);
  const identity = next(signedIn, 'connection.sign-in', (value) => identityStep(value, context));
  return { signIn: signedIn, identity, credentials: next(identity, 'connection.identity', (value) => credentialsStep(value, context)) };
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

async function attempt<T>(step: () => Promise<Step<T>>, meaning: Meaning): Promise<Step<T>> {
  try {
    return await step();
  } catch (error) {
    const finding = await meaning(failureOf(error));
    return finding ? { finding } : { error };
  }
}

async function signInStep(context: StepContext): Promise<Step<SignedIn>> {
  const { cognito, entrance, document, calls } = context;
  const { passwordSecretArn, appClientSecretArn, userPoolId, username } = cognito;
  const secrets: string[] = [];
  for (const arn of [passwordSecretArn, ...(appClientSecretArn === undefined ? [] : [appClientSecretArn])]) {
    const read = await readSecret(arn, context);
    if (typeof read !== 'string') return read;
    secrets.push(read);
  }
  const [password, clientSecret] = secrets;
  return attempt(async () => {
    const answer = await calls.once((signal) => entrance.signIn(password, clientSecret, signal));
    if (!('idToken' in answer)) return { finding: findingOfChallenge(answer.challenge) };
    return { finding: passed(`'${username}' signed in to ${userPoolId}`), value: { idToken: answer.idToken, clientSecret } };
  }, (failure) => (isWrongLogin(failure) ? wrongLogin(failure, context) : findingOfSignInFailure(failure, cognito, document.region)));
}

/** The text of a secret, or why there is none. */
async function readSecret(arn: string, { entrance, calls }: StepContext): Promise<string | Step<never>> {
  const unreadable = (reason: string): Step<never> => ({ finding: found('COGNITO_SECRET_UNREADABLE', { secret: arn, reason }) });
  try {
    return await calls.mustWork((signal) => entrance.secret(arn, signal)) || unreadable('it is empty');
  } catch (error) {
    const { kind, name, reason } = failureOf(error);
    return kind === 'denied' || kind === 'service' ? unreadable(`${name}: ${reason}`) : { error };
  }
}

/** Which of the two it is, if the verifier's own role may see the user. */
async function wrongLogin(refusal: Failure, { cognito: { userPoolId, username }, entrance, calls }: StepContext): Promise<Finding> {
  try {
    const { enabled, status } = await calls.once((signal) => entrance.userStatus(signal));
    if (!enabled) return found('COGNITO_USER_DISABLED', { username });
    return status === 'FORCE_CHANGE_PASSWORD' ? found('COGNITO_PASSWORD_CHANGE_NEEDED', {}) : found('COGNITO_WRONG_PASSWORD', { username });
  } catch (error) {
    const isGone = failureOf(error).name === 'UserNotFoundException';
    return isGone ? found('COGNITO_USER_NOT_FOUND', { pool: userPoolId, username }) : found('COGNITO_NOT_AUTHORIZED', { reason: refusal.reason });
  }
}

async function identityStep({ idToken }: SignedIn, { cognito, entrance, document, calls }: StepContext): Promise<Step<Identity>> {
  return attempt(async () => {
    const id = await calls.mustWork((signal) => entrance.identityId(idToken, signal));
    return { finding: passed('The identity pool knows the signed-in user', { identityId: id }), value: { id, idToken } };
  }, (failure) => findingOfIdentityFailure(failure, cognito, document.region));
}

async function credentialsStep({ id, idToken }: Identity, { cognito, entrance, document, calls }: StepContext): Promise<Step<SessionCredentials>> {
  const { region, principal, sts } = document;
  return attempt(async () => {
    const credentials = await calls.mustWork((signal) => entrance.credentials(id, idToken, signal));
    const role = await roleOf(credentials, region, calls);
    if (role !== principal.name) return { finding: found('COGNITO_OTHER_ROLE', { role }) };
    const finding = passed('Credentials were obtained by GetCredentialsForIdentity, as the platform does', { entry: 'cognito', sessionSeconds: sts.sessionSeconds });
    return { finding, value: credentials };
  }, (failure) => findingOfIdentityFailure(failure, cognito, region));
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
