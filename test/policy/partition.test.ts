import { Aws } from 'aws-cdk-lib/core';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { partitionOf } from '../../src/policy/partition';
import { ACCOUNT, newStack } from '../synthesis/template';

const inRegion = (region: string) => partitionOf(newStack({ env: { account: ACCOUNT, region } }));
const KNOWN = RegionInfo.regions.map(({ name, partition = '' }) => [name, partition] as const);
const isolated = (partition: string) => partition.startsWith('aws-iso');

test.each(KNOWN.filter(([, partition]) => !isolated(partition)))('%s is in %s', (region, partition) => {
  expect(inRegion(region)).toBe(partition);
});

test.each([
  ...KNOWN.filter(([, partition]) => isolated(partition)).map(([region]) => region),
  'cn-north-1a', 'x-cn-north-1', 'us-gov-west-1a', 'x-us-gov-west-1', 'eusc-de-east-1a', 'x-eusc-de-east-1', 'us-east-1a', 'x-us-east-1', 'us-middle-1', 'xx-east-1',
])('nothing is guessed of %s', (region) => {
  expect(inRegion(region)).toBe(Aws.PARTITION);
});

test('where the region is not known, the partition is not either', () => {
  expect(partitionOf(newStack())).toBe(Aws.PARTITION);
});
