import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { allowBuckets, LocalAccount, PLATFORM_ACCOUNT, s3Section, type Statement } from './connected-account';
import { problems, runHandler } from './run-handler';
import { createBucket } from '../../../sandbox/state';
import type { S3Section } from '../../../src/document/connection-document-v1';

let account: LocalAccount;

beforeAll(async () => {
  account = await LocalAccount.start();
  await createBucket(account.aws, { name: 'data', objects: { 'in/a.csv': 'a,b\n1,2\n', 'out/b.csv': 'x' } });
  await createBucket(account.aws, { name: 'far', region: 'eu-west-1', objects: { 'a.csv': 'a,b\n1,2\n' } });
  await createBucket(account.aws, { name: 'payroll' });
  await createBucket(account.aws, { name: 'far-payroll', region: 'eu-west-1' });
  await createBucket(account.aws, { name: 'foreign', owner: account.aws.rootOf(PLATFORM_ACCOUNT) });
});
afterAll(async () => account?.stop());

async function verify(allow: readonly Statement[], scope: Partial<S3Section['scope']>) {
  const { environment } = await account.connect({ allow, s3: s3Section(scope) });
  return (await runHandler(environment, { action: 'test-connection' })).report;
}

const named = (...names: readonly string[]): Partial<S3Section['scope']> => ({ buckets: [...names] });
const LIST_ALL: Statement = { Action: 's3:ListAllMyBuckets', Resource: '*' };
const limitedTo = (prefix: string): readonly Statement[] => [
  { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::data', Condition: { Null: { 's3:prefix': 'true' } } },
  { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::data', Condition: { StringLike: { 's3:prefix': `${prefix}*` } } },
  { Action: 's3:GetObject', Resource: `arn:aws:s3:::data/${prefix}*` },
];

test.each<[string, readonly Statement[], Partial<S3Section['scope']>, string, string, string[]]>([
  ['a bucket that the policy does not name', allowBuckets('data'), named('data', 'payroll'), 'fail', "Access denied on bucket 'payroll'", ['s3.head-bucket | payroll | fail S3_BUCKET_DENIED']],
  ['a bucket of another account', allowBuckets('data', 'foreign'), named('data', 'foreign'), 'fail', "Access denied on bucket 'foreign'", ['s3.head-bucket | foreign | fail S3_BUCKET_DENIED']],
  ['a bucket that is not there', allowBuckets('data', 'typo'), named('data', 'typo'), 'fail', "NoSuchBucket: there is no bucket 'typo'", ['s3.head-bucket | typo | fail S3_NO_SUCH_BUCKET']],
  ['a bucket in another region', allowBuckets('data', 'far'), named('data', 'far'), 'warn', 'Connection successful! Found 2 bucket(s).', ['s3.head-bucket | far | warn S3_BUCKET_IN_OTHER_REGION']],
  ['a bucket in another region that is refused', allowBuckets('data'), named('data', 'far'), 'fail', "Access denied on bucket 'far'", ['s3.head-bucket | far | fail S3_BUCKET_DENIED']],
  ['more than the listed buckets can be listed', [...allowBuckets('data'), LIST_ALL], named('data'), 'fail', 'The role can list all buckets of the account, although only the listed ones are allowed', ['s3.list-buckets-denied | account 123456789012 | fail S3_BUCKETS_NOT_REFUSED']],
  ['a bucket that must be refused is open', allowBuckets('data', 'payroll'), { ...named('data'), deniedBuckets: ['payroll'] }, 'fail', "Bucket 'payroll' is open to the role, although it must be refused", ['s3.denied-bucket | payroll | fail S3_BUCKET_NOT_REFUSED']],
  ['a far bucket that must be refused is open', allowBuckets('data', 'far-payroll'), { ...named('data'), deniedBuckets: ['far-payroll'] }, 'fail', "Bucket 'far-payroll' is open to the role, although it must be refused", ['s3.denied-bucket | far-payroll | fail S3_BUCKET_NOT_REFUSED']],
  ['buckets that must be refused are', allowBuckets('data'), { ...named('data'), deniedBuckets: ['payroll', 'far-payroll', 'foreign'] }, 'pass', 'Connection successful! Found 1 bucket(s).', []],
  ['a bucket that must be refused is not there', [...allowBuckets('data'), ...allowBuckets('gone')], { ...named('data'), deniedBuckets: ['gone'] }, 'pass', 'Connection successful! Found 1 bucket(s).', ['s3.denied-bucket | gone | skipped S3_BUCKET_REFUSAL_UNPROVEN']],
  ['nothing is allowed at all, so that no refusal proves anything', [], { ...named('data'), deniedBuckets: ['payroll'] }, 'fail', "Access denied on bucket 'data'", [
    's3.head-bucket | data | fail S3_BUCKET_DENIED', 's3.list-buckets-denied | account 123456789012 | skipped DENIAL_NOT_PROVEN', 's3.denied-bucket | payroll | skipped DENIAL_NOT_PROVEN',
  ]],
  ['a prefix holds', limitedTo('in/'), { buckets: ['data'], prefixes: { data: ['in/'] } }, 'pass', 'Connection successful! Found 1 bucket(s).', []],
  ['a prefix does not hold', allowBuckets('data'), { buckets: ['data'], prefixes: { data: ['in/'] } }, 'fail', "The role can list objects outside the allowed prefixes of bucket 'data'", [
    's3.outside-prefix | data | fail S3_PREFIX_NOT_REFUSED', 's3.outside-prefix | data | fail S3_PREFIX_NOT_REFUSED',
  ]],
  ['a prefix of a far bucket does not hold', allowBuckets('far'), { buckets: ['far'], prefixes: { far: ['in/'] } }, 'fail', "The role can list objects outside the allowed prefixes of bucket 'far'", [
    's3.head-bucket | far | warn S3_BUCKET_IN_OTHER_REGION', 's3.outside-prefix | far | fail S3_PREFIX_NOT_REFUSED', 's3.outside-prefix | far | fail S3_PREFIX_NOT_REFUSED',
  ]],
  ['a prefix condition on the only statement breaks HeadBucket', limitedTo('in/').slice(1), { buckets: ['data'], prefixes: { data: ['in/'] } }, 'fail', "Access denied on bucket 'data'", [
    's3.head-bucket | data | fail S3_BUCKET_DENIED', 's3.list-buckets-denied | account 123456789012 | skipped DENIAL_NOT_PROVEN', 's3.outside-prefix | data | skipped DENIAL_NOT_PROVEN',
  ]],
  ['all buckets', [LIST_ALL], { allBuckets: true }, 'pass', 'Connection successful! Found 4 bucket(s).', []],
  ['all buckets, without the permission', allowBuckets('data'), { allBuckets: true }, 'fail', 'Access denied on listing the buckets of the account', ['s3.list-buckets | account 123456789012 | fail S3_LIST_BUCKETS_DENIED']],
])('%s', async (_name, allow, scope, status, message, expected) => {
  const report = await verify(allow, scope);
  expect(report.integrations).toEqual([{ integration: 's3', status, message }]);
  expect(problems(report)).toEqual(expected);
});

test('an account without buckets has nothing to find', async () => {
  const empty = await LocalAccount.start();
  try {
    const { environment } = await empty.connect({ allow: [LIST_ALL], s3: s3Section({ allBuckets: true }) });
    const { report } = await runHandler(environment, { action: 'test-connection' });
    expect([report.status, report.message]).toEqual(['nothing-found', 'Nothing was found: There is no bucket in this account.']);
  } finally {
    await empty.stop();
  }
});

test('a thousand allowed buckets are probed side by side, and more buckets than a page holds are counted', async () => {
  const names = Array.from({ length: 1_001 }, (_, i) => `bulk-${String(i).padStart(4, '0')}`);
  const s3 = new S3Client({ ...account.aws.clientConfig(), forcePathStyle: true });
  await Promise.all(names.map(async (Bucket) => s3.send(new CreateBucketCommand({ Bucket }))));
  const report = await verify([{ Action: 's3:ListBucket', Resource: 'arn:aws:s3:::bulk-*' }], named(...names));
  expect([report.status, report.message]).toEqual(['pass', 'Connection successful! Found 1001 bucket(s).']);
  expect(report.checks.filter(({ id }) => id === 's3.head-bucket').map(({ target }) => target)).toEqual(names);

  const all = await verify([LIST_ALL], { allBuckets: true });
  expect(all.message).toBe('Connection successful! Found 1005 bucket(s).');
}, 60_000);
