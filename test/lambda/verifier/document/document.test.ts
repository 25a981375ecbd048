import { MalformedDocument, parseDocument } from '../../../../lambda/verifier/document/parse-document';
import { parameterNames } from '../../../../lambda/verifier/document/read-document';

const WHOLE = { schemaVersion: 1, platform: {}, method: 'cognito', partition: 'aws', account: '1', region: 'r', principal: {}, trust: {}, sts: {}, integrations: {} };

test('a whole document is taken', () => {
  expect(parseDocument(JSON.stringify(WHOLE))).toEqual(WHOLE);
});

test.each([
  ['', 'its parts do not make up one JSON text'],
  [JSON.stringify(WHOLE).slice(0, -5), 'its parts do not make up one JSON text'],
  ['[]', 'it is no JSON object'],
  ['null', 'it is no JSON object'],
  ['1', 'it is no JSON object'],
  ['{}', 'schemaVersion is missing, and this verifier knows 1'],
  ['{"schemaVersion":2}', 'schemaVersion is 2, and this verifier knows 1'],
  ['{"schemaVersion":1,"platform":{},"method":"x","partition":"aws","account":"1","region":"r"}', 'it lacks principal, trust, sts, integrations'],
])('%j is refused', (text, message) => {
  expect(() => parseDocument(text)).toThrow(new MalformedDocument(message));
});

test.each(Object.keys(WHOLE).filter((name) => name !== 'schemaVersion'))('a document without %s is refused', (name) => {
  expect(() => parseDocument(JSON.stringify({ ...WHOLE, [name]: undefined }))).toThrow(new MalformedDocument(`it lacks ${name}`));
});

test('the parameters are named in the environment', () => {
  expect(parameterNames('/a/1, /a/2,')).toEqual(['/a/1', '/a/2']);
  expect(() => parameterNames(' ')).toThrow('the environment variable DOCUMENT_PARAMETERS names no parameter');
  expect(() => parameterNames(undefined)).toThrow(MalformedDocument);
});
