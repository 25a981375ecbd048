import { S3Client } from '@aws-sdk/client-s3';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { Probe } from '../../../../lambda/verifier/probes/probe';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import { headBucketProbe } from '../../../../lambda/verifier/s3/head-bucket';
import { listBucketsProbe } from '../../../../lambda/verifier/s3/list-buckets';
import { deniedBucketProbe, listBucketsDeniedProbe, outsidePrefixProbe } from '../../../../lambda/verifier/s3/refusals';
import type { S3Context } from '../../../../lambda/verifier/s3/s3-context';
import { type Answer, clientOf, startFailingService } from '../../aws/failing-service';

type Answers = readonly Answer[] | readonly [(request: string) => Answer];

/** What a probe finds where S3 answers like this, when the checks that prove a refusal have passed; and what S3 was asked, where. */
async function run(probeOf: (context: S3Context) => Probe, ...answers: Answers) {
  const service = await startFailingService(...answers);
  const deadline = startDeadline(10_000);
  const clients: S3Client[] = [];
  const regions: string[] = [];
  const context = {
    calls: createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 }),
    clientIn: (region: string) => {
      regions.push(region);
      clients.push(new S3Client({ ...clientOf(service), region, followRegionRedirects: false }));
      return clients.at(-1)!;
    },
    bucketRegions: new Map(),
    document: { region: 'us-east-1', account: '123456789012' },
    section: { scope: { allBuckets: false, buckets: ['data'], deniedBuckets: ['secret'], prefixes: { data: ['in/'] } } },
  } as unknown as S3Context;
  const proof: Probe = { id: 's3.head-bucket', expects: 'allowed', targets: [{ name: 'data', check: async () => ({ code: 'OK', values: { message: '' } }) }] };
  const probe = probeOf(context);
  try {
    const checks = await runProbes([...(probe.id === proof.id ? [] : [proof]), probe], { region: 'us-east-1', callSeconds: 5, onDefect: () => undefined });
    const own = checks.filter(({ id }) => id === probe.id);
    return { codes: own.map(({ code }) => code), messages: own.map(({ message }) => message), requests: service.requests, regions };
  } finally {
    clients.forEach((client) => client.destroy());
    deadline.clear();
    await service.stop();
  }
}

const failed = (status: number, code: string): Answer => ({ status, body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` });
const DENIED = failed(403, 'AccessDenied');
const FAULT = failed(500, 'InternalError');
const GONE = failed(404, 'NoSuchKey');
const inRegion = (status: number, region: string): Answer => ({ status, body: '', headers: { 'x-amz-bucket-region': region } });

describe('an allowed bucket', () => {
  test.each<[string, Answers, string, string[]]>([
    ['is reached', [inRegion(200, 'us-east-1')], 'OK', ['us-east-1']],
    ['is reached although S3 does not say where it is', [{ status: 200, body: '' }], 'OK', ['us-east-1']],
    ['is reached in the region that S3 names', [inRegion(301, 'eu-west-1'), inRegion(200, 'eu-west-1')], 'S3_BUCKET_IN_OTHER_REGION', ['us-east-1', 'eu-west-1']],
    ['is reached in the newer region that S3 names', [inRegion(400, 'eu-west-1'), { status: 200, body: '' }], 'S3_BUCKET_IN_OTHER_REGION', ['us-east-1', 'eu-west-1']],
    ['is in a region that S3 does not name', [{ status: 301, body: '' }], 'S3_BUCKET_REGION_UNKNOWN', ['us-east-1']],
    ['is not in the region that S3 names', [inRegion(301, 'us-east-1')], 'S3_BUCKET_REGION_UNKNOWN', ['us-east-1']],
    ['is refused', [inRegion(403, 'us-east-1')], 'S3_BUCKET_DENIED', ['us-east-1']],
    ['is refused wherever it is', [inRegion(403, 'eu-west-1')], 'S3_BUCKET_DENIED', ['us-east-1']],
    ['is not there', [{ status: 404, body: '' }], 'S3_NO_SUCH_BUCKET', ['us-east-1']],
    ['meets a fault', [{ status: 500, body: '' }], 'AWS_ERROR', ['us-east-1']],
  ])('%s', async (_, answers, code, asked) => {
    const { codes, regions } = await run(headBucketProbe, ...answers);
    expect([codes, regions]).toEqual([[code], asked]);
  });
});

describe('a denied bucket', () => {
  test.each<[string, Answers, string]>([
    ['is refused', [inRegion(403, 'us-east-1')], 'OK'],
    ['is refused in its region', [inRegion(301, 'eu-west-1'), inRegion(403, 'eu-west-1')], 'OK'],
    ['is reached', [inRegion(200, 'us-east-1')], 'S3_BUCKET_NOT_REFUSED'],
    ['is not there', [{ status: 404, body: '' }], 'S3_BUCKET_REFUSAL_UNPROVEN'],
    ['meets a fault', [{ status: 500, body: '' }], 'DENIAL_INCONCLUSIVE'],
    ['is in a region that S3 does not name', [{ status: 301, body: '' }], 'DENIAL_INCONCLUSIVE'],
  ])('%s', async (_, answers, code) => {
    expect((await run(deniedBucketProbe, ...answers)).codes).toEqual([code]);
  });
});

test.each<[string, Answer, string]>([
  ['refused', DENIED, 'OK'],
  ['given', { status: 200, body: '<ListAllMyBucketsResult/>' }, 'S3_BUCKETS_NOT_REFUSED'],
  ['lost', FAULT, 'DENIAL_INCONCLUSIVE'],
])('the list of buckets is %s, where it must be refused', async (_, answer, code) => {
  expect((await run(listBucketsDeniedProbe, answer)).codes).toEqual([code]);
});

describe('outside the prefixes', () => {
  /** Listing and reading are told apart by the path. */
  const answering = (list: Answer, read: Answer) => (request: string): Answer => (request.includes('list-type') ? list : read);
  const LISTED: Answer = { status: 200, body: '<ListBucketResult/>' };
  const NOT_REFUSED = 'S3_PREFIX_NOT_REFUSED';

  test.each<[string, Answer, Answer, string[]]>([
    ['both are refused', DENIED, DENIED, ['OK']],
    ['a list is given', LISTED, DENIED, [NOT_REFUSED]],
    ['a key is looked for', DENIED, GONE, [NOT_REFUSED]],
    ['a key is read', DENIED, { status: 200, body: '' }, [NOT_REFUSED]],
    ['neither is refused', LISTED, GONE, [NOT_REFUSED, NOT_REFUSED]],
    ['reading meets a fault', DENIED, FAULT, ['DENIAL_INCONCLUSIVE']],
    ['listing meets a fault', FAULT, DENIED, ['DENIAL_INCONCLUSIVE']],
    ['there is no bucket', failed(404, 'NoSuchBucket'), GONE, ['DENIAL_INCONCLUSIVE']],
  ])('%s', async (_, list, read, codes) => {
    expect((await run(outsidePrefixProbe, answering(list, read))).codes).toEqual(codes);
  });

  test('a prefix is tried that is not allowed, and a key in it', async () => {
    const { requests, messages } = await run(outsidePrefixProbe, DENIED);
    expect([...requests].sort()).toEqual([expect.stringMatching(/^GET \/data\/?\?list-type=2&max-keys=1&prefix=outside-[0-9a-f-]{36}%2F$/), expect.stringMatching(/^GET \/data\/outside-[0-9a-f-]{36}\/nothing\?/)]);
    expect(messages).toEqual(["Listing and reading outside the prefixes of 'data' are refused, as they must be"]);
  });
});

describe('the list of buckets', () => {
  const page = (names: readonly string[], token = ''): Answer => ({
    status: 200,
    body: `<ListAllMyBucketsResult><Buckets>${names.map((name) => `<Bucket><Name>${name}</Name><BucketRegion>${name.split('.')[1]}</BucketRegion></Bucket>`).join('')}</Buckets>${token && `<ContinuationToken>${token}</ContinuationToken>`}</ListAllMyBucketsResult>`,
  });

  test('is read page after page', async () => {
    const { messages, requests } = await run(listBucketsProbe, page(['a.us-east-1'], 'next'), page(['b.eu-west-1']));
    expect(messages).toEqual(['2 bucket(s) are listed']);
    expect(requests.map((request) => /continuation-token=(\w+)/.exec(request)?.[1])).toEqual([undefined, 'next']);
  });

  test.each<[string, Answer, string]>([['is empty', page([]), 'S3_NO_BUCKETS'], ['is refused', DENIED, 'S3_LIST_BUCKETS_DENIED'], ['is lost', FAULT, 'AWS_ERROR']])('%s', async (_, answer, code) => {
    expect((await run(listBucketsProbe, answer)).codes).toEqual([code]);
  });
});
