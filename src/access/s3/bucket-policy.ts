import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { AllowedBucket } from './allowed-buckets';
import { underPrefixes, WITHOUT_PREFIX } from './prefix-conditions';
import type { IConnection } from '../../connection/i-connection';
import type { Conditions } from '../../policy/statement';
import { invalid } from '../../validation/invalid';

/** The role's stack names the bucket and the bucket's policy the role: two stacks cannot each be deployed before the other. */
function refuseOtherStack(bucket: IBucket, connection: IConnection): void {
  const [ofBucket, ofConnection] = [Stack.of(bucket), Stack.of(connection)];
  if (!(bucket instanceof Bucket) || ofBucket === ofConnection) return;
  throw invalid('addToBucketPolicies', 'true', `cannot reach ${bucket.node.path}, which is in the stack ${ofBucket.node.path} and the connection in ${ofConnection.node.path}: the two would need each other`,
    "Leave it out, as the role's own policy is enough within an account, or create both in one stack");
}

/**
 * Adds what the role's own policy says to a bucket's policy: no more than that, because within an account either of the two is
 * enough. The statements have no IDs, which two connections to one bucket would otherwise share.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function addToBucketPolicy({ bucket, prefixes }: AllowedBucket, connection: IConnection): void {
  if (!bucket) return;
  refuseOtherStack(bucket, connection);
  const principals = [connection.grantPrincipal];
  const listings: readonly (Conditions | undefined)[] = prefixes ? [WITHOUT_PREFIX, ...underPrefixes(prefixes)] : [undefined];
  for (const conditions of listings) {
    bucket.addToResourcePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn], principals, conditions }));
  }
  const resources = (prefixes ?? ['']).map((prefix) => bucket.arnForObjects(`${prefix}*`));
  bucket.addToResourcePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources, principals }));
}
