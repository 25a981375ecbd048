import type { CustomResourceResponse } from './custom-resource-response';
import { failureOf } from '../aws/failure';

const ATTEMPTS = 4;
const ATTEMPT_MS = 5_000;
const FIRST_WAIT_MS = 250;

/**
 * Puts the answer to the pre-signed URL. CloudFormation waits for it up to an hour, so it is tried again when it does not arrive.
 * The URL is signed without a content type, and with another one S3 refuses it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export async function sendResponse(url: string, response: CustomResourceResponse, firstWaitMs = FIRST_WAIT_MS): Promise<void> {
  const body = JSON.stringify(response);
  let problem = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, firstWaitMs * 2 ** attempt));
    try {
      const answer = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' }, signal: AbortSignal.timeout(ATTEMPT_MS) });
      await answer.body?.cancel();
      if (answer.ok) return;
      problem = `it answered ${answer.status}`;
    } catch (error) {
      // The message of a failed fetch can hold the URL, which is a secret while it is valid.
      problem = `it could not be reached (${failureOf(error).name})`;
    }
  }
  throw new Error(`CloudFormation could not be answered: ${problem}`);
}
