import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConnection } from '../../connection/i-connection';

/** Properties of an `S3Access`. */
export interface S3AccessProps {
  /** The connection that gets the access. */
  readonly connection: IConnection;

  /**
   * Buckets that the platform may list and read. Together with `allowedBucketNames` they are the form's "Allowed Buckets".
   *
   * @default - none
   */
  readonly allowedBuckets?: IBucket[];

  /**
   * Names of buckets that the platform may list and read: names, no ARNs and no paths.
   *
   * @default - none
   */
  readonly allowedBucketNames?: string[];

  /**
   * Lets the platform list and read every bucket of the account; new buckets too. AWS cannot filter the list of buckets.
   *
   * @default false
   */
  readonly allBuckets?: boolean;

  /**
   * The bucket that the platform's browser opens with; it must be allowed.
   *
   * @default - none
   */
  readonly defaultBucket?: IBucket;

  /**
   * The name of the bucket that the platform's browser opens with; it must be allowed.
   *
   * @default - none
   */
  readonly defaultBucketName?: string;

  /**
   * Limits buckets to the keys that start with these prefixes, by the bucket's name: `{ [bucket.bucketName]: ['datasets/'] }`. Test
   * Connection sends HeadBucket, which AWS authorises like a listing without a prefix: so the names of all keys of the bucket can
   * still be listed; their contents cannot be read.
   *
   * @default - whole buckets
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
   */
  readonly prefixes?: { [bucketName: string]: string[] };

  /**
   * KMS keys that objects are encrypted with, besides the keys that the allowed buckets of this app name themselves. A key policy of
   * another account must let the role in too.
   *
   * @default - none
   */
  readonly encryptionKeys?: IKey[];

  /**
   * Adds a statement for the role to the bucket policies of allowed buckets that this app creates, which must be in the connection's
   * stack. The role's own policy is enough in one account; a rule that asks for the reader in the bucket's policy may want it.
   *
   * @default false
   */
  readonly addToBucketPolicies?: boolean;

  /**
   * Buckets that the platform must not reach: they get no permission, and the verifier proves that the platform is refused there.
   *
   * @default - the bucket that `cdk bootstrap` made for assets; none with allBuckets
   */
  readonly deniedBuckets?: IBucket[];
}
