import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { invalid, isLiteral } from '../../validation/invalid';

/**
 * Refuses what is in another region than the queries: the platform's form has one region, and Athena writes results to none but its own.
 * @param region where it is, as far as that is known
 * @see https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html
 */
export function requireRegion(property: string, what: string, region: string, scope: Construct): void {
  const own = Stack.of(scope).region;
  if (!isLiteral(region) || !isLiteral(own) || region === own) return;
  throw invalid(property, undefined, `has ${what} in ${region}, and queries run in ${own}, the region of the stack`, `Give one in ${own}, or deploy the access in ${region}`);
}
