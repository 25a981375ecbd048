import { integrationMessage, overallMessage } from './messages';
import { overallStatus, statusOfChecks, statusOfIntegration } from './overall-status';
import type { ProbeAction } from '../../../src/access/permission';
import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';
import type { Check, IntegrationResult, VerificationReportV1 } from '../../../src/verification/verification-report-v1';
import type { IntegrationPlan, Outcome } from '../integrations/integration-plan';

export interface ReportInput {
  readonly action: ProbeAction;
  /** Absent when it could not be read. */
  readonly document?: ConnectionDocumentV1;
  readonly connectionChecks: readonly Check[];
  readonly integrations: readonly VerifiedIntegration[];
  readonly startedAt: Date;
  readonly milliseconds: number;
}

export interface VerifiedIntegration {
  readonly plan: Pick<IntegrationPlan, 'integration' | 'outcome'>;
  readonly checks: readonly Check[];
}

export function buildReport({ action, document, connectionChecks, integrations, startedAt, milliseconds }: ReportInput): VerificationReportV1 {
  const outcomes = integrations.map(({ plan, checks: own }) => plan.outcome(own));
  const results = integrations.map((integration, index) => resultOf(integration, outcomes[index]));
  // Where there was nothing to look for, nothing was found: that is no success which would outweigh an empty source.
  const decisive = results.filter((result, index) => outcomes[index].found !== undefined || result.status !== 'pass');
  const checks = [...connectionChecks, ...integrations.flatMap((integration) => integration.checks)];
  const status = overallStatus(statusOfChecks(connectionChecks), decisive.map((result) => result.status));
  return {
    schemaVersion: 1,
    action,
    ...(document && { platform: document.platform.id, method: document.method, principalArn: document.principal.arn, region: document.region }),
    startedAt: startedAt.toISOString(),
    milliseconds: Math.round(milliseconds),
    status,
    message: overallMessage(status, checks, results),
    integrations: results,
    checks,
  };
}

function resultOf({ plan, checks }: VerifiedIntegration, outcome: Outcome): IntegrationResult {
  const status = statusOfIntegration(checks, outcome.found);
  return { integration: plan.integration, status, message: integrationMessage(status, checks, outcome.message) };
}
