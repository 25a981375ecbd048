import { CfnResource, Validations } from 'aws-cdk-lib/core';
import { ACKNOWLEDGED_RULES, acknowledge, acknowledgeWildcards } from '../../src/policy/acknowledge';
import { newStack } from '../synthesis/template';

test('is read by the core', () => {
  expect(ACKNOWLEDGED_RULES).toBe(Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
});

const REASON = 'The owner listed them by name';

function suppressions(findings: readonly string[]) {
  const resource = new CfnResource(newStack(), 'Resource', { type: 'AWS::IAM::ManagedPolicy' });
  acknowledge(resource, [{ rule: 'AwsSolutions-IAM5', findings, reason: REASON }]);
  return resource.getMetadata('cdk_nag').rules_to_suppress as readonly { readonly applies_to: readonly { readonly regex: string }[] }[];
}

const buckets = (count: number) => Array.from({ length: count }, (_, index) => `Resource::arn:aws:s3:::data.${index}/*`);

test('lists up to 20 findings one by one', () => {
  expect(suppressions(buckets(20))).toEqual([{ id: 'AwsSolutions-IAM5', reason: REASON, applies_to: buckets(20) }]);
});

test('writes more findings as one pattern that takes each of them and nothing else', () => {
  const [{ applies_to: [{ regex }, ...others] }] = suppressions(buckets(21));
  expect(others).toEqual([]);
  const pattern = new RegExp(regex.slice(1, -1));
  expect(buckets(22).map((finding) => pattern.test(finding))).toEqual([...buckets(21).map(() => true), false]);
  for (const other of ['Resource::*', 'Resource::arn:aws:s3:::data.1/*/', 'XResource::arn:aws:s3:::data.1/*', 'Resource::arn:aws:s3:::dataX1/*', 'Resource::arn:aws:s3:::data.1']) {
    expect(pattern.test(other)).toBe(false);
  }
});

test('leaves a resource alone of which there is nothing to say', () => {
  const resource = new CfnResource(newStack(), 'Resource', { type: 'AWS::IAM::ManagedPolicy' });
  acknowledge(resource, []);
  expect(resource.getMetadata('cdk_nag')).toBeUndefined();
  expect(resource.node.metadata.filter(({ type }) => type === ACKNOWLEDGED_RULES)).toEqual([]);
});

test('adds up over several calls, each suppression once', () => {
  const resource = new CfnResource(newStack(), 'Resource', { type: 'AWS::IAM::ManagedPolicy' });
  acknowledge(resource, [{ rule: 'A-ONE', reason: REASON }]);
  acknowledge(resource, []);
  for (let time = 0; time < 2; time += 1) acknowledge(resource, [{ rule: 'A-TWO', findings: ['Resource::*'], reason: REASON }]);
  expect(resource.getMetadata('cdk_nag')).toEqual({
    rules_to_suppress: [{ id: 'A-ONE', reason: REASON }, { id: 'A-TWO', reason: REASON, applies_to: ['Resource::*'] }],
  });
});

test.each(['arn:aws:s3:::datasets/*', 'arn:aws:s3:::dataset?'])('asks for a reason for the wildcard in %s', (resource) => {
  const policy = new CfnResource(newStack(), 'Resource', { type: 'AWS::IAM::ManagedPolicy' });
  const head = { sid: 'S3ReadObject', actions: ['s3:GetObject'] };
  expect(() => acknowledgeWildcards(policy, [{ head, resource, unit: 'datasets' }])).toThrow(new Error(
    `S3ReadObject grants on ${resource} without a reason for the wildcard: every wildcard needs one.`));
  acknowledgeWildcards(policy, [{ head: { ...head, wildcardReason: REASON }, resource, unit: 'datasets' }, { head, resource: 'arn:aws:s3:::datasets', unit: 'datasets' }]);
  expect(policy.getMetadata('cdk_nag')).toEqual({ rules_to_suppress: [{ id: 'AwsSolutions-IAM5', reason: REASON, applies_to: [`Resource::${resource}`] }] });
});
