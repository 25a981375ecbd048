import { Aws } from 'aws-cdk-lib/core';
import { parseArn } from '../../src/validation/arn';

test.each([
  ['arn:aws:s3:::bucket/key:with:colons', { partition: 'aws', service: 's3', region: '', account: '', resource: 'bucket/key:with:colons' }],
  ['arn:aws-us-gov:kms:us-gov-west-1:111111111111:key/1', { partition: 'aws-us-gov', service: 'kms', region: 'us-gov-west-1', account: '111111111111', resource: 'key/1' }],
  ['arn:aws:execute-api:us-east-1:111111111111:abc', { partition: 'aws', service: 'execute-api', region: 'us-east-1', account: '111111111111', resource: 'abc' }],
  ['arn:aws-eusc:iam::aws:policy/X', { partition: 'aws-eusc', service: 'iam', region: '', account: 'aws', resource: 'policy/X' }],
])('takes %s apart', (arn, parts) => {
  expect(parseArn(arn)).toEqual(parts);
});

test.each(['', 'bucket', 'arn:aws:s3:::', 'arn:aws:s3::12:x', 'arn:azure:s3:::x', 'arn:*:s3:::x', 'x arn:aws:s3:::x', 'arn:aws-~:s3:::x', 'arn:aws:s3~:::x', 'arn:aws:s3:eu~:x', 'arn:aws:s3:::x\n', `arn:${Aws.PARTITION}:s3:::x`, `arn:aws:s3:::${Aws.STACK_NAME}`])('does not know %j', (text) => {
  expect(parseArn(text)).toBeUndefined();
});
