import { getToken } from '@aws/bedrock-token-generator';
import fc from 'fast-check';
import { readShortTermKey } from '../../../../lambda/verifier/api-key/short-term-key';

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a/session+token=' };

test.each([['us-east-1', 3_600], ['us-gov-west-1', 43_200], ['ap-southeast-2', 1]])('a key of %s for %i s says so', async (region, expiresInSeconds) => {
  const read = readShortTermKey(await getToken({ credentials, region, expiresInSeconds }));
  expect(read?.region).toBe(region);
  expect(Math.abs((read?.expiresAt.getTime() ?? 0) - Date.now() - expiresInSeconds * 1_000)).toBeLessThan(2_000);
});

test.each([['ABSKsomething'], ['bedrock-api-key-'], ['bedrock-api-key-%%%'], ['bedrock-api-key-aGVsbG8=']])('%s is no short-term key that can be read', (token) => {
  expect(readShortTermKey(token)).toBeUndefined();
});

test('whatever is given is read or not, and never throws', () => {
  fc.assert(fc.property(fc.string(), fc.webUrl({ withQueryParameters: true }), (text, url) => {
    readShortTermKey(text);
    readShortTermKey(`bedrock-api-key-${Buffer.from(url).toString('base64')}`);
  }));
});
