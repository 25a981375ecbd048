import { GetObjectCommand, HeadBucketCommand, HeadObjectCommand, ListBucketsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { outcome, RoleState, session, trustAccount } from './roles';
import { LocalAws, startLocalAws } from '../../sandbox/local-aws';
import { createBucket, createKey } from '../../sandbox/state';

const PLATFORM = '808540602285';
let aws: LocalAws;
let keyArn: string;

const arn = (bucket: string, rest = '') => `arn:aws:s3:::${bucket}${rest}`;
const client = async (state: RoleState, region = 'us-east-1') =>
  new S3Client({ ...aws.clientConfig({ region, credentials: await session(aws, state) }), forcePathStyle: true });
const list = (bucket: string) => ({ Action: 's3:ListBucket', Resource: arn(bucket) });
const read = (bucket: string) => ({ Action: 's3:GetObject', Resource: arn(bucket, '/*') });

beforeAll(async () => {
  aws = await startLocalAws();
  keyArn = await createKey(aws);
  await createBucket(aws, { name: 'data', objects: { 'a.csv': 'a,b\n1,2\n', 'in/b.csv': 'x', 'old.csv': { body: 'x', storageClass: 'GLACIER' } } });
  await createBucket(aws, { name: 'far', region: 'eu-west-1', objects: { 'a.csv': 'x' } });
  await createBucket(aws, { name: 'secret', objects: { 'a.csv': 'x' }, kmsKeyArn: keyArn });
  await createBucket(aws, {
    name: 'closed',
    objects: { 'a.csv': 'x' },
    policy: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: arn('closed', '/*') }] },
  });
  await createBucket(aws, {
    name: 'paid',
    objects: { 'a.csv': 'x' },
    requesterPays: true,
    owner: aws.rootOf(PLATFORM),
    policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: aws.accountId }, Action: 's3:*', Resource: [arn('paid'), arn('paid', '/*')] }] },
  });
});
afterAll(async () => aws?.stop());

describe('S3 decides as AWS does', () => {
  test.each<[string, RoleState['allow'], (s3: S3Client) => Promise<unknown>, string]>([
    ['HeadBucket is authorised by ListBucket', [list('data')], (s3) => s3.send(new HeadBucketCommand({ Bucket: 'data' })), 'ok'],
    ['HeadBucket without it is a 403 without a body', [read('data')], (s3) => s3.send(new HeadBucketCommand({ Bucket: 'data' })), 'Unknown 403'],
    ['HeadBucket of a missing bucket', [list('gone')], (s3) => s3.send(new HeadBucketCommand({ Bucket: 'gone' })), 'NotFound 404'],
    ['ListBuckets takes its own action', [list('data')], (s3) => s3.send(new ListBucketsCommand({})), 'AccessDenied 403'],
    ['ListBuckets on *', [{ Action: 's3:ListAllMyBuckets', Resource: '*' }], (s3) => s3.send(new ListBucketsCommand({})), 'ok'],
    ['listing a missing bucket', [list('gone')], (s3) => s3.send(new ListObjectsV2Command({ Bucket: 'gone' })), 'NoSuchBucket 404'],
    ['reading an object', [read('data')], (s3) => s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'a.csv' })), 'ok'],
    ['reading from a bucket that is not granted', [read('data')], (s3) => s3.send(new GetObjectCommand({ Bucket: 'closed', Key: 'a.csv' })), 'AccessDenied 403'],
    ['a missing key, with ListBucket', [read('data'), list('data')], (s3) => s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'no' })), 'NoSuchKey 404'],
    ['a missing key, without ListBucket', [read('data')], (s3) => s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'no' })), 'AccessDenied 403'],
    ['HeadObject of a missing key, without ListBucket', [read('data')], (s3) => s3.send(new HeadObjectCommand({ Bucket: 'data', Key: 'no' })), 'Unknown 403'],
    ['an archived object', [read('data')], (s3) => s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'old.csv' })), 'InvalidObjectState 403'],
    ['a bucket policy that denies', [read('closed')], (s3) => s3.send(new GetObjectCommand({ Bucket: 'closed', Key: 'a.csv' })), 'AccessDenied 403'],
    ['an encrypted object without the key', [read('secret')], (s3) => s3.send(new GetObjectCommand({ Bucket: 'secret', Key: 'a.csv' })), 'AccessDenied 403'],
    ['writing an encrypted object without the key', [{ Action: 's3:PutObject', Resource: arn('secret', '/*') }],
      (s3) => s3.send(new PutObjectCommand({ Bucket: 'secret', Key: 'b.csv', Body: 'x' })), 'AccessDenied 403'],
    ['a bucket whose requesters pay, not offering to', [list('paid')], (s3) => s3.send(new ListObjectsV2Command({ Bucket: 'paid' })), 'AccessDenied 403'],
    ['a bucket whose requesters pay, offering to', [list('paid')], (s3) => s3.send(new ListObjectsV2Command({ Bucket: 'paid', RequestPayer: 'requester' })), 'ok'],
    ['another account must be let in by the bucket too', [list('paid')], (s3) => s3.send(new GetObjectCommand({ Bucket: 'paid', Key: 'a.csv', RequestPayer: 'requester' })), 'AccessDenied 403'],
  ])('%s', async (_name, allow, call, expected) => {
    expect(await outcome(call(await client({ allow })))).toBe(expected);
  });

  test('the key of an encrypted object may be granted', async () => {
    const s3 = await client({ allow: [read('secret'), { Action: 'kms:Decrypt', Resource: keyArn, Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } }] });
    expect(await outcome(s3.send(new GetObjectCommand({ Bucket: 'secret', Key: 'a.csv' })))).toBe('ok');
  });

  test('a denial names who, what and where', async () => {
    const s3 = await client({ allow: [] });
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'data' }))).rejects.toThrow(
      /^User: arn:aws:sts::123456789012:assumed-role\/role-\d+\/test is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::data" because no identity-based policy allows the s3:ListBucket action$/);
  });

  test('a boundary narrows what the role was granted', async () => {
    const s3 = await client({ allow: [list('data'), read('data')], boundary: [{ Effect: 'Allow', ...list('data') }] });
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: 'data' })))).toBe('ok');
    expect(await outcome(s3.send(new GetObjectCommand({ Bucket: 'data', Key: 'a.csv' })))).toBe('AccessDenied 403');
  });

  test('a prefix condition on the only ListBucket statement denies HeadBucket', async () => {
    const s3 = await client({ allow: [{ ...list('data'), Condition: { StringLike: { 's3:prefix': ['in/*'] } } }] });
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: 'data', Prefix: 'in/' })))).toBe('ok');
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: 'data', Prefix: 'out/' })))).toBe('AccessDenied 403');
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: 'data' })))).toBe('AccessDenied 403');
    expect(await outcome(s3.send(new HeadBucketCommand({ Bucket: 'data' })))).toBe('Unknown 403');
  });

  test('another region answers with where the bucket is, and not with "missing"', async () => {
    const s3 = await client({ allow: [list('far'), read('far')] });
    const refused = await s3.send(new HeadBucketCommand({ Bucket: 'far' })).catch((error) => error);
    expect(refused.$metadata.httpStatusCode).toBe(301);
    expect(refused.$response.headers['x-amz-bucket-region']).toBe('eu-west-1');
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: 'far' })))).toBe('PermanentRedirect 301');
    const there = await client({ allow: [list('far')] }, 'eu-west-1');
    expect(await outcome(there.send(new HeadBucketCommand({ Bucket: 'far' })))).toBe('ok');
  });

  test('a refused HeadBucket tells the region all the same', async () => {
    const s3 = await client({ allow: [] });
    const refused = await s3.send(new HeadBucketCommand({ Bucket: 'data' })).catch((error) => error);
    expect([refused.$metadata.httpStatusCode, refused.$response.headers['x-amz-bucket-region']]).toEqual([403, 'us-east-1']);
  });

  test.each<[string, object, string]>([
    ['StringEquals on the region asked', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, 'ok'],
    ['StringNotEquals on the region asked', { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } }, 'AccessDenied 403'],
    ['StringEquals on a key that is absent', { StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } }, 'AccessDenied 403'],
    ['StringEqualsIfExists on a key that is absent', { StringEqualsIfExists: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } }, 'ok'],
    ['ForAnyValue on a key that is absent', { 'ForAnyValue:StringLike': { 'aws:TagKeys': '*' } }, 'AccessDenied 403'],
    ['ForAllValues on a key that is absent', { 'ForAllValues:StringLike': { 'aws:TagKeys': 'x' } }, 'ok'],
    ['Null', { Null: { 'aws:TokenIssueTime': 'false' } }, 'ok'],
    ['Bool: every call is made over TLS', { Bool: { 'aws:SecureTransport': 'true' } }, 'ok'],
    ['ArnLike on the caller', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/role-*' } }, 'ok'],
    ['a variable in a value', { StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' } }, 'ok'],
    ['a variable without a value', { StringLike: { 'aws:PrincipalAccount': '${aws:username}*' } }, 'AccessDenied 403'],
    ['all conditions must hold', { StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalAccount': '000000000000' } }, 'AccessDenied 403'],
    ['one of several values is enough', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } }, 'ok'],
  ])('condition: %s', async (_name, Condition, expected) => {
    const s3 = await client({ allow: [{ ...list('data'), Condition }] });
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: 'data' })))).toBe(expected);
  });

  test('an operator that nobody knows fails the request, it does not pass', async () => {
    const s3 = await client({ allow: [{ ...list('data'), Condition: { StringResembles: { 'aws:RequestedRegion': 'us-east-1' } } }, list('data')] });
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: 'data' })))).not.toBe('ok');
  });

  test('keys that nobody issued are refused', async () => {
    const s3 = new S3Client({ ...aws.clientConfig({ credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' } }), forcePathStyle: true });
    expect(await outcome(s3.send(new ListBucketsCommand({})))).toBe('InvalidAccessKeyId 403');
  });

  test('a signature with the wrong secret is refused', async () => {
    const keys = await session(aws, { allow: [list('data')], trust: [trustAccount(aws.accountId)] });
    const s3 = new S3Client({ ...aws.clientConfig({ credentials: { ...keys, secretAccessKey: 'wrong' } }), forcePathStyle: true });
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: 'data' })))).toBe('SignatureDoesNotMatch 403');
  });
});
