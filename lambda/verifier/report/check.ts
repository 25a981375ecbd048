import type { Check } from '../../../src/verification/verification-report-v1';
import { fillIn, type CodeEntry } from '../codes/code';
import { CODES } from '../codes/codes';
import type { Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** The report's record of one finding. */
export function checkOf(probe: Pick<Probe, 'id' | 'integration'>, target: string, finding: Finding, milliseconds: number): Check {
  const entry: CodeEntry = CODES[finding.code];
  return {
    id: probe.id,
    ...(probe.integration && { integration: probe.integration }),
    target,
    status: entry.status,
    code: finding.code,
    message: fillIn(entry.message, finding.values),
    ...(entry.fix !== undefined && { fix: fillIn(entry.fix, finding.values) }),
    ...(finding.detail && { detail: finding.detail }),
    retryable: entry.retryable,
    milliseconds,
  };
}
