import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Connection } from '../../connection/connection';
import { Integration } from '../../platform/integration';
import { partitionOf } from '../../policy/partition';
import { isLiteral } from '../../validation/invalid';
import { type Warning, warning } from '../../validation/warning';
import { activePermissions, grantsOf } from '../permission-table';
import { type AllowedBucket, allowedBuckets, defaultBucketName, deniedBucketNames } from './allowed-buckets';
import { addToBucketPolicy } from './bucket-policy';
import { decryptionKeys } from './decryption-keys';
import type { S3AccessProps } from './s3-access-props';
import { s3Grants } from './s3-grants';
import { S3_PERMISSIONS, S3_PROBES, S3_RESOURCES } from './s3-permissions';

const KEY_NAMES_LISTED = 'Where a bucket is limited to prefixes, the names of all its keys can still be listed: Test Connection needs HeadBucket, which AWS authorises like a listing without a prefix.';

/** Lets a platform list and read listed S3 buckets, or all buckets when asked to, and nothing else. */
export class S3Access extends Construct {
  public constructor(scope: Construct, id: string, props: S3AccessProps) {
    super(scope, id);
    const { encryptionKeys = [], allBuckets = false } = props;
    const connection = Connection._ofAccess(this, props.connection);
    const buckets = allowedBuckets(props);
    const defaultBucket = defaultBucketName(props, buckets);
    const stack = Stack.of(this);
    const deniedBuckets = deniedBucketNames(props, buckets, stack);
    const keys = decryptionKeys(buckets, encryptionKeys);
    const granted = s3Grants({ buckets, allBuckets, keys }, { partition: partitionOf(stack), account: stack.account });
    const permissions = activePermissions(S3_PERMISSIONS, granted);
    const limited = buckets.filter(({ prefixes }) => prefixes);

    connection._addAccess({
      integration: Integration.S3,
      grants: [{ name: 'S3', grants: grantsOf(S3_PERMISSIONS, granted) }],
      permissions,
      resources: S3_RESOURCES,
      probes: S3_PROBES.filter(({ id: probe }) => {
        switch (probe) {
          case 's3.list-buckets': return allBuckets;
          case 's3.head-bucket': case 's3.list-buckets-denied': return !allBuckets;
          case 's3.denied-bucket': return deniedBuckets.length > 0;
          case 's3.outside-prefix': return limited.length > 0;
          default: return true;
        }
      }),
      fieldValues: { defaultBucket, allowedBuckets: allBuckets ? undefined : buckets.map(({ name }) => name) },
      scope: {
        allBuckets,
        buckets: buckets.map(({ name }) => name),
        ...(limited.length > 0 ? { prefixes: Object.fromEntries(limited.map(({ name, prefixes = [] }) => [name, [...prefixes]])) } : {}),
        deniedBuckets,
      },
      warnings: [
        ...(allBuckets ? [warning('allBuckets', 'The platform may read every bucket of the account, new ones too.')] : []),
        ...buckets.flatMap((bucket) => ofOtherAccount(bucket, stack.account)),
        ...(limited.length > 0 ? [warning('keyNamesListed', KEY_NAMES_LISTED)] : []),
      ],
    });
    if (props.addToBucketPolicies) buckets.forEach((bucket) => addToBucketPolicy(bucket, props.connection));
  }
}

/** Within an account the role's own policy is enough; across accounts the owner of the bucket must let the role in too. */
function ofOtherAccount({ bucket, name }: AllowedBucket, account: string): readonly Warning[] {
  const owner = bucket?.env.account;
  if (!bucket || !isLiteral(owner) || !isLiteral(account) || owner === account) return [];
  const shown = isLiteral(name) ? name : bucket.node.path;
  return [warning('bucketOfOtherAccount', `The bucket ${shown} belongs to account ${owner}: its bucket policy, and the policy of its KMS key if it has one, must let the role in too.`)];
}
