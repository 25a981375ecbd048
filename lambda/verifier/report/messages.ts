import { isUnfinished } from './overall-status';
import type { Check, IntegrationResult, OverallStatus } from '../../../src/verification/verification-report-v1';

/** One line for an integration: the platform's own message when it works, else the first thing that is wrong. */
export function integrationMessage(status: OverallStatus, checks: readonly Check[], outcome: string): string {
  switch (status) {
    case 'pass':
    case 'warn': return outcome;
    case 'nothing-found': return `Nothing was found: ${firstOf(checks, 'warn') ?? 'the source is empty'}.`;
    case 'incomplete': return unfinished(checks);
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
    case 'incomplete': return unfinished(checks);
    case 'fail': return `${count(checks, 'fail')} check(s) failed: ${firstOf(checks, 'fail') ?? ''}`;
  }
}

/** Only the checks that count: others are skipped because they do not apply. */
function unfinished(checks: readonly Check[]): string {
  const missed = checks.filter(isUnfinished);
  return `${missed.length} check(s) could not be made: ${missed[0]?.message ?? ''}`;
}

function firstOf(checks: readonly Check[], status: Check['status']): string | undefined {
  return checks.find((check) => check.status === status)?.message;
}

function count(checks: readonly Check[], status: Check['status']): number {
  return checks.filter((check) => check.status === status).length;
}
