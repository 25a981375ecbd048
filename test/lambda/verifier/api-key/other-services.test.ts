import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRedactor } from '../../../../lambda/log/redactor';
import { otherServices } from '../../../../lambda/verifier/api-key/other-services';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import { parseRequest } from '../../../../lambda/verifier/request/parse-request';
import type { ConnectionDocumentV1 } from '../../../../src/document/connection-document-v1';

const document = {
  region: 'us-gov-west-1', sts: { endpoint: 'https://sts.us-gov-west-1.amazonaws.com', sessionSeconds: 86_400 },
} as unknown as ConnectionDocumentV1;

async function findings(status: number) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.authorization}`);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const deadline = startDeadline(5_000);
  const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 2_000, propagationMs: 0 });
  const context = { document, request: parseRequest({ action: 'test-connection' }), calls, redactor: createRedactor() };
  try {
    const targets = otherServices(context, async () => ({ token: 'ABSKkey' }), { AWS_ENDPOINT_URL: url });
    const codes = await Promise.all(targets.map(async ({ check }) => [await check()].flat().map(({ code }) => code).join()));
    return { seen, names: targets.map(({ name }) => name), codes };
  } finally {
    deadline.clear();
    await new Promise((resolve) => server.close(resolve));
  }
}

test.each([
  [400, 'OK'], [401, 'OK'], [403, 'OK'], [200, 'API_KEY_TAKEN_ELSEWHERE'], [301, 'DENIAL_INCONCLUSIVE'], [429, 'DENIAL_INCONCLUSIVE'], [500, 'DENIAL_INCONCLUSIVE'],
])('the answer %i is %s', async (status, code) => {
  const { seen, names, codes } = await findings(status);
  expect(names).toEqual(['AWS STS', 'Amazon S3']);
  expect(codes).toEqual([code, code]);
  expect(seen.sort()).toEqual(['GET Bearer ABSKkey', 'POST Bearer ABSKkey']);
});
