import fc from 'fast-check';
import { foreignPrefix } from '../../../../lambda/verifier/s3/refusals';
import { obstacleOf } from '../../../../lambda/verifier/s3/sample';
import { createSpread } from '../../../../lambda/verifier/s3/spread';

const spreadOver = (length: number, count: number): readonly number[] => {
  const spread = createSpread<number>(count);
  for (let i = 0; i < length; i += 1) spread.offer(i);
  return spread.items();
};

test('samples are spread over everything that was offered', () => {
  expect(spreadOver(3, 5)).toEqual([0, 1, 2]);
  expect(spreadOver(0, 5)).toEqual([]);
  fc.assert(fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 20 }), (length, count) => {
    const items = spreadOver(length, count);
    expect(items).toHaveLength(Math.min(length, count));
    expect(new Set(items).size).toBe(items.length);
    expect(items[0]).toBe(0);
    if (length > count && count > 2) expect(items.at(-1)).toBeGreaterThan(length / 4);
  }));
});

test('the prefix that is tried is never one that is allowed', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('outside-', 'outside-0', 'outside-0/', 'outside-0/in/', 'outside-1/', 'o')), { maxLength: 5 }), (allowed) => {
    const usable = allowed.filter((prefix) => !'outside-'.startsWith(prefix));
    let i = 0;
    const prefix = foreignPrefix(usable, () => String(i++));
    expect(usable.some((each) => prefix.startsWith(each) || each.startsWith(prefix))).toBe(false);
  }));
});

test.each([
  ['denied', 'AccessDenied', 'Access Denied', 403, 'S3_OBJECT_DENIED'],
  ['denied', 'AccessDenied', 'User: x is not authorized to perform: kms:Decrypt on resource: y because no identity-based policy allows it', 403, 'S3_KMS_DENIED'],
  ['denied', 'AccessDenied', 'The ciphertext refers to a KMS key that does not exist', 403, 'S3_KMS_DENIED'],
  ['denied', 'InvalidObjectState', "The operation is not valid for the object's storage class", 403, 'S3_OBJECT_ARCHIVED'],
  ['service', 'KMS.DisabledException', 'is disabled', 400, 'S3_KMS_KEY_UNUSABLE'],
  ['service', 'KMS.KMSInvalidStateException', 'is pending deletion', 400, 'S3_KMS_KEY_UNUSABLE'],
  ['service', 'NoSuchKey', 'The specified key does not exist.', 404, 'S3_OBJECT_GONE'],
  ['service', 'InternalError', 'oops', 500, undefined],
] as const)('%s %s %s %d', (kind, name, reason, httpStatus, obstacle) => {
  expect(obstacleOf({ kind, name, reason, httpStatus })).toBe(obstacle);
});
