import { Aws, CfnParameter } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';
import { chunks, serialize } from '../../src/document/serialize';
import { upperBoundLength } from '../../src/policy/measure';
import { newStack } from '../synthesis/template';

describe('chunks', () => {
  const token = new CfnParameter(newStack(), 'Parameter').valueAsString;
  // Of the default size, hardly a text would be longer than a chunk.
  const size = 'max';
  const piece = fc.oneof(fc.string({ maxLength: 80, size }), fc.constantFrom(token, Aws.PARTITION, Aws.ACCOUNT_ID));
  const texts = fc.array(piece, { maxLength: 60, size }).map((pieces) => pieces.join(''));

  test('joined are the text, and none is longer than the limit once tokens are resolved', () => {
    fc.assert(fc.property(texts, fc.integer({ min: 300, max: 1000 }), (text, limit) => {
      const parts = chunks(text, limit);
      expect(parts.join('')).toBe(text);
      parts.forEach((part) => {
        expect(upperBoundLength(part)).toBeLessThanOrEqual(limit);
        expect(part).not.toBe('');
        // A token that was cut in two would not be resolved.
        expect(part.split('${Token[').length).toBe(part.split(/\$\{Token\[[^\]]+\]\}/).length);
      });
    }));
  });

  test('are as few as their length allows', () => {
    expect(chunks('x'.repeat(4096), 4096)).toHaveLength(1);
    expect(chunks('x'.repeat(4097), 4096).map((part) => part.length)).toEqual([4096, 1]);
    expect(chunks('', 4096)).toEqual([]);
  });
});

test('a document is one line of ASCII that parses back', () => {
  const document = { platform: { displayName: 'M\u00fcller \u2028 \u{1f600} "x"\n' } } as ConnectionDocumentV1;
  const text = serialize(document);
  expect(text).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(text)).toEqual(document);
});
