import type { Check, VerificationReportV1 } from '../../../src/verification/verification-report-v1';
import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { addressOf, bytesOf, clip, MOST_RESPONSE_BYTES, type CustomResourceResponse } from '../../custom-resource/custom-resource-response';

/** WARN: the deployment goes on and tells. FAIL: it is rolled back unless the connection is shown to work. */
export type OnDeploy = 'WARN' | 'FAIL';

const SUMMARY_LENGTH = 1_400;
const REASON_LENGTH = 1_200;
const MESSAGE_LENGTH = 400;

/** What was not proven counts against the connection as well: an unfinished verification is no proof. */
export function isProven({ status }: Pick<VerificationReportV1, 'status'>): boolean {
  return status !== 'fail' && status !== 'incomplete';
}

export function responseTo(event: CustomResourceEvent, report: VerificationReportV1, onDeploy: OnDeploy): CustomResourceResponse {
  const failed = onDeploy === 'FAIL' && !isProven(report);
  return fit({
    ...identityOf(event),
    Status: failed ? 'FAILED' : 'SUCCESS',
    Reason: failed ? reasonOf(report) : clip(report.message, MESSAGE_LENGTH),
    Data: { Status: report.status, Message: clip(report.message, MESSAGE_LENGTH), Report: summaryOf(report) },
  });
}

export function successOf(event: CustomResourceEvent, reason: string): CustomResourceResponse {
  return fit({ ...identityOf(event), Status: 'SUCCESS', Reason: clip(reason, REASON_LENGTH) });
}

export function failureOfEvent(event: CustomResourceEvent, reason: string): CustomResourceResponse {
  return fit({ ...identityOf(event), Status: 'FAILED', Reason: clip(reason, REASON_LENGTH) });
}

/** The report without its passes and details, as much as there is room for. */
export function summaryOf({ status, message, checks }: VerificationReportV1): string {
  const notable = checks.filter((check) => check.status !== 'pass' && check.code !== 'NOT_APPLICABLE');
  for (let count = notable.length; ; count -= 1) {
    const summary = JSON.stringify({
      status,
      message: clip(message, MESSAGE_LENGTH),
      passed: checks.filter((check) => check.status === 'pass').length,
      checks: notable.slice(0, count).map((check) => ({ id: check.id, target: clip(check.target, 100), status: check.status, code: check.code })),
      left: notable.length - count,
    });
    if (count === 0 || summary.length <= SUMMARY_LENGTH) return summary;
  }
}

/** Names what is wrong and how to cure it: it is what people read in the console when their deployment was rolled back. */
export function reasonOf({ message, checks }: VerificationReportV1): string {
  const decisive = checks.filter(({ status }) => status === 'fail');
  const named = decisive.length > 0 ? decisive : checks.filter(({ status, code }) => status === 'skipped' && code !== 'NOT_APPLICABLE');
  const lines = named.map(({ id, message: text, fix }: Check) => `${id}: ${clip(text, 300)}${fix === undefined ? '' : ` Fix: ${clip(fix, 250)}`}`);
  for (let count = lines.length; count > 0; count -= 1) {
    const left = lines.length - count;
    const reason = [...lines.slice(0, count), ...(left > 0 ? [`And ${left} more; the log of the verifier has them all.`] : [])].join(' | ');
    if (reason.length <= REASON_LENGTH || count === 1) return clip(reason, REASON_LENGTH);
  }
  return clip(message, REASON_LENGTH);
}

function identityOf(event: CustomResourceEvent): Omit<CustomResourceResponse, 'Status' | 'Reason' | 'Data'> {
  return { PhysicalResourceId: event.PhysicalResourceId ?? `verification-${event.LogicalResourceId}`, ...addressOf(event) };
}

/** The lengths above count characters; text in other scripts takes more bytes, so the last word is the number of bytes. */
function fit(response: CustomResourceResponse): CustomResourceResponse {
  const { Data, Reason } = response;
  if (bytesOf(response) < MOST_RESPONSE_BYTES) return response;
  if (Data?.Report !== undefined && Data.Report !== '') return fit({ ...response, Data: { ...Data, Report: '' } });
  return fit({ ...response, Reason: clip(Reason, Math.floor(Reason.length / 2)), ...(Data && { Data: { ...Data, Message: clip(Data.Message ?? '', 100) } }) });
}
