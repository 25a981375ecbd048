import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { AllowedBucket } from './allowed-buckets';
import { underPrefixes, WITHOUT_PREFIX } from './prefix-conditions';
import type { IConnection } from '../../connection/i-connection';
import type { Conditions } from '../../policy/statement';

/**
 * Adds what the role's own policy says to a bucket's policy: no more than that, because within an account either of the two is
 * enough. The statements have no IDs, which two connections to one bucket would otherwise share.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function addToBucketPolicy({ bucket, prefixes }: AllowedBucket, connection: IConnection): void {
  if (!bucket) return;
  const principals = [connection.grantPrincipal];
  const listings: readonly (Conditions | undefined)[] = prefixes ? [WITHOUT_PREFIX, ...underPrefixes(prefixes)] : [undefined];
  for (const conditions of listings) {
    bucket.addToResourcePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn], principals, conditions }));
  }
  const resources = (prefixes ?? ['']).map((prefix) => bucket.arnForObjects(`${prefix}*`));
  bucket.addToResourcePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources, principals }));
}
