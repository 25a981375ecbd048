import { Aws } from 'aws-cdk-lib/core';
import { parseArn, requireArn } from '../../src/validation/arn';

test.each([
  ['arn:aws:s3:::bucket/key:with:colons', { partition: 'aws', service: 's3', region: '', account: '', resource: 'bucket/key:with:colons' }],
  ['arn:aws-us-gov:kms:us-gov-west-1:111111111111:key/1', { partition: 'aws-us-gov', service: 'kms', region: 'us-gov-west-1', account: '111111111111', resource: 'key/1' }],
  ['arn:aws-eusc:iam::aws:policy/X', { partition: 'aws-eusc', service: 'iam', region: '', account: 'aws', resource: 'policy/X' }],
])('takes %s apart', (arn, parts) => {
  expect(parseArn(arn)).toEqual(parts);
});

test.each(['', 'bucket', 'arn:aws:s3:::', 'arn:aws:s3::12:x', 'arn:azure:s3:::x', 'arn:*:s3:::x', `arn:${Aws.PARTITION}:s3:::x`, `arn:aws:s3:::${Aws.STACK_NAME}`])('does not know %j', (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test('requires the ARN of one kind of resource, and lets a token through', () => {
  const check = (value: string) => () => requireArn('role', value, 'iam', 'role/', 'arn:aws:iam::123456789012:role/name');
  expect(check('arn:aws:iam::111111111111:role/a')).not.toThrow();
  expect(check(Aws.STACK_ID)).not.toThrow();
  expect(check('arn:aws:iam::111111111111:user/a')).toThrow(new Error(
    "role 'arn:aws:iam::111111111111:user/a' is not the ARN of a role. Give it in the form arn:aws:iam::123456789012:role/name."));
  expect(() => requireArn('bucket', 'x', 's3', '', 'arn:aws:s3:::bucket')).toThrow(new Error("bucket 'x' is not the ARN of s3. Give it in the form arn:aws:s3:::bucket."));
});
