import { Aws, CfnParameter, Fn } from 'aws-cdk-lib/core';
import { ANY_TOKEN_BOUND, upperBoundLength } from '../../src/policy/measure';
import { newStack } from '../synthesis/template';

test.each(['', 'arn:aws:s3:::bucket', '${aws:PrincipalTag/team}', '${Token}'])('is exact without tokens: %j', (text) => {
  expect(upperBoundLength(text)).toBe(text.length);
});

test.each<[string, string, number]>([
  ['the partition', Aws.PARTITION, 10],
  ['the region', Aws.REGION, 15],
  ['the account', Aws.ACCOUNT_ID, 12],
  ['the URL suffix', Aws.URL_SUFFIX, 16],
  ['the stack name', Aws.STACK_NAME, 128],
  ['two of them with text around', `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root`, 'arn::iam:::root'.length + 22],
  ['any other', Fn.importValue('x'), ANY_TOKEN_BOUND],
])('takes the longest value of %s', (_, text, length) => {
  expect(upperBoundLength(text)).toBe(length);
});

test('takes the bound that the caller knows for other tokens, and keeps its own for pseudo parameters', () => {
  const name = new CfnParameter(newStack(), 'Bucket.Name-1').valueAsString;
  expect(upperBoundLength(`arn:${Aws.PARTITION}:s3:::${name}/*`, 63)).toBe('arn::s3:::/*'.length + 10 + 63);
});
