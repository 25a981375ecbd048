import type { Check, OverallStatus } from '../../../src/verification/verification-report-v1';
import type { CodeEntry } from '../codes/code';
import { CODES, type Code } from '../codes/codes';

/** From the best to the worst. */
const ORDER: readonly OverallStatus[] = ['pass', 'warn', 'nothing-found', 'incomplete', 'fail'];

/** What some checks say together; "nothing found" is not theirs to say. */
export function statusOfChecks(checks: readonly Check[]): OverallStatus {
  if (checks.some(({ status }) => status === 'fail')) return 'fail';
  if (checks.some(isUnfinished)) return 'incomplete';
  return checks.some(({ status }) => status === 'warn') ? 'warn' : 'pass';
}

/** An integration that failed or could not be checked has not found nothing: it does not know. */
export function statusOfIntegration(checks: readonly Check[], found: number | undefined): OverallStatus {
  const status = statusOfChecks(checks);
  return found === 0 && (status === 'pass' || status === 'warn') ? 'nothing-found' : status;
}

/** The worst of all; one integration without anything to find is only a warning beside others that found something. */
export function overallStatus(connection: OverallStatus, integrations: readonly OverallStatus[]): OverallStatus {
  const somethingFound = integrations.some((status) => status === 'pass' || status === 'warn');
  const statuses = integrations.map((status) => (status === 'nothing-found' && somethingFound ? 'warn' : status));
  return [connection, ...statuses].reduce((worst, status) => (ORDER.indexOf(status) > ORDER.indexOf(worst) ? status : worst));
}

/** Whether a check that counts could not be made. */
export function isUnfinished({ code }: Check): boolean {
  const entry: CodeEntry | undefined = CODES[code as Code];
  return entry?.incomplete === true;
}
