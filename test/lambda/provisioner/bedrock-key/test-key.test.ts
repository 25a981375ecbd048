import { testKey } from '../../../../lambda/provisioner/bedrock-key/test-key';
import { type Answer, refusal, startFailingService } from '../../aws/failing-service';

const before = process.env.AWS_ENDPOINT_URL;
afterEach(() => {
  if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
  else process.env.AWS_ENDPOINT_URL = before;
});
const KEY = { apiKey: 'ABSKexample', credentialId: 'ACCAEXAMPLE', expiresAt: '2026-01-01T00:00:00.000Z' };

/** How often Bedrock was asked until the key was taken. */
async function tries(patienceMs: number, ...answers: readonly Answer[]): Promise<number> {
  const service = await startFailingService(...answers);
  process.env.AWS_ENDPOINT_URL = service.url;
  try {
    await testKey(KEY, 'us-east-1', patienceMs, 10);
    return service.requests.length;
  } finally {
    await service.stop();
  }
}

const TAKEN: Answer = { status: 200, body: { modelSummaries: [] } };
const NOT_VALID = refusal('Authentication failed: Please make sure your API Key is valid.');
const BY_POLICY = refusal('User: u is not authorized to perform: bedrock:ListFoundationModels because no identity-based policy allows it');

test('a key that Bedrock takes is one, and so is one whose owner is told what it may not do', async () => {
  expect(await tries(0, TAKEN)).toBe(1);
  expect(await tries(0, BY_POLICY)).toBe(1);
});

test('a key that IAM has not spread yet is tried again', async () => {
  expect(await tries(5_000, NOT_VALID, NOT_VALID, TAKEN)).toBe(3);
});

test.each<[string, Answer, string]>([
  ['is not taken', NOT_VALID, 'Authentication failed'],
  ['may not be used', refusal('User: u is not authorized to perform: bedrock:CallWithBearerToken on resource: *'), 'CallWithBearerToken'],
  ['meets a service that refuses for no reason of policies', refusal('no such operation', 'ValidationException', 400), 'no such operation'],
])('a key that %s in time never becomes the current one', async (_, answer, message) => {
  await expect(tries(30, answer)).rejects.toThrow(message);
});
