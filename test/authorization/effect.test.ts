import { Stack } from 'aws-cdk-lib/core';
import { withoutEffect } from './effect';
import type { StatementJson } from '../../src/policy/statement';
import { CONNECTIONS } from '../nag/connections';
import { ENV, newStack, Synthesized } from '../synthesis/template';

/** What other stacks of an app export: a number is a name as well. */
const IMPORTS = new Proxy<Record<string, string>>({}, {
  get: (_, name) => (/Secret/.test(String(name)) ? 'arn:aws:secretsmanager:us-east-1:111111111111:secret:admin-AbCdEf' : '5432'),
});

test.each(Object.entries(CONNECTIONS))('every statement takes effect: %s', async (_, build) => {
  const stack = newStack({ env: ENV });
  build(stack);
  const statements = stack.node.root.node.findAll().filter((each) => Stack.isStack(each))
    .flatMap((each) => Object.values(new Synthesized(each, undefined, IMPORTS).resources('AWS::IAM::ManagedPolicy')))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { readonly Statement: readonly StatementJson[] }).Statement);
  expect(statements.length).toBeGreaterThan(1);
  expect((await Promise.all(statements.map(withoutEffect))).flat()).toEqual([]);
});

test.each([
  ['of an action that does not exist', { Action: 'bedrock:InvokeAnyModel', Resource: '*' }, ['there is no action bedrock:InvokeAnyModel']],
  ['of a custom model, which answers through a deployment only', { Action: 'bedrock:InvokeModel', Resource: 'arn:aws:bedrock:us-east-1:111111111111:custom-model/a.b/c' }, [
    "bedrock:InvokeModel can't be granted on arn:aws:bedrock:us-east-1:111111111111:custom-model/a.b/c",
  ]],
  ['of what is no ARN', { Action: 'bedrock:InvokeModel', Resource: 'bedrock:provisioned-model-inference/my-throughput-id' }, [
    "bedrock:InvokeModel can't be granted on bedrock:provisioned-model-inference/my-throughput-id",
  ]],
  ['of a list of objects on objects', { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::raw/*' }, ["s3:ListBucket can't be granted on arn:aws:s3:::raw/*"]],
  ['of what AWS grants on * only', { Action: 'lakeformation:GetDataAccess', Resource: 'arn:aws:glue:us-east-1:111111111111:table/sales/orders' }, [
    "lakeformation:GetDataAccess can't be granted on arn:aws:glue:us-east-1:111111111111:table/sales/orders",
  ]],
  ['under a key that the request never has', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::raw/*', Condition: { StringLike: { 's3:prefix': 'a/*' } } }, [
    's3:GetObject has no condition key s3:prefix',
  ]],
  ['on one resource too many', { Action: ['s3:GetObject', 's3:ListBucket'], Resource: ['arn:aws:s3:::raw', 'arn:aws:s3:::raw/*', 'arn:aws:sqs:::raw'] }, [
    'none of its actions can be granted on arn:aws:sqs:::raw',
  ]],
])('a statement without effect is seen: %s', async (_, rest, problems) => {
  expect(await withoutEffect({ Sid: 'Sid', Effect: 'Allow', ...rest })).toEqual(problems.map((problem) => `Sid: ${problem}`));
});
