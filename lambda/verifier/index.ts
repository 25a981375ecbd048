import '../aws/client-defaults';
import { isCustomResourceEvent } from '../custom-resource/custom-resource-event';
import { createLogger } from '../log/logger';
import { createRedactor } from '../log/redactor';
import { parseRequest, type VerificationRequest } from './request/parse-request';
import type { VerificationReportV1 } from '../../src/verification/verification-report-v1';

/** What is used of Lambda's context. */
export interface HandlerContext {
  readonly getRemainingTimeInMillis?: () => number;
}

/** Kept back from the time that Lambda has left, to report and to answer CloudFormation with retries. */
const MARGIN_MS = 3_000;
const CUSTOM_RESOURCE_MARGIN_MS = 25_000;
const WITHOUT_LAMBDA_MS = 900_000;

/** Verifies a connection: invoked with a request, it returns the report; as a custom resource, it answers CloudFormation. */
export async function handler(event: unknown, context: HandlerContext = {}): Promise<VerificationReportV1 | undefined> {
  const redactor = createRedactor();
  const logger = createLogger(redactor);
  const remaining = context.getRemainingTimeInMillis?.() ?? WITHOUT_LAMBDA_MS;

  const run = async (request: VerificationRequest, marginMs: number): Promise<VerificationReportV1> => {
    // All that needs an SDK is loaded only now, so that a wrong request is answered at once.
    const { verify } = await import('./verify');
    const availableMs = remaining - Math.min(marginMs, remaining / 2);
    const report = await verify({ request, availableMs, environment: process.env, logger, redactor });
    logger.info('Verification report', { report });
    return report;
  };

  if (isCustomResourceEvent(event)) {
    redactor.add(event.ResponseURL);
    const { handleCustomResource } = await import('./custom-resource/handle-custom-resource');
    await handleCustomResource(event, { logger, verify: (request) => run(request, CUSTOM_RESOURCE_MARGIN_MS) });
    return undefined;
  }
  return run(parseRequest(event), MARGIN_MS);
}
