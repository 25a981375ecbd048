import type { Check, IntegrationResult, OverallStatus } from '../../../src/verification/verification-report-v1';

/** One line for an integration: the platform's own message when it works, else the first thing that is wrong. */
export function integrationMessage(status: OverallStatus, checks: readonly Check[], outcome: string): string {
  switch (status) {
    case 'pass':
    case 'warn': return outcome;
    case 'nothing-found': return `${outcome} Nothing was found: ${firstOf(checks, 'warn') ?? 'the source is empty'}.`;
    case 'incomplete': return `Not fully checked: ${firstOf(checks, 'skipped') ?? 'some checks could not run'}`;
    case 'fail': return firstOf(checks, 'fail') ?? 'A check failed';
  }
}

/** One line for the whole report. */
export function overallMessage(status: OverallStatus, checks: readonly Check[], integrations: readonly IntegrationResult[]): string {
  const told = integrations.map(({ message }) => message).join(' ');
  switch (status) {
    case 'pass': return told || 'The connection works.';
    case 'warn': return `${told || 'The connection works.'} ${count(checks, 'warn')} warning(s): ${firstOf(checks, 'warn') ?? 'one integration found nothing'}`;
    case 'nothing-found': return told;
    case 'incomplete': return `Not everything was checked: ${firstOf(checks, 'skipped') ?? 'some checks could not run'}`;
    case 'fail': return `${count(checks, 'fail')} check(s) failed: ${firstOf(checks, 'fail') ?? ''}`;
  }
}

function firstOf(checks: readonly Check[], status: Check['status']): string | undefined {
  return checks.find((check) => check.status === status)?.message;
}

function count(checks: readonly Check[], status: Check['status']): number {
  return checks.filter((check) => check.status === status).length;
}
