import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CustomResourceEvent } from '../../../lambda/custom-resource/custom-resource-event';
import { createLogger } from '../../../lambda/log/logger';
import { createRedactor } from '../../../lambda/log/redactor';
import { answer } from '../../../lambda/provisioner/answer';
import { type Provisioned, type Provisioner, ProvisioningError } from '../../../lambda/provisioner/provisioner';

// CloudFormation's side: the pre-signed URL that the answer is put to.
let server: Server;
let url: string;
let answers: unknown[];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => {
      answers.push(JSON.parse(body));
      response.writeHead(200, { connection: 'close' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed`;
});
afterAll(() => { server.closeAllConnections(); server.close(); });
beforeEach(() => { answers = []; });

const ADDRESS = { StackId: 's', RequestId: 'r', LogicalResourceId: 'Key' };
const made = async (): Promise<Provisioned> => ({ physicalResourceId: 'made', data: { Name: 'x' } });
const failing = (error: Error) => async (): Promise<never> => { throw error; };

/** What CloudFormation and the log are told. */
async function told(event: Pick<CustomResourceEvent, 'RequestType' | 'PhysicalResourceId'>, provisioner: Partial<Provisioner>): Promise<{ response: unknown; lines: readonly object[] }> {
  const lines: object[] = [];
  const logger = createLogger(createRedactor(), (line) => lines.push(JSON.parse(line) as object));
  const whole = { apply: made, remove: async () => undefined, ...provisioner };
  await answer({ ...ADDRESS, ResponseURL: url, ResourceProperties: {}, ...event }, whole, logger);
  expect(answers).toHaveLength(1);
  return { response: answers[0], lines };
}

test('what was made is named, with its attributes', async () => {
  const { response, lines } = await told({ RequestType: 'Create' }, {});
  expect(response).toEqual({ ...ADDRESS, Status: 'SUCCESS', Reason: 'Done', PhysicalResourceId: 'made', Data: { Name: 'x' } });
  expect(lines).toMatchObject([{ level: 'INFO', message: 'Answered CloudFormation', requestType: 'Create', status: 'SUCCESS', reason: 'Done' }]);
  answers = [];
  expect((await told({ RequestType: 'Update', PhysicalResourceId: 'former' }, { apply: async () => ({ physicalResourceId: 'made' }) })).response)
    .toEqual({ ...ADDRESS, Status: 'SUCCESS', Reason: 'Done', PhysicalResourceId: 'made' });
});

test.each<[string, Error, string]>([
  ['in the words of the provisioner', new ProvisioningError('The user exists already.'), 'The user exists already.'],
  ['by its name', Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }), 'ThrottlingException: Rate exceeded'],
  ['in brief', new ProvisioningError('x'.repeat(2_000)), `${'x'.repeat(1_197)}...`],
])('a failure is told %s, and logged', async (_, error, Reason) => {
  const { response, lines } = await told({ RequestType: 'Update', PhysicalResourceId: 'former' }, { apply: failing(error) });
  expect(response).toEqual({ ...ADDRESS, Status: 'FAILED', Reason, PhysicalResourceId: 'former' });
  expect(lines).toMatchObject([{ level: 'ERROR', requestType: 'Update', error: expect.stringContaining(error.message) }, { level: 'INFO', status: 'FAILED' }]);
});

test('what CloudFormation would not take fails in words that it takes', async () => {
  const data = { Text: 'x'.repeat(4_096) };
  expect((await told({ RequestType: 'Create' }, { apply: async () => ({ physicalResourceId: 'made', data }) })).response)
    .toMatchObject({ Status: 'FAILED', Reason: 'Error: the answer is longer than CloudFormation takes', PhysicalResourceId: 'nothing-was-made' });
});

describe('a deletion', () => {
  test('removes once and keeps the name', async () => {
    const remove = jest.fn(async () => undefined);
    expect((await told({ RequestType: 'Delete', PhysicalResourceId: 'made' }, { remove, apply: failing(new Error('must not run')) })).response)
      .toEqual({ ...ADDRESS, Status: 'SUCCESS', Reason: 'Done', PhysicalResourceId: 'made' });
    expect(remove).toHaveBeenCalledTimes(1);
  });

  test('that fails is told under the same name', async () => {
    expect((await told({ RequestType: 'Delete', PhysicalResourceId: 'made' }, { remove: failing(new ProvisioningError('The database is locked.')) })).response)
      .toEqual({ ...ADDRESS, Status: 'FAILED', Reason: 'The database is locked.', PhysicalResourceId: 'made' });
  });

  test.each([undefined, 'nothing-was-made'])('of what was never made (%j) succeeds without a try', async (PhysicalResourceId) => {
    expect((await told({ RequestType: 'Delete', ...(PhysicalResourceId && { PhysicalResourceId }) }, { remove: failing(new Error('must not run')) })).response)
      .toEqual({ ...ADDRESS, Status: 'SUCCESS', Reason: 'Done', PhysicalResourceId: 'nothing-was-made' });
  });
});

describe('a creation that fails', () => {
  test('has made nothing', async () => {
    expect((await told({ RequestType: 'Create' }, { apply: failing(new ProvisioningError('x')) })).response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'nothing-was-made' });
  });

  test('and can leave something behind has the name of it, so that CloudFormation asks for its removal', async () => {
    expect((await told({ RequestType: 'Create' }, { apply: failing(new ProvisioningError('x')), nameOfRemains: 'user' })).response).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'user' });
  });
});
