import fc from 'fast-check';
import { parseApiKey } from '../../../../lambda/provisioner/bedrock-key/api-key';

const KEY = { apiKey: 'ABSKkey', credentialId: 'ACCA', expiresAt: '2027-01-01T00:00:00.000Z' };

test('a key comes back as it was kept', () => {
  expect(parseApiKey(JSON.stringify(KEY))).toEqual(KEY);
});

test.each([[undefined], [''], ['ABSKkey'], ['{}'], ['null'], [JSON.stringify({ ...KEY, credentialId: 7 })]])('%s is no key', (text) => {
  expect(parseApiKey(text)).toBeUndefined();
});

test('whatever stands in the secret is a key or none', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    const key = parseApiKey(text);
    if (key) expect(Object.values(key).every((value) => typeof value === 'string')).toBe(true);
  }));
});
