import fc from 'fast-check';
import { InvalidRequest } from '../../../../lambda/verifier/request/invalid-request';
import { DEFAULT_LIMITS, LIMIT_BOUNDS } from '../../../../lambda/verifier/request/limits';
import { parseRequest } from '../../../../lambda/verifier/request/parse-request';

const TOKEN = 'header.payload.signature';

test('a request without more gets the defaults', () => {
  expect(parseRequest({ action: 'test-connection' })).toEqual({ action: 'test-connection', limits: DEFAULT_LIMITS });
});

test('a full request', () => {
  expect(parseRequest({ action: 'import', integrations: ['s3', 's3'], webIdentityToken: TOKEN, otherWebIdentityToken: `${TOKEN}2`, limits: { concurrency: 2 } })).toEqual({
    action: 'import', integrations: ['s3'], webIdentityToken: TOKEN, otherWebIdentityToken: `${TOKEN}2`, limits: { ...DEFAULT_LIMITS, concurrency: 2 },
  });
});

test('a request with a Bedrock API key, for what it can open', () => {
  expect(parseRequest({ action: 'import', bearerToken: 'ABSK', integrations: ['bedrock'] })).toEqual({ action: 'import', bearerToken: 'ABSK', integrations: ['bedrock'], limits: DEFAULT_LIMITS });
  expect(parseRequest({ action: 'import', integrations: ['s3', 'bedrock'] })).toMatchObject({ integrations: ['s3', 'bedrock'] });
  expect(parseRequest({ action: 'import', bearerToken: 'x'.repeat(20_000) }).bearerToken).toHaveLength(20_000);
});

test.each(Object.entries(LIMIT_BOUNDS))('the limit %s is taken from its least to its most', (name, { least, most, initial }) => {
  const limit = (value: number) => parseRequest({ action: 'import', limits: { [name]: value } }).limits[name as keyof typeof LIMIT_BOUNDS];
  expect([limit(least), limit(most), DEFAULT_LIMITS[name as keyof typeof LIMIT_BOUNDS]]).toEqual([least, most, initial]);
  for (const value of [least - 1, most + 1, least + 0.5]) expect(() => limit(value)).toThrow(`limits.${name} must be a whole number from ${least} to ${most}`);
});

test('requests for SageMaker endpoints', () => {
  const { sageMakerRequests } = parseRequest({
    action: 'test-connection', sageMakerRequests: { 'Churn': { body: '{}' }, 'image-1': { body: 'AAEC', base64: true, contentType: 'image/png', accept: 'text/csv', targetModel: 'a/x.tar.gz' } },
  });
  expect(sageMakerRequests).toEqual({
    'Churn': { body: Buffer.from('{}'), contentType: 'application/json' },
    'image-1': { body: Buffer.from([0, 1, 2]), contentType: 'image/png', accept: 'text/csv', targetModel: 'a/x.tar.gz' },
  });
});

test.each<[unknown, string]>([
  [undefined, 'The event must be an object such as { "action": "test-connection" }'],
  [null, 'The event must be an object such as { "action": "test-connection" }'],
  ['test-connection', 'The event must be an object such as { "action": "test-connection" }'],
  [[], 'The event must be an object such as { "action": "test-connection" }'],
  [{}, 'action must be one of test-connection, import'],
  [{ action: 'delete' }, 'action must be one of test-connection, import'],
  [{ action: 'import', token: TOKEN }, "The event has no property 'token'; it has action, integrations, webIdentityToken, otherWebIdentityToken, bearerToken, sageMakerRequests, limits"],
  [{ action: 'import', integrations: [] }, 'integrations must be a list of at least one of s3, bedrock, sagemaker, lake-formation, rds'],
  [{ action: 'import', integrations: ['s3', 'gcs'] }, 'integrations must be a list of at least one of s3, bedrock, sagemaker, lake-formation, rds'],
  [{ action: 'import', integrations: 's3' }, 'integrations must be a list of at least one of s3, bedrock, sagemaker, lake-formation, rds'],
  [{ action: 'import', integrations: ['gcs'] }, 'integrations must be a list of at least one of s3, bedrock, sagemaker, lake-formation, rds'],
  [{ action: 'import', [`${'x'.repeat(40)}SECRET`]: 1 }, `The event has no property '${'x'.repeat(40)}'; it has action, integrations, webIdentityToken, otherWebIdentityToken, bearerToken, sageMakerRequests, limits`],
  [{ action: 'import', webIdentityToken: 'abc' }, 'webIdentityToken must be a string of 4 to 20000 characters'],
  [{ action: 'import', webIdentityToken: 7 }, 'webIdentityToken must be a string of 4 to 20000 characters'],
  [{ action: 'import', webIdentityToken: 'x'.repeat(20_001) }, 'webIdentityToken must be a string of 4 to 20000 characters'],
  [{ action: 'import', webIdentityToken: TOKEN, otherWebIdentityToken: TOKEN }, 'otherWebIdentityToken must be another token than webIdentityToken: one that must be refused'],
  [{ action: 'import', bearerToken: 'ABSKkey', webIdentityToken: TOKEN }, 'Give either webIdentityToken or bearerToken: one run comes in one way'],
  [{ action: 'import', bearerToken: 'ABSKkey', integrations: ['s3', 'bedrock'] }, 'bearerToken is a Bedrock API key: only bedrock can be checked with it'],
  [{ action: 'import', bearerToken: '' }, 'bearerToken must be a string of 4 to 20000 characters'],
  [{ action: 'import', limits: [] }, 'limits must be an object'],
  [{ action: 'import', limits: null }, 'limits must be an object'],
  [{ action: 'import', limits: 'few' }, 'limits must be an object'],
  [{ action: 'import', limits: { seconds: 1 } }, "limits has no 'seconds'; it has totalSeconds, callSeconds, concurrency, propagationSeconds, places, objectsPerPlace, samplesPerPlace, sampleBytes, scanBytes"],
  [{ action: 'import', limits: { concurrency: 0 } }, 'limits.concurrency must be a whole number from 1 to 128'],
  [{ action: 'import', limits: { concurrency: '8' } }, 'limits.concurrency must be a whole number from 1 to 128'],
  [{ action: 'import', limits: { sampleBytes: 1e9 } }, 'limits.sampleBytes must be a whole number from 512 to 65536'],
  [{ action: 'import', sageMakerRequests: null }, 'sageMakerRequests must be an object with the names of endpoints'],
  [{ action: 'import', sageMakerRequests: [] }, 'sageMakerRequests must be an object with the names of endpoints'],
  [{ action: 'import', sageMakerRequests: { 'a/b': { body: '{}' } } }, 'sageMakerRequests must be an object with the names of endpoints'],
  [{ action: 'import', sageMakerRequests: { churn: '{}' } }, 'sageMakerRequests.churn must be an object such as { "body": "{}" }'],
  [{ action: 'import', sageMakerRequests: { churn: { body: '{}', payload: 1 } } }, "sageMakerRequests.churn has no 'payload'; it has body, base64, contentType, accept, targetModel"],
  [{ action: 'import', sageMakerRequests: { churn: {} } }, 'sageMakerRequests.churn.body must be a string that is not empty'],
  [{ action: 'import', sageMakerRequests: { churn: { body: '' } } }, 'sageMakerRequests.churn.body must be a string that is not empty'],
  [{ action: 'import', sageMakerRequests: { churn: { body: '{}', base64: 'yes' } } }, 'sageMakerRequests.churn.base64 must be true or false'],
  [{ action: 'import', sageMakerRequests: { churn: { body: '{}', base64: true } } }, 'sageMakerRequests.churn.body must be Base64'],
  [{ action: 'import', sageMakerRequests: { churn: { body: '{}', contentType: 'a\r\nb' } } }, 'sageMakerRequests.churn.contentType must be a string of 1 to 1024 printable characters'],
  [{ action: 'import', sageMakerRequests: { churn: { body: '{}', accept: '' } } }, 'sageMakerRequests.churn.accept must be a string of 1 to 1024 printable characters'],
  [{ action: 'import', sageMakerRequests: { churn: { body: '{}', targetModel: 7 } } }, 'sageMakerRequests.churn.targetModel must be a string of 1 to 1024 printable characters'],
])('%j is refused', (event, message) => {
  expect(() => parseRequest(event)).toThrow(new InvalidRequest(message));
});

test('whatever comes in is a request or a refusal that repeats no token', () => {
  const secret = 'SECRETSECRETSECRET.SECRETSECRETSECRET.SECRET';
  const value = fc.oneof(fc.anything(), fc.constant(secret));
  fc.assert(fc.property(fc.record({ action: fc.oneof(fc.constantFrom('import', 'test-connection'), value), integrations: value, webIdentityToken: value, otherWebIdentityToken: value, bearerToken: value, limits: value, sageMakerRequests: fc.oneof(value, fc.dictionary(fc.constantFrom('churn', 'a/b'), fc.record({ body: value, base64: value, contentType: value }, { requiredKeys: [] }))) }, { requiredKeys: [] }), (event) => {
    try {
      const { limits } = parseRequest(event);
      for (const [name, { least, most }] of Object.entries(LIMIT_BOUNDS)) {
        expect(limits[name as keyof typeof limits]).toBeGreaterThanOrEqual(least);
        expect(limits[name as keyof typeof limits]).toBeLessThanOrEqual(most);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidRequest);
      expect((error as Error).message).not.toContain('SECRET');
    }
  }));
});
