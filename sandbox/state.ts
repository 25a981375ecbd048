import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  BucketLocationConstraint, CreateBucketCommand, PutBucketEncryptionCommand, PutBucketPolicyCommand, PutBucketRequestPaymentCommand, PutObjectCommand,
  S3Client, StorageClass,
} from '@aws-sdk/client-s3';
import { Credentials, LocalAws } from './local-aws';

/** A policy document as IAM takes it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly object[];
}

export interface ObjectState {
  readonly body: string | Uint8Array;
  readonly contentType?: string;
  /** `GLACIER` and `DEEP_ARCHIVE` objects cannot be read until they are restored. @default 'STANDARD' */
  readonly storageClass?: StorageClass;
}

export interface BucketState {
  readonly name: string;
  /** @default the sandbox's */
  readonly region?: string;
  /** Of the account that the bucket belongs to. @default the sandbox's administrator */
  readonly owner?: Credentials;
  /** By key. @default none */
  readonly objects?: Readonly<Record<string, string | Uint8Array | ObjectState>>;
  /** Objects are encrypted with this KMS key. @default with a key of S3's own */
  readonly kmsKeyArn?: string;
  /** Readers from other accounts must offer to pay. @default false */
  readonly requesterPays?: boolean;
  readonly policy?: PolicyDocument;
}

/** Creates a bucket and what is in it. */
export async function createBucket(aws: LocalAws, bucket: BucketState): Promise<void> {
  const region = bucket.region ?? aws.region;
  const s3 = new S3Client({ ...aws.clientConfig({ region, credentials: bucket.owner ?? aws.adminCredentials }), forcePathStyle: true });
  const Bucket = bucket.name;
  // us-east-1 is the one region that is named by leaving the constraint out.
  const location = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  await s3.send(new CreateBucketCommand({ Bucket, ...location }));
  if (bucket.kmsKeyArn) {
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: bucket.kmsKeyArn } };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
  }
  await Promise.all(Object.entries(bucket.objects ?? {}).map(async ([Key, value]) => {
    const { body, contentType, storageClass } = typeof value === 'string' || value instanceof Uint8Array ? { body: value } as ObjectState : value;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: body, ContentType: contentType, StorageClass: storageClass }));
  }));
  if (bucket.requesterPays) await s3.send(new PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } }));
  // Last: a policy may deny what was just done.
  if (bucket.policy) await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(bucket.policy) }));
}

/** Creates a KMS key and returns its ARN. Without a policy the account's own policies decide who may use it. */
export async function createKey(aws: LocalAws, key: { readonly region?: string; readonly policy?: PolicyDocument } = {}): Promise<string> {
  const kms = new KMSClient(aws.clientConfig({ region: key.region ?? aws.region }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: key.policy && JSON.stringify(key.policy) }));
  return KeyMetadata!.Arn!;
}

/** A user with long-lived keys, of any account: who a platform's own software is to AWS. */
export async function createUser(
  aws: LocalAws, user: { readonly name: string; readonly accountId?: string; readonly policy: PolicyDocument },
): Promise<Credentials & { readonly arn: string }> {
  const iam = new IAMClient(aws.clientConfig({ credentials: aws.rootOf(user.accountId ?? aws.accountId) }));
  const created = await iam.send(new CreateUserCommand({ UserName: user.name }));
  await iam.send(new PutUserPolicyCommand({ UserName: user.name, PolicyName: 'policy', PolicyDocument: JSON.stringify(user.policy) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: user.name }));
  return { arn: created.User!.Arn!, accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}
