import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import type { ApiKey } from './api-key';
import { bearerClient } from '../../aws/bearer-client';
import { failureOf } from '../../aws/failure';
import { keyRefusalOf } from '../../aws/key-refusal';

const ATTEMPT_MS = 10_000;
const WAIT_MS = 3_000;

/**
 * Calls Bedrock with a key until it is taken: IAM is eventually consistent. What the key may do there is not asked, only whether it
 * is one. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export async function testKey({ apiKey }: ApiKey, region: string, patienceMs = 60_000, waitMs = WAIT_MS): Promise<void> {
  const bedrock = new BedrockClient(bearerClient(region, async () => apiKey));
  const end = Date.now() + patienceMs;
  try {
    for (;;) {
      try {
        await bedrock.send(new ListFoundationModelsCommand({}), { abortSignal: AbortSignal.timeout(ATTEMPT_MS) });
        return;
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'denied' && keyRefusalOf(failure) === undefined) return;
        if (Date.now() + waitMs > end) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  } finally {
    bedrock.destroy();
  }
}
