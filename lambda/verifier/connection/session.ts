import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, type Credentials, type STSClient } from '@aws-sdk/client-sts';
import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';
import type { Redactor } from '../../log/redactor';
import type { Calls } from '../calls/calls';

/** Temporary credentials of the connection's role. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** How credentials can be had in this run. */
export type Entry = 'web-identity' | 'assume-role' | 'token-needed' | 'verifier-not-trusted' | 'unsupported';

const SESSION_NAME = 'connection-verifier';

/** A role that assumes a role gets an hour at most. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
const LONGEST_CHAINED_SECONDS = 3_600;

/** The least that STS grants, and enough for an attempt that must be refused. */
const SHORTEST_SECONDS = 900;

export function entryOf({ method, trust }: Pick<ConnectionDocumentV1, 'method' | 'trust'>, hasToken: boolean): Entry {
  const verifierMay = trust.verifier !== undefined;
  if (method === 'oidc-federation') {
    if (hasToken) return 'web-identity';
    return verifierMay ? 'assume-role' : 'token-needed';
  }
  if (method === 'cross-account-role') return verifierMay ? 'assume-role' : 'verifier-not-trusted';
  return 'unsupported';
}

/** Asks STS for the role, each attempt as the platform would make it. */
export interface RoleEntrance {
  readonly withToken: (token: string, signal: AbortSignal) => Promise<SessionCredentials>;
  readonly withExternalId: (externalId: string | undefined, signal: AbortSignal) => Promise<SessionCredentials>;
}

function createRoleEntrance(client: STSClient, document: ConnectionDocumentV1, seconds: number, redactor: Redactor): RoleEntrance {
  const RoleArn = document.principal.arn;
  const keep = (given: Credentials | undefined): SessionCredentials => {
    const { AccessKeyId, SecretAccessKey, SessionToken } = given ?? {};
    redactor.add(SecretAccessKey, SessionToken);
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('STS answered without credentials');
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  };
  return {
    withToken: async (WebIdentityToken, abortSignal) => {
      const input = { RoleArn, RoleSessionName: SESSION_NAME, WebIdentityToken, DurationSeconds: seconds };
      return keep((await client.send(new AssumeRoleWithWebIdentityCommand(input), { abortSignal })).Credentials);
    },
    withExternalId: async (ExternalId, abortSignal) => {
      const DurationSeconds = Math.min(seconds, LONGEST_CHAINED_SECONDS);
      const input = { RoleArn, RoleSessionName: SESSION_NAME, DurationSeconds, ...(ExternalId !== undefined && { ExternalId }) };
      return keep((await client.send(new AssumeRoleCommand(input), { abortSignal })).Credentials);
    },
  };
}

/** The session that the platform gets, as long as the document promises it: a role that allows less shows here. */
export async function openSession(
  client: STSClient, document: ConnectionDocumentV1, token: string | undefined, calls: Calls, redactor: Redactor,
): Promise<SessionCredentials> {
  const entrance = createRoleEntrance(client, document, document.sts.sessionSeconds, redactor);
  return calls.mustWork((signal) => (
    token === undefined ? entrance.withExternalId(document.trust.externalId, signal) : entrance.withToken(token, signal)
  ));
}

/** For attempts that must be refused. */
export function createAttempt(client: STSClient, document: ConnectionDocumentV1, redactor: Redactor): RoleEntrance {
  return createRoleEntrance(client, document, SHORTEST_SECONDS, redactor);
}
