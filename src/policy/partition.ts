import { type Stack, Token } from 'aws-cdk-lib/core';

/**
 * Regions by their names. `region-info` of aws-cdk-lib knows them too, at a fifth of a small app's synthesis time.
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const PARTITIONS: readonly (readonly [RegExp, string])[] = [
  [/^cn-[a-z]+-\d$/, 'aws-cn'],
  [/^us-gov-[a-z]+-\d$/, 'aws-us-gov'],
  [/^eusc-[a-z]{2}-[a-z]+-\d$/, 'aws-eusc'],
  [/^(?:af|ap|ca|eu|il|me|mx|sa|us)-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d$/, 'aws'],
];

/**
 * The partition of a stack: a literal where its region is known, so that ARNs are literals too and can be measured exactly; else the
 * pseudo parameter.
 */
export function partitionOf(stack: Stack): string {
  if (Token.isUnresolved(stack.region)) return stack.partition;
  return PARTITIONS.find(([names]) => names.test(stack.region))?.[1] ?? stack.partition;
}
