import { failureOfEvent, responseTo, successOf, type OnDeploy } from './verification-response';
import type { VerificationReportV1 } from '../../../src/verification/verification-report-v1';
import { failureOf } from '../../aws/failure';
import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import type { CustomResourceResponse } from '../../custom-resource/custom-resource-response';
import { sendResponse } from '../../custom-resource/send-response';
import { stackOf, type Logger } from '../../log/logger';
import { InvalidRequest } from '../request/invalid-request';
import { parseLimits } from '../request/limits';
import type { VerificationRequest } from '../request/parse-request';

/** What was just deployed can be refused until IAM has spread it. */
const PROPAGATION_SECONDS = 90;

export interface CustomResourceWork {
  readonly verify: (request: VerificationRequest) => Promise<VerificationReportV1>;
  readonly logger: Logger;
}

/** Answers CloudFormation whatever happens: without an answer the stack hangs for an hour. */
export async function handleCustomResource(event: CustomResourceEvent, work: CustomResourceWork): Promise<void> {
  const response = await answer(event, work);
  await sendResponse(event.ResponseURL, response);
  work.logger.info('Answered CloudFormation', { requestType: event.RequestType, status: response.Status, reason: response.Reason });
}

async function answer(event: CustomResourceEvent, { verify, logger }: CustomResourceWork): Promise<CustomResourceResponse> {
  // Verifying leaves nothing behind; a stack must be deletable however broken its connection is.
  if (event.RequestType === 'Delete') return successOf(event, 'Nothing to delete');
  let onDeploy: OnDeploy | undefined;
  try {
    onDeploy = parseOnDeploy(event.ResourceProperties.OnDeploy);
    return responseTo(event, await verify({ action: 'test-connection', limits: parseLimits({ propagationSeconds: PROPAGATION_SECONDS }) }), onDeploy);
  } catch (error) {
    const { name } = failureOf(error);
    const reason = error instanceof InvalidRequest ? error.message : `The verifier itself failed (${name}); its log says more.`;
    logger.error('The verification on deployment did not come to a report', { error: stackOf(error) });
    return onDeploy === 'WARN' ? successOf(event, reason) : failureOfEvent(event, reason);
  }
}

function parseOnDeploy(given: unknown): OnDeploy {
  if (given === 'WARN' || given === 'FAIL') return given;
  throw new InvalidRequest('OnDeploy must be WARN or FAIL');
}
