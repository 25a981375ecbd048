import { Stack } from 'aws-cdk-lib/core';
import { CONNECTIONS } from './connections';
import { acknowledgedForVersion3, everyFinding, type NagFinding, judgedByVersion2, unacknowledged } from './findings';
import { ENV, newStack } from '../synthesis/template';

const sorted = (findings: readonly NagFinding[]) => [...new Set(findings.map(({ path, rule }) => `${path} ${rule}`))].sort();

describe.each(Object.entries(CONNECTIONS))('%s', (_, build) => {
  describe.each([['a stack of a known environment', { env: ENV }], ['an agnostic stack', {}]])('in %s', (__, props) => {
    let stack: Stack;
    beforeAll(() => {
      stack = newStack(props);
      build(stack);
    });

    test('leaves no finding of the four packs unacknowledged', () => {
      expect(unacknowledged(stack)).toEqual([]);
    });

    test('acknowledges for version 3 what the packs find, and nothing else', () => {
      const found = sorted(everyFinding(stack));
      expect(found.length).toBeGreaterThan(0);
      expect(sorted(acknowledgedForVersion3(stack))).toEqual(found);
    });

    test('is judged the same by version 2, with nothing left to report', () => {
      const { reported, suppressed } = judgedByVersion2(stack);
      expect(reported).toEqual([]);
      expect(sorted(suppressed)).toEqual(sorted(everyFinding(stack)));
    });
  });
});

test('a finding that nobody acknowledged is seen', () => {
  const stack = newStack({ env: ENV });
  CONNECTIONS['all buckets, verified in a VPC'](stack);
  const { length } = everyFinding(stack);
  stack.node.findAll().forEach((construct) => Object.defineProperty(construct.node, 'metadata', { value: [] }));
  expect(unacknowledged(stack)).toHaveLength(length);
});
