import { readFileSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { allowBuckets, LocalAccount, PLATFORM_ACCOUNT, s3Section, type Statement } from './connected-account';
import { problems, runHandler } from './run-handler';
import { createBucket, createKey } from '../../../sandbox/state';
import type { S3Section } from '../../../src/document/connection-document-v1';

let account: LocalAccount;
let keyArn: string;
const MARK = 'CONTENT-OF-A-CUSTOMER';
const real = (name: string): Buffer => readFileSync(path.join(__dirname, '../../../node_modules/vega-datasets/data', name));

beforeAll(async () => {
  account = await LocalAccount.start();
  keyArn = await createKey(account.aws);
  const { aws } = account;
  await createBucket(aws, {
    name: 'formats',
    objects: {
      'csv/seattle-weather.csv': real('seattle-weather.csv'),
      'json/cars.json': real('cars.json'),
      'jsonl/rows.jsonl': `{"a":"${MARK}"}\n{"a":2}\n{"a":3}\n`,
      'parquet/x.parquet': Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100), Buffer.from('PAR1')]),
      'pdf/x.pdf': '%PDF-1.7\n',
      'text/readme.txt': `${MARK} and more prose.\n`,
      'gzip/weather.csv.gz': zlib.gzipSync(real('seattle-weather.csv')),
      'folder/': '',
      'zero/empty.csv': '',
    },
  });
  await createBucket(aws, { name: 'empty' });
  await createBucket(aws, { name: 'far', region: 'eu-west-1', objects: { 'a.csv': 'a,b\n1,2\n' } });
  await createBucket(aws, { name: 'cold', objects: { 'a.csv': { body: 'a,b\n1,2\n', storageClass: 'GLACIER' }, 'b.csv': 'a,b\n1,2\n' } });
  await createBucket(aws, { name: 'encrypted', kmsKeyArn: keyArn, objects: { 'a.csv': 'a,b\n1,2\n' } });
  await createBucket(aws, { name: 'many', objects: Object.fromEntries(Array.from({ length: 1_200 }, (_, i) => [`in/${String(i).padStart(5, '0')}.csv`, 'a,b\n1,2\n'])) });
  await createBucket(aws, {
    name: 'paid',
    requesterPays: true,
    objects: { 'a.csv': 'a,b\n1,2\n' },
    owner: aws.rootOf(PLATFORM_ACCOUNT),
    policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: aws.accountId }, Action: 's3:*', Resource: ['arn:aws:s3:::paid', 'arn:aws:s3:::paid/*'] }] },
  });
}, 60_000);
afterAll(async () => account?.stop());

async function importFrom(allow: readonly Statement[], scope: Partial<S3Section['scope']>, limits: object = {}) {
  const { environment } = await account.connect({ allow, s3: s3Section(scope) });
  const { report, log } = await runHandler(environment, { action: 'import', limits });
  expect(`${log}${JSON.stringify(report)}`).not.toContain(MARK);
  return report;
}

const named = (...names: readonly string[]): Partial<S3Section['scope']> => ({ buckets: [...names] });
const prefixes = ['csv/', 'json/', 'jsonl/', 'parquet/', 'pdf/', 'text/', 'gzip/'];

test('real files are counted, sampled and told by their format, and nothing of them is kept', async () => {
  const report = await importFrom(allowBuckets('formats'), { buckets: ['formats'], prefixes: { formats: prefixes } });
  const formats = report.checks.filter(({ id }) => id === 's3.sample-objects').map(({ target, detail }) => [target, detail?.formats]);
  expect(formats).toEqual([
    ['formats/csv/', { csv: 1 }],
    ['formats/json/', { json: 1 }],
    ['formats/jsonl/', { jsonl: 1 }],
    ['formats/parquet/', { parquet: 1 }],
    ['formats/pdf/', { pdf: 1 }],
    ['formats/text/', { text: 1 }],
    ['formats/gzip/', { 'csv in gzip': 1 }],
  ]);
  expect(report.status).toBe('pass');
  expect(report.message).toMatch(/^Import possible: 7 object\(s\), \d+ byte\(s\) in 7 place\(s\); 7 opened as a sample, nothing stored\.$/);
  expect(report.checks.map(({ id }) => id).filter((id) => id.startsWith('trust'))).toEqual([]);
  expect(report.checks.find(({ target }) => target === 'formats/csv/')?.detail).toEqual({ objects: 1, bytes: real('seattle-weather.csv').length, archived: 0, truncated: false });
});

test.each<[string, () => readonly Statement[], Partial<S3Section['scope']>, string, string[]]>([
  ['an empty bucket', () => allowBuckets('empty'), named('empty'), 'nothing-found', ['s3.list-objects | empty | warn S3_EMPTY_SOURCE']],
  ['an empty folder', () => allowBuckets('formats'), { buckets: ['formats'], prefixes: { formats: ['folder/'] } }, 'nothing-found', ['s3.list-objects | formats/folder/ | warn S3_EMPTY_SOURCE']],
  ['an empty bucket beside a full one', () => allowBuckets('empty', 'far'), named('empty', 'far'), 'warn', ['s3.list-objects | empty | warn S3_EMPTY_SOURCE']],
  ['a file without content', () => allowBuckets('formats'), { buckets: ['formats'], prefixes: { formats: ['zero/'] } }, 'pass', []],
  ['a bucket in another region', () => allowBuckets('far'), named('far'), 'pass', []],
  ['an archived object', () => allowBuckets('cold'), named('cold'), 'warn', ['s3.sample-objects | cold | warn S3_OBJECT_ARCHIVED']],
  ['a key that refuses', () => allowBuckets('encrypted'), named('encrypted'), 'fail', ['s3.sample-objects | encrypted | fail S3_KMS_DENIED']],
  ['a key that allows', () => [...allowBuckets('encrypted'), { Action: 'kms:Decrypt', Resource: keyArn }], named('encrypted'), 'pass', []],
  ['a bucket whose requesters pay', () => allowBuckets('paid'), named('paid'), 'fail', ['s3.list-objects | paid | fail S3_REQUESTER_PAYS', 's3.sample-objects | paid | skipped S3_NOT_LISTED']],
  ['a bucket that cannot be listed', () => allowBuckets('formats').slice(1), named('formats'), 'fail', ['s3.list-objects | formats | fail S3_OBJECTS_DENIED', 's3.sample-objects | formats | skipped S3_NOT_LISTED']],
  ['objects that cannot be read', () => allowBuckets('far').slice(0, 1), named('far'), 'fail', ['s3.sample-objects | far | fail S3_OBJECT_DENIED']],
  ['a bucket that is not there', () => allowBuckets('gone'), named('gone'), 'fail', ['s3.list-objects | gone | fail S3_NO_SUCH_BUCKET', 's3.sample-objects | gone | skipped S3_NOT_LISTED']],
  ['all buckets without the permission', () => allowBuckets('far'), { allBuckets: true }, 'fail', ['s3.list-objects | its targets | fail ACCESS_DENIED', 's3.sample-objects | its targets | fail ACCESS_DENIED']],
])('%s', async (_name, allow, scope, status, expected) => {
  const report = await importFrom(allow(), scope);
  expect([report.status, problems(report)]).toEqual([status, expected]);
});

test('the limits bound what is listed and opened', async () => {
  const report = await importFrom(allowBuckets('many'), named('many'), { objectsPerPlace: 1_100, samplesPerPlace: 3, sampleBytes: 512 });
  expect(report.checks.filter(({ integration }) => integration === 's3')).toMatchObject([
    { message: 'More than 1100 object(s), 8800 byte(s)', detail: { objects: 1_100, truncated: true } },
    { detail: { sampled: 3, bytesRead: 24, formats: { csv: 3 } } },
  ]);
});

test('all buckets, as many as the limit allows', async () => {
  const everything: readonly Statement[] = [{ Action: ['s3:ListAllMyBuckets', 's3:ListBucket', 's3:GetObject', 'kms:Decrypt'], Resource: '*' }];
  const report = await importFrom(everything, { allBuckets: true }, { places: 2 });
  expect(report.checks.filter(({ id }) => id === 's3.list-objects').map(({ target, code }) => `${target} ${code}`)).toEqual(['cold OK', 'empty S3_EMPTY_SOURCE', 'more places S3_PLACES_LEFT']);
  expect(report.status).toBe('warn');
});
