import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CustomResourceResponse } from '../../../../lambda/custom-resource/custom-resource-response';
import { sendResponse } from '../../../../lambda/custom-resource/send-response';
import { createLogger } from '../../../../lambda/log/logger';
import { createRedactor } from '../../../../lambda/log/redactor';
import { handleCustomResource } from '../../../../lambda/verifier/custom-resource/handle-custom-resource';
import type { VerificationRequest } from '../../../../lambda/verifier/request/parse-request';
import type { VerificationReportV1 } from '../../../../src/verification/verification-report-v1';

const REPORT: VerificationReportV1 = { schemaVersion: 1, action: 'test-connection', startedAt: '', milliseconds: 1, status: 'pass', message: 'Connection successful!', integrations: [], checks: [] };

// CloudFormation's side of a custom resource: the pre-signed URL that the answer is put to.
let server: Server;
let url: string;
let answers: { method?: string | undefined; contentType?: string | undefined; body: string }[];
let statuses: number[];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => {
      answers.push({ method: request.method, contentType: request.headers['content-type'], body });
      response.writeHead(statuses.shift() ?? 200, { connection: 'close' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed?X-Amz-Signature=0123456789abcdef`;
});
afterAll(() => { server.closeAllConnections(); server.close(); });
beforeEach(() => { answers = []; statuses = []; });

async function handle(event: object, verify: (request: VerificationRequest) => Promise<VerificationReportV1> = async () => REPORT) {
  const lines: string[] = [];
  const redactor = createRedactor();
  redactor.add(url);
  const full = {
    RequestType: 'Create', ResponseURL: url, StackId: 's', RequestId: 'r', LogicalResourceId: 'V', ResourceProperties: { OnDeploy: 'FAIL' }, ...event,
  };
  const logger = createLogger(redactor, (line) => lines.push(line));
  await handleCustomResource(full as Parameters<typeof handleCustomResource>[0], { verify, logger });
  expect(lines.join('\n')).not.toContain('X-Amz-Signature');
  return { response: JSON.parse(answers.at(-1)?.body ?? '{}') as CustomResourceResponse, lines };
}

test('the answer is put without a content type', async () => {
  const { response } = await handle({});
  expect(answers).toMatchObject([{ method: 'PUT' }]);
  expect(answers[0]?.contentType ?? '').toBe('');
  expect(response).toMatchObject({ Status: 'SUCCESS', Data: { Status: 'pass', Message: 'Connection successful!' } });
});

test('a run on deployment is a test connection that is patient with IAM', async () => {
  let seen: VerificationRequest | undefined;
  await handle({ RequestType: 'Update' }, async (request) => { seen = request; return REPORT; });
  expect(seen).toMatchObject({ action: 'test-connection', limits: { propagationSeconds: 90 } });
});

test('a deletion succeeds without verifying, whatever its properties', async () => {
  const { response } = await handle({ RequestType: 'Delete', PhysicalResourceId: 'p', ResourceProperties: {} }, async () => { throw new Error('must not run'); });
  expect(response).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'p' });
});

test('a wrong property fails with its reason', async () => {
  expect((await handle({ ResourceProperties: { OnDeploy: 'MAYBE' } })).response).toMatchObject({ Status: 'FAILED', Reason: 'OnDeploy must be WARN or FAIL' });
});

test.each([['WARN', 'SUCCESS'], ['FAIL', 'FAILED']])('a defect with %s is a %s', async (OnDeploy, Status) => {
  const { response, lines } = await handle({ ResourceProperties: { OnDeploy } }, async () => { throw new TypeError(`x of ${url}`); });
  expect(response).toMatchObject({ Status, Reason: 'The verifier itself failed (TypeError); its log says more.' });
  expect(lines[0]).toContain('The verification on deployment did not come to a report');
});

test('an answer that does not arrive is given again', async () => {
  statuses = [503, 500];
  await handle({});
  expect(answers).toHaveLength(3);
});

test('an answer that never arrives is an error without the URL', async () => {
  const response = { Status: 'SUCCESS', Reason: '', PhysicalResourceId: 'p', StackId: 's', RequestId: 'r', LogicalResourceId: 'l' } as const;
  statuses = [403, 403, 403, 403];
  await expect(sendResponse(url, response, 1)).rejects.toThrow(/^CloudFormation could not be answered: it answered 403$/);
  expect(answers).toHaveLength(4);
  await expect(sendResponse('https://signed.invalid/', response, 1)).rejects
    .toThrow(/^CloudFormation could not be answered: it could not be reached \((ENOTFOUND|EAI_AGAIN)\)$/);
});
