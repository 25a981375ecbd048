import type { ResponseStream } from '@aws-sdk/client-sagemaker-runtime';
import * as fc from 'fast-check';
import { findEndpoints } from '../../../../lambda/verifier/sagemaker/allowed-endpoints';
import { findingOfStatus } from '../../../../lambda/verifier/sagemaker/describe-endpoint';
import { invocationsOf, nameOf, targetOf } from '../../../../lambda/verifier/sagemaker/invocation';
import { findingOfInvocation, isLetIn } from '../../../../lambda/verifier/sagemaker/invocation-failure';
import { readStream } from '../../../../lambda/verifier/sagemaker/read-stream';
import { foreignModel } from '../../../../lambda/verifier/sagemaker/refusals';

const request = { body: Buffer.from('{}'), contentType: 'application/json' };
const endpoint = { name: 'churn', given: 'churn', inferenceComponents: [] };
const part = (text: string): ResponseStream => ({ PayloadPart: { Bytes: Buffer.from(text) } });
const signal = () => new AbortController().signal;
const failing = (name: string, more: object = {}) => Object.assign(new Error('the payload of a customer'), { name, $metadata: { httpStatusCode: 400 }, ...more });

test.each([
  ['InService', 'OK'], ['Creating', 'SAGEMAKER_ENDPOINT_CREATING'], ['Updating', 'SAGEMAKER_ENDPOINT_CHANGING'], ['SystemUpdating', 'SAGEMAKER_ENDPOINT_CHANGING'],
  ['RollingBack', 'SAGEMAKER_ENDPOINT_CHANGING'], ['Failed', 'SAGEMAKER_ENDPOINT_FAILED'], ['UpdateRollbackFailed', 'SAGEMAKER_ENDPOINT_MIXED'],
  ['Deleting', 'SAGEMAKER_ENDPOINT_OUT_OF_SERVICE'], ['OutOfService', 'SAGEMAKER_ENDPOINT_OUT_OF_SERVICE'], [undefined, 'SAGEMAKER_ENDPOINT_OUT_OF_SERVICE'],
] as const)('an endpoint that is %s: %s', (EndpointStatus, code) => {
  expect(findingOfStatus('churn', { EndpointStatus }).code).toBe(code);
});

describe('an endpoint can be invoked', () => {
  test.each([
    ['as it is', endpoint, ['churn']],
    ['by its components', { ...endpoint, inferenceComponents: ['a', 'b'], request }, ['churn/a', 'churn/b']],
    ['by its target models, a pattern of which is only tried', { ...endpoint, targetModels: ['a.tar.gz', 'b/*', 'c?/*'], request }, ['churn/a.tar.gz', 'churn/b/ untested', 'churn/cx/ untested']],
    ['by the target model of the request', { ...endpoint, targetModels: ['b/*'], request: { ...request, targetModel: 'b/x' } }, ['churn/b/x']],
  ])('%s', (_, given, expected) => {
    const invocations = invocationsOf(given);
    expect(invocations.map((each) => `${targetOf(each)}${'request' in given && each.request === undefined ? ' untested' : ''}`)).toEqual(expected);
    invocations.forEach((each) => expect(nameOf(each)).toContain("endpoint 'churn'"));
  });
});

describe('the endpoints of a connection', () => {
  const scope = { allEndpoints: false, endpoints: [{ name: 'churn', testRequest: { body: '{}', contentType: 'text/plain' } }, { name: 'Fraud' }], streaming: true, lineage: true, deniedEndpoints: [] };
  const find = (over: object, names: readonly string[] | Error, requests = {}) => {
    const list = async () => (names instanceof Error ? Promise.reject(names) : names);
    return findEndpoints({ scope: { ...scope, ...over } }, requests, list, 1);
  };

  test('take the case in which they are listed, and the request of the event before their own', async () => {
    expect(await find({}, ['CHURN', 'Churn', 'fraud', 'Fraud'], { fraud: request })).toEqual({
      left: 0,
      endpoints: [
        { name: 'CHURN', given: 'churn', inferenceComponents: [], request: { body: Buffer.from('{}'), contentType: 'text/plain' } },
        { name: 'Fraud', given: 'Fraud', inferenceComponents: [], request },
      ],
    });
  });

  test('are those of the document when no list can be had', async () => {
    expect((await find({}, failing('AccessDeniedException'))).endpoints.map(({ name }) => name)).toEqual(['churn', 'Fraud']);
  });

  test('are all that are listed, up to the limit, when all are allowed', async () => {
    expect(await find({ allEndpoints: true, endpoints: [] }, ['a', 'b', 'c'])).toEqual({ endpoints: [{ name: 'a', given: 'a', inferenceComponents: [] }], left: 2 });
    await expect(find({ allEndpoints: true, endpoints: [] }, failing('AccessDeniedException'))).rejects.toThrow();
  });
});

describe('a failed invocation', () => {
  test.each([
    ['AccessDeniedException', 'SAGEMAKER_INVOKE_DENIED', false], ['ModelError', 'SAGEMAKER_MODEL_ERROR', true],
    ['ModelNotReadyException', 'SAGEMAKER_MODEL_NOT_READY', true], ['ValidationError', 'SAGEMAKER_INVOCATION_INVALID', true],
  ])('%s is %s', (name, code, letIn) => {
    expect(findingOfInvocation({ endpoint: 'churn' }, 'sagemaker:InvokeEndpoint', failing(name)).code).toBe(code);
    expect(isLetIn(failing(name))).toBe(letIn);
  });

  test('of the model is told without what the container said', () => {
    const finding = findingOfInvocation({ endpoint: 'churn' }, '', failing('ModelError', { OriginalStatusCode: 500, OriginalMessage: 'the payload of a customer', LogStreamArn: 'arn' }));
    expect(JSON.stringify(finding)).not.toContain('customer');
    expect(finding).toMatchObject({ values: { status: 500 }, detail: { logStreamArn: 'arn' } });
  });

  test('of another kind is thrown on', () => {
    expect(() => findingOfInvocation({ endpoint: 'churn' }, '', failing('InternalFailure'))).toThrow('the payload of a customer');
  });
});

describe('a stream', () => {
  async function* events(...given: readonly (ResponseStream | Error)[]): AsyncGenerator<ResponseStream> {
    for (const event of given) {
      if (event instanceof Error) throw event;
      yield event;
    }
  }

  test('is counted to its end', async () => {
    expect(await readStream(events(part('abc'), part('de')), signal())).toEqual({ bytes: 5, parts: 2 });
    expect(await readStream([], signal())).toEqual({ bytes: 0, parts: 0 });
  });

  test.each<[string, ResponseStream | Error]>([
    ['an event', { ModelStreamError: failing('ModelStreamError') } as unknown as ResponseStream],
    ['an exception', failing('ModelStreamError')],
  ])('that breaks off with %s says how far it came, and not what it said', async (_, last) => {
    const broken = await readStream(events(part('abc'), last), signal()).catch((error: unknown) => error);
    expect(broken).toMatchObject({ name: 'StreamBroken', bytes: 3, reason: 'ModelStreamError' });
    expect(String(broken)).not.toContain('customer');
  });

  test('that stalls ends with its time', async () => {
    async function* stalled(): AsyncGenerator<ResponseStream> { yield part('a'); await new Promise(() => undefined); }
    await expect(readStream(stalled(), AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('whose time is over before it begins is not read', async () => {
    await expect(readStream([part('a')], AbortSignal.abort(failing('TimeoutError')))).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('a model that is not allowed', () => {
  test('is covered by no pattern', () => {
    const like = (pattern: string, text: string) => new RegExp(`^${[...pattern].map((each) => (each === '*' ? '[^]*' : each === '?' ? '[^]' : each.replace(/\W/, '\\$&'))).join('')}$`).test(text);
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '*', '?', '.', '-', '(', '/'), minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }), (patterns) => {
      const model = foreignModel(patterns);
      if (model !== undefined) expect(patterns.filter((pattern) => like(pattern, model))).toEqual([]);
    }));
  });

  test('is sought on, and there can be none', () => {
    expect(foreignModel(['*.tar.gz'])).toMatch(/^[0-9a-f-]+$/);
    expect(foreignModel(['*.tar.gz', '*-*'])).toMatch(/^[0-9a-f]+$/);
    expect(foreignModel(['*a*', '*?'])).toBeUndefined();
  });
});
