import type { STSClient } from '@aws-sdk/client-sts';
import type { ConnectionContext } from './context';
import { findingOfEntryFailure } from './entry-failure';
import { entryOf, openSession, type SessionCredentials } from './session';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** What came of asking for credentials: always a finding or an error to put down, and credentials when it went well. */
export type Session =
  | { readonly finding: Finding; readonly credentials?: SessionCredentials }
  | { readonly error: unknown };

/** Asks for the credentials once, for every probe of the run. */
export async function startSession(client: STSClient, { document, request, calls, redactor }: ConnectionContext): Promise<Session> {
  const token = request.webIdentityToken;
  const entry = entryOf(document, token !== undefined);
  if (entry === 'token-needed') return { finding: found('TOKEN_NEEDED', {}) };
  if (entry === 'verifier-not-trusted') return { finding: found('VERIFIER_NOT_TRUSTED', {}) };
  if (entry === 'unsupported') return { finding: found('METHOD_NOT_SUPPORTED', { method: document.method }) };

  const withToken = entry === 'web-identity';
  try {
    const credentials = await openSession(client, document, withToken ? token : undefined, calls, redactor);
    const how = withToken ? 'AssumeRoleWithWebIdentity, as the platform does' : 'AssumeRole by the verifier itself';
    return { finding: passed(`Credentials were obtained by ${how}`, { entry, sessionSeconds: document.sts.sessionSeconds }), credentials };
  } catch (error) {
    const finding = findingOfEntryFailure(failureOf(error), document, withToken);
    return finding ? { finding } : { error };
  }
}

export function credentialsProbe({ document }: ConnectionContext, session: Promise<Session>): Probe {
  const check = async (): Promise<Finding> => {
    const outcome = await session;
    if ('error' in outcome) throw outcome.error;
    return outcome.finding;
  };
  return { id: 'connection.credentials', expects: 'allowed', targets: [{ name: document.principal.arn, check }] };
}
