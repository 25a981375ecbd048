import type { Stack } from 'aws-cdk-lib/core';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { isLiteral } from '../validation/invalid';

/**
 * The stack's partition: from its region where that is known, because CDK leaves it a token unless a feature flag is set. A token
 * would have to be measured by the longest partition, and ARNs of a known one make policies that hold a fifth more.
 */
export function partitionOf({ partition, region }: Stack): string {
  const ofRegion = isLiteral(region) ? RegionInfo.get(region).partition : undefined;
  return ofRegion ?? partition;
}
