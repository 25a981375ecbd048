import type { STSClient } from '@aws-sdk/client-sts';
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

/** The code of Cognito and its SDK clients are loaded only when the connection goes through it. */
export async function planConnection(context: ConnectionContext): Promise<ConnectionPlan> {
  if (context.document.method === 'bedrock-api-key' || context.request.bearerToken !== undefined) return planApiKey(context);
  const { cognito } = context.document;
  if (cognito === undefined) return planRole(context);
  const { planCognito } = await import('./cognito/plan-cognito');
  const plan = planCognito(cognito, context);
  if (context.request.action === 'import') return plan;
  const sts = createStsClient(context.document);
  const trust = planTrust(context, sts);
  return { probes: [...plan.probes, ...trust.probes], credentials: plan.credentials, close: () => { plan.close(); trust.close(); sts.destroy(); } };
}

function planRole(context: ConnectionContext): ConnectionPlan {
  const sts = createStsClient(context.document);
  const session = startSession(sts, context);
  const credentials = session.then((outcome) => ('error' in outcome ? undefined : outcome.credentials));
  const entrance = credentialsProbe(context, session);
  if (context.request.action === 'import') return { probes: [entrance], credentials, close: () => sts.destroy() };
  const trust = planTrust(context, sts);
  return { probes: [entrance, ...trust.probes], credentials, close: () => { sts.destroy(); trust.close(); } };
}

/** The checks of the role's trust, for each way in that it has. */
function planTrust(context: ConnectionContext, sts: STSClient): Pick<ConnectionPlan, 'probes' | 'close'> {
  const reader = createTrustReader(context);
  const attempt = createAttempt(sts, context.document, context.redactor);
  const { method, trust } = context.document;
  const federated = method === 'oidc-federation' || (method === 'cognito' && trust.issuer !== undefined);
  return {
    probes: [
      ...(method === 'bedrock-api-key' ? [] : [policyProbe(context, reader)]),
      ...(federated ? [providerProbe(context, reader), issuerProbe(context), tokenProbe(context), wrongSubjectProbe(context, reader, attempt)] : []),
      ...externalIdProbes(context, reader, attempt),
    ],
    close: reader.close,
  };
}
