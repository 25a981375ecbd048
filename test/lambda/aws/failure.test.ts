import { sdkError } from './sdk-error';
import { type FailureKind, failureOf } from '../../../lambda/aws/failure';
import { TimeRanOut } from '../../../lambda/verifier/calls/deadline';

describe('a failure is put into one kind', () => {
  test.each<[FailureKind, number, string[]]>([
    // With 403 any name would do.
    ['denied', 400, ['AccessDenied', 'AccessDeniedException', 'AllAccessDisabled', 'Forbidden', 'UnauthorizedOperation', 'AuthorizationError']],
    ['unrecognized-client', 403, ['UnrecognizedClientException', 'InvalidClientTokenId', 'InvalidAccessKeyId']],
    ['unrecognized-client', 401, ['AuthFailure']],
    ['expired', 403, ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired']],
    ['expired', 400, ['TokenRefreshRequired']],
    ['throttled', 400, [
      'Throttling', 'ThrottlingException', 'ThrottledException', 'TooManyRequestsException', 'RequestLimitExceeded', 'RequestThrottled',
      'RequestThrottledException', 'LimitExceededException', 'ProvisionedThroughputExceededException',
    ]],
    ['throttled', 503, ['SlowDown']],
    ['throttled', 429, ['Unknown', 'AccessDeniedException']],
    ['service', 500, ['InternalError', 'Unknown']],
    ['service', 404, ['NoSuchBucket']],
  ])('%s, answered with %i', (kind, httpStatus, names) => {
    expect(names.map((name) => failureOf(sdkError(name, httpStatus)))).toMatchObject(names.map((name) => ({ kind, name, httpStatus })));
  });

  test('a 403 without a body, as of HeadBucket, is a refusal', () => {
    expect(failureOf(sdkError('Unknown', 403)).kind).toBe('denied');
    expect(failureOf(sdkError('403', 403)).kind).toBe('denied');
  });

  // A probe that must be refused would pass where nothing was refused.
  test.each([
    ['SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.'],
    ['SignatureDoesNotMatch', 'Signature expired: 20150830T123600Z is now earlier than 20150830T124100Z (20150830T125600Z - 15 min.)'],
    ['InvalidSignatureException', 'Signature not yet current: 20150830T123600Z is still later than 20150830T121100Z (20150830T120600Z + 5 min.)'],
    ['IncompleteSignature', 'Authorization header requires existence of a Date header.'],
    ['IncompleteSignatureException', 'Authorization header requires existence of a Date header.'],
    ['MissingAuthenticationToken', 'Request is missing Authentication Token'],
    ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
    ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
    ['RequestInTheFuture', 'The request is in the future'],
  ])('a request that is not authentic is not refused by a policy: %s, %s', (name, message) => {
    expect(failureOf(sdkError(name, 403, message)).kind).toBe('service');
  });

  test.each([
    'ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EPIPE', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET',
    'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('no way to the service: %s, of a socket and behind fetch', (code) => {
    expect(failureOf(Object.assign(new Error('x'), { code }))).toMatchObject({ kind: 'network', name: code });
    expect(failureOf(Object.assign(new TypeError('fetch failed'), { cause: { code } }))).toMatchObject({ kind: 'network', name: code });
  });

  test.each<[string, unknown, FailureKind, string]>([
    ['no DNS, in the words of a wrapping error', new Error('getaddrinfo ENOTFOUND sts.amazonaws.com'), 'network', 'ENOTFOUND'],
    ['another word in capitals', new Error('the EXAMPLE is wrong'), 'defect', 'Error'],
    ['a code that is no network\'s', Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' }), 'defect', 'Error'],
    ['no connection in time', new Error('@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of 3100 ms.'), 'network', 'ETIMEDOUT'],
    ['the end of its time', new DOMException('The operation was aborted due to timeout', 'TimeoutError'), 'timed-out', 'TimeoutError'],
    ['an abort', Object.assign(new Error('Request aborted'), { name: 'AbortError' }), 'timed-out', 'AbortError'],
    ['the end of the run', new TimeRanOut(), 'time-ran-out', 'TimeRanOut'],
    ['a defect', new TypeError('x is not a function'), 'defect', 'TypeError'],
    ['something that is no error', 'oops', 'defect', 'Error'],
    ['nothing', null, 'defect', 'Error'],
    ['an object without a name', {}, 'defect', 'Error'],
  ])('%s', (_, error, kind, name) => {
    expect(failureOf(error)).toMatchObject({ kind, name });
  });
});

describe('a failure is named', () => {
  test("by the service's own code, where the SDK has it", () => {
    expect(failureOf(Object.assign(sdkError('S3ServiceException', 403), { Code: 'InvalidObjectState' })).name).toBe('InvalidObjectState');
    expect(failureOf(Object.assign(sdkError('Unknown', 403), { Code: '' })).name).toBe('Unknown');
    expect(failureOf(Object.assign(new Error('x'), { Code: 'AccessDenied' }))).toMatchObject({ kind: 'defect', name: 'Error' });
  });

  test('with a reason of 300 characters at most, and its name where it gives none', () => {
    expect(failureOf(new Error('x'.repeat(300))).reason).toBe('x'.repeat(300));
    expect(failureOf(new Error('x'.repeat(301))).reason).toBe(`${'x'.repeat(297)}...`);
    expect(failureOf(sdkError('Unknown', 403, ' ')).reason).toBe('Unknown');
  });

  test('with the status and the headers of the answer, in lower case', () => {
    const answered = Object.assign(sdkError('PermanentRedirect', 301), { $response: { headers: { 'X-Amz-Bucket-Region': 'eu-west-1' } } });
    expect(failureOf(answered)).toEqual({ kind: 'service', name: 'PermanentRedirect', reason: 'PermanentRedirect', httpStatus: 301, headers: { 'x-amz-bucket-region': 'eu-west-1' } });
    expect(failureOf(new Error('x'))).toEqual({ kind: 'defect', name: 'Error', reason: 'x', headers: {} });
  });
});
