import { S3Client } from '@aws-sdk/client-s3';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import { DEFAULT_LIMITS, type Limits } from '../../../../lambda/verifier/request/limits';
import { importProbes } from '../../../../lambda/verifier/s3/import-probes';
import type { S3Context } from '../../../../lambda/verifier/s3/s3-context';
import { type Answer, clientOf, startFailingService } from '../../aws/failing-service';

/** What an import finds where S3 answers like this to a list and to the opening of an object. */
async function run(list: (request: string) => Answer, open: Answer, limits: Partial<Limits> = {}, scope: object = {}) {
  const service = await startFailingService((request) => (/list-type|x-id=ListBuckets/.test(request) ? list(request) : open));
  const deadline = startDeadline(10_000);
  const client = new S3Client({ ...clientOf(service), followRegionRedirects: false });
  const context = {
    calls: createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 }),
    clientIn: () => client,
    bucketRegions: new Map(),
    limits: { ...DEFAULT_LIMITS, ...limits },
    document: { region: 'us-east-1' },
    section: { scope: { allBuckets: false, buckets: ['data'], ...scope } },
  } as unknown as S3Context;
  try {
    const checks = await runProbes(importProbes(context), { region: 'us-east-1', callSeconds: 5, onDefect: () => undefined });
    return { checks, codes: checks.map(({ id, target, code }) => `${id.split('.')[1]} ${target} ${code}`), requests: service.requests };
  } finally {
    client.destroy();
    deadline.clear();
    await service.stop();
  }
}

interface Listed { readonly key: string; readonly size: number; readonly storage?: string }
const page = (objects: readonly Listed[], next = ''): Answer => {
  const contents = objects.map(({ key, size, storage }) => `<Contents><Key>${key}</Key><Size>${size}</Size>${storage === undefined ? '' : `<StorageClass>${storage}</StorageClass>`}</Contents>`);
  return { status: 200, body: `<ListBucketResult>${contents.join('')}<IsTruncated>${next !== ''}</IsTruncated>${next && `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>` };
};
const failed = (status: number, code: string): Answer => ({ status, body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` });
const CSV: Answer = { status: 200, body: 'a,b\n1,2\n' };
const ONE = page([{ key: 'a.csv', size: 8 }]);

test('objects are counted page after page; folders are none, and an empty object is one that is not opened', async () => {
  const first = page([{ key: 'in/', size: 0 }, { key: 'in/a.csv', size: 8 }, { key: 'in/old.csv', size: 100, storage: 'GLACIER' }, { key: 'in/older.csv', size: 10, storage: 'DEEP_ARCHIVE' }], 'next');
  const second = page([{ key: 'in/empty', size: 0 }, { key: 'in/slash/', size: 5, storage: 'STANDARD' }]);
  const { checks, requests } = await run((request) => (request.includes('continuation-token=next') ? second : first), CSV, {}, { prefixes: { data: ['in/'] } });
  expect(checks[0]).toMatchObject({ target: 'data/in/', message: '5 object(s), 123 byte(s)', detail: { objects: 5, bytes: 123, archived: 2, truncated: false } });
  expect(checks[1]).toMatchObject({ message: '4 of 4 sampled object(s) could be read', detail: { sampled: 4, bytesRead: 32, formats: { csv: 4 } } });
  expect(requests.filter((request) => request.includes('prefix=in%2F'))).toHaveLength(2);
});

test('no more objects are counted than the limit, and the rest is told', async () => {
  const { checks, requests } = await run((request) => (request.includes('continuation-token') ? page([{ key: 'c', size: 1 }], 'more') : page([{ key: 'a', size: 1 }, { key: 'b', size: 1 }], 'next')), CSV, { objectsPerPlace: 3 });
  expect(checks[0]).toMatchObject({ message: 'More than 3 object(s), 3 byte(s)', detail: { objects: 3, truncated: true } });
  expect(requests.flatMap((request) => /max-keys=(\d+)/.exec(request)?.[1] ?? [])).toEqual(['3', '1']);
});

test('a limit that is reached with the last object leaves nothing', async () => {
  expect((await run(() => page([{ key: 'a', size: 1 }]), CSV, { objectsPerPlace: 1 })).checks[0]).toMatchObject({ message: '1 object(s), 1 byte(s)' });
});

test('places beyond the limit, and an account without any, are told', async () => {
  const { checks, codes } = await run(() => ONE, CSV, { places: 1 }, { buckets: ['data', 'more', 'most'] });
  expect(codes).toEqual(['list-objects data OK', 'list-objects more places S3_PLACES_LEFT', 'sample-objects data OK']);
  expect(checks[1].message).toContain('2');
  const none: Answer = { status: 200, body: '<ListAllMyBucketsResult/>' };
  expect((await run(() => none, CSV, {}, { allBuckets: true })).codes).toEqual(['list-objects every bucket S3_NO_BUCKETS']);
});

test.each<[string, Answer, readonly string[]]>([
  ['is empty', page([]), ['list-objects data S3_EMPTY_SOURCE', 'sample-objects data NOT_APPLICABLE']],
  ['holds nothing to open', page([{ key: 'empty', size: 0 }]), ['list-objects data OK', 'sample-objects data NOT_APPLICABLE']],
  ['is refused', failed(403, 'AccessDenied'), ['list-objects data S3_OBJECTS_DENIED', 'sample-objects data S3_NOT_LISTED']],
  ['is not there', failed(404, 'NoSuchBucket'), ['list-objects data S3_NO_SUCH_BUCKET', 'sample-objects data S3_NOT_LISTED']],
  ['meets a fault', failed(500, 'InternalError'), ['list-objects data AWS_ERROR', 'sample-objects data S3_NOT_LISTED']],
])('a place that %s', async (_, list, codes) => {
  const { codes: actual, requests } = await run(() => list, CSV);
  expect(actual).toEqual(codes);
  expect(requests.filter((request) => !request.includes('list-type'))).toEqual([]);
});

test.each<[string, Answer, string]>([
  ['is read', CSV, 'OK'],
  ['has become empty', failed(416, 'InvalidRange'), 'OK'],
  ['is archived', failed(403, 'InvalidObjectState'), 'S3_OBJECT_ARCHIVED'],
  ['is refused', failed(403, 'AccessDenied'), 'S3_OBJECT_DENIED'],
  ['is gone', failed(404, 'NoSuchKey'), 'S3_OBJECT_GONE'],
  ['has a key that is off', failed(400, 'KMS.DisabledException'), 'S3_KMS_KEY_UNUSABLE'],
  ['meets a fault', failed(500, 'InternalError'), 'AWS_ERROR'],
])('an object that %s', async (_, open, code) => {
  expect((await run(() => ONE, open)).codes).toEqual(['list-objects data OK', `sample-objects data ${code}`]);
});
