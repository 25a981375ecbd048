import { upperBoundLength } from '../../policy/measure';
import type { Conditions } from '../../policy/statement';

/** A condition is packed whole, so one of thousands of characters would leave policies half empty or not fit into one at all. */
const CHARACTERS = 2000;

/** Requests without a prefix, as HeadBucket is. */
export const WITHOUT_PREFIX: Conditions = { Null: { 's3:prefix': 'true' } };

/** Listings under one of the prefixes: as many conditions, each for a statement of its own, as keep each of them short. */
export function underPrefixes(prefixes: readonly string[]): readonly Conditions[] {
  const groups: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const prefix of prefixes) {
    const pattern = `${prefix}*`;
    const ofPattern = upperBoundLength(JSON.stringify(pattern)) + 1;
    if (length + ofPattern > CHARACTERS) {
      groups.push([]);
      length = 0;
    }
    groups[groups.length - 1].push(pattern);
    length += ofPattern;
  }
  return groups.map((patterns) => ({ StringLike: { 's3:prefix': patterns } }));
}
