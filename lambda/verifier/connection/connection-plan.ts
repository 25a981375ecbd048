import type { ConnectionContext } from './context';
import { credentialsProbe, startSession } from './credentials-probe';
import { createAttempt, type SessionCredentials } from './session';
import { createStsClient } from './sts-client';
import { planApiKey } from '../api-key/plan-api-key';
import type { Probe } from '../probes/probe';
import { externalIdProbes } from '../trust/external-id-probes';
import { issuerProbe } from '../trust/issuer-probe';
import { policyProbe } from '../trust/policy-probe';
import { providerProbe } from '../trust/provider-probe';
import { tokenProbe } from '../trust/token-probe';
import { createTrustReader } from '../trust/trust-reader';
import { wrongSubjectProbe } from '../trust/wrong-subject-probe';

/** The checks of the connection itself, and the credentials that every integration is checked with. */
export interface ConnectionPlan {
  readonly probes: readonly Probe[];
  /** Nothing when there are none to be had; the check connection.credentials says why. */
  readonly credentials: Promise<SessionCredentials | undefined>;
  /** Of a connection by Bedrock API key, instead of credentials: the key, or nothing when Bedrock does not take it. */
  readonly bearerToken?: Promise<string | undefined>;
  readonly close: () => void;
}

export function planConnection(context: ConnectionContext): ConnectionPlan {
  if (context.document.method === 'bedrock-api-key' || context.request.bearerToken !== undefined) return planApiKey(context);
  const sts = createStsClient(context.document);
  const session = startSession(sts, context);
  const credentials = session.then((outcome) => ('error' in outcome ? undefined : outcome.credentials));
  const entrance = credentialsProbe(context, session);
  if (context.request.action === 'import') return { probes: [entrance], credentials, close: () => sts.destroy() };

  const reader = createTrustReader(context);
  const attempt = createAttempt(sts, context.document, context.redactor);
  const { method } = context.document;
  const federated = method === 'oidc-federation';
  return {
    probes: [
      entrance,
      ...(federated || method === 'cross-account-role' ? [policyProbe(context, reader)] : []),
      ...(federated ? [providerProbe(context, reader), issuerProbe(context), tokenProbe(context), wrongSubjectProbe(context, reader, attempt)] : []),
      ...externalIdProbes(context, reader, attempt),
    ],
    credentials,
    close: () => { sts.destroy(); reader.close(); },
  };
}
