import { CfnParameter } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { requireExternalId } from '../../../src/connection/trust/external-id';
import { newStack } from '../../synthesis/template';

const refusal = (given: string) =>
  new Error(`externalId '${given}' is no external ID that STS accepts. Copy it from the platform: 2 to 1,224 letters, digits and the characters _+=,.@:/-.`);

test.each([undefined, 'ab', 'a'.repeat(1224), '0_+=,.@:/-Z', '12345678-1234-1234-1234-123456789012'])('takes %s', (externalId) => {
  expect(() => requireExternalId('externalId', externalId)).not.toThrow();
});

test('lets a token through', () => {
  expect(() => requireExternalId('externalId', new CfnParameter(newStack(), 'ExternalId').valueAsString)).not.toThrow();
});

test.each(['', 'a', 'a'.repeat(1225), 'with space', 'line\nbreak', 'ab\n', 'a*', 'a?b', '${aws:userid}', '\u00e9\u00e9'])('refuses %j', (externalId) => {
  expect(() => requireExternalId('externalId', externalId)).toThrow(refusal(externalId));
});

test('takes exactly what STS takes', () => {
  const characters = 'abzAZ09_+=,.@:/- *?$\u00e9\n'.split('');
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...characters), maxLength: 12 }), (externalId) => {
    const accepted = externalId.length >= 2 && [...externalId].every((character) => /[A-Za-z0-9_+=,.@:/-]/.test(character));
    const check = () => requireExternalId('externalId', externalId);
    if (accepted) expect(check).not.toThrow();
    else expect(check).toThrow(refusal(externalId));
  }));
});
