import { createCalls, type Calls } from './calls/calls';
import { startDeadline } from './calls/deadline';
import { failureOf } from '../aws/failure';
import { createLimiter } from './calls/limiter';
import { planConnection, type ConnectionPlan } from './connection/connection-plan';
import { MalformedDocument, parseDocument } from './document/parse-document';
import { parameterNames, readDocumentText } from './document/read-document';
import type { IntegrationPlan } from './integrations/integration-plan';
import { deployedIntegrations, INTEGRATIONS } from './integrations/integrations';
import { stackOf, type Logger } from '../log/logger';
import type { Redactor } from '../log/redactor';
import { findingOfFailure } from './probes/failure-finding';
import { found, passed } from './probes/finding';
import { runProbes, type ProbeRunSettings } from './probes/run-probes';
import { buildReport, type VerifiedIntegration } from './report/build-report';
import { checkOf } from './report/check';
import { InvalidRequest } from './request/invalid-request';
import type { VerificationRequest } from './request/parse-request';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';
import type { Check, Integration, VerificationReportV1 } from '../../src/verification/verification-report-v1';

export interface Run {
  readonly request: VerificationRequest;
  /** Milliseconds that the run may take, besides its own limit. */
  readonly availableMs: number;
  readonly environment: { readonly DOCUMENT_PARAMETERS?: string | undefined; readonly AWS_REGION?: string | undefined };
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/** Verifies the connection and reports; throws only when the request asks for what the connection does not have. */
export async function verify({ request, availableMs, environment, logger, redactor }: Run): Promise<VerificationReportV1> {
  redactor.addToken(request.webIdentityToken);
  redactor.addToken(request.otherWebIdentityToken);
  redactor.add(request.bearerToken);
  const startedAt = new Date();
  const started = performance.now();
  const { limits, action } = request;
  const deadline = startDeadline(Math.min(limits.totalSeconds * 1_000, availableMs));
  // The connection's own and those of each integration: AWS bounds each service apart, and a long list of one must not hold up the others.
  const newCalls = (): Calls => createCalls({
    deadline,
    limiter: createLimiter(limits.concurrency),
    callMs: limits.callSeconds * 1_000,
    propagationMs: limits.propagationSeconds * 1_000 - (performance.now() - started),
  });
  const onDefect: ProbeRunSettings['onDefect'] = (probe, error) => {
    logger.error('A probe failed by a defect of the verifier', { probe, error: stackOf(error) });
  };
  try {
    const calls = newCalls();
    const { document, check } = await readDocument(environment, calls, limits.callSeconds, onDefect);
    const finish = (connectionChecks: readonly Check[], integrations: readonly VerifiedIntegration[]): VerificationReportV1 => {
      const milliseconds = performance.now() - started;
      return redactor.value(buildReport({ action, ...(document && { document }), connectionChecks, integrations, startedAt, milliseconds }));
    };
    if (document === undefined) return finish([check], []);
    refuseUnknownIntegrations(request, document);

    const settings: ProbeRunSettings = { region: document.region, callSeconds: limits.callSeconds, onDefect };
    const connection = await planConnection({ document, request, calls, redactor });
    try {
      const [connectionChecks, integrations] = await Promise.all([
        runProbes(connection.probes, settings),
        verifyIntegrations(document, request, newCalls, connection, settings),
      ]);
      return finish([check, ...connectionChecks], integrations);
    } finally {
      connection.close();
    }
  } finally {
    deadline.clear();
  }
}

async function readDocument(
  environment: Run['environment'], calls: Calls, callSeconds: number, onDefect: ProbeRunSettings['onDefect'],
): Promise<{ readonly document?: ConnectionDocumentV1; readonly check: Check }> {
  const region = environment.AWS_REGION ?? '';
  const started = performance.now();
  const probe = { id: 'connection.document' };
  const target = environment.DOCUMENT_PARAMETERS ?? 'DOCUMENT_PARAMETERS';
  const taken = (): number => Math.round(performance.now() - started);
  try {
    const text = await readDocumentText(parameterNames(environment.DOCUMENT_PARAMETERS), region, calls);
    return { document: parseDocument(text), check: checkOf(probe, target, passed('The connection document is whole'), taken()) };
  } catch (error) {
    if (error instanceof MalformedDocument) return { check: checkOf(probe, target, found('DOCUMENT_MALFORMED', { reason: error.message }), taken()) };
    const failure = failureOf(error);
    if (failure.kind === 'defect') onDefect(probe.id, error);
    const finding = failure.kind === 'denied' ? found('DOCUMENT_UNREADABLE', { reason: failure.reason }) : findingOfFailure(failure, { region, callSeconds });
    return { check: checkOf(probe, target, finding, taken()) };
  }
}

/** Where a Bedrock API key is given, only Bedrock can be checked with it. */
function asked({ integrations, bearerToken }: VerificationRequest): readonly Integration[] {
  return integrations ?? (bearerToken === undefined ? INTEGRATIONS.map(({ integration }) => integration) : ['bedrock']);
}

function refuseUnknownIntegrations({ integrations, bearerToken }: VerificationRequest, document: ConnectionDocumentV1): void {
  const deployed = deployedIntegrations(document);
  if (bearerToken !== undefined && !deployed.includes('bedrock')) throw new InvalidRequest('bearerToken is a Bedrock API key, and this connection has no bedrock');
  const missing = (integrations ?? []).filter((integration) => !deployed.includes(integration));
  if (missing.length > 0) throw new InvalidRequest(`This connection has no ${missing.join(', ')}; it has ${deployed.join(', ') || 'no integration'}`);
}

async function verifyIntegrations(
  document: ConnectionDocumentV1, request: VerificationRequest, newCalls: () => Calls, connection: ConnectionPlan, settings: ProbeRunSettings,
): Promise<readonly VerifiedIntegration[]> {
  const wanted = INTEGRATIONS.filter(({ integration }) => asked(request).includes(integration));
  const must = <T>(entry: Promise<T | undefined>) => async (): Promise<T> => {
    const session = await entry;
    if (session === undefined) throw new Error('a probe was started without credentials');
    return session;
  };
  const { bearerToken } = connection;
  const entry = { credentials: must(connection.credentials), ...(bearerToken && { bearerToken: must(bearerToken) }) };
  // The code of the integrations is loaded while STS is asked for credentials.
  const { action, limits, sageMakerRequests } = request;
  const context = { document, action, limits, ...entry, ...(sageMakerRequests && { sageMakerRequests }) };
  const plans = (await Promise.all(wanted.map(({ plan }) => plan({ ...context, calls: newCalls() })))).filter((plan) => plan !== undefined);
  const hasCredentials = await (bearerToken ?? connection.credentials) !== undefined;
  return Promise.all(plans.map(async (plan) => {
    try {
      return { plan, checks: hasCredentials ? await runProbes(plan.probes, settings) : withoutCredentials(plan) };
    } finally {
      plan.close();
    }
  }));
}

/** One record for each probe, so that the report still lists what was to be checked. */
function withoutCredentials({ probes, displayName }: IntegrationPlan): readonly Check[] {
  return probes.map((probe) => checkOf(probe, displayName, found('NO_CREDENTIALS', {}), 0));
}
