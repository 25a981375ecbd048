import type { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import { discoverInstances } from '../../../../lambda/verifier/rds/discover-instances';
import { listInstances } from '../../../../lambda/verifier/rds/list-instances';
import type { RdsContext } from '../../../../lambda/verifier/rds/rds-context';

const deadline = startDeadline(60_000);
afterAll(() => deadline.clear());
const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 });

function contextOf(instances: RdsContext['instances'], allDatabases = false): RdsContext {
  return { instances, limits: { callSeconds: 60 }, document: { region: 'us-east-1' }, section: { scope: { allDatabases } } } as unknown as RdsContext;
}
const refusing = (name: string) => async () => { throw Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: name === 'AccessDenied' ? 403 : undefined } }); };

test('reads every page', async () => {
  const markers: (string | undefined)[] = [];
  const send = async ({ input: { Marker } }: DescribeDBInstancesCommand) => {
    markers.push(Marker);
    return Marker === undefined ? { DBInstances: [{ DBInstanceIdentifier: 'one' }], Marker: 'next' } : { DBInstances: [{ DBInstanceIdentifier: 'two', DBClusterIdentifier: 'c' }] };
  };
  const found = await discoverInstances({ send } as unknown as RDSClient, calls);
  expect(found.map(({ identifier, iamAuthentication }) => [identifier, iamAuthentication])).toEqual([['one', false], ['two', 'unknown']]);
  expect(markers).toEqual([undefined, 'next']);
});

test('gives all pages together the time that the platform gives them', async () => {
  const send = (_: unknown, { abortSignal }: { readonly abortSignal: AbortSignal }) => new Promise((_resolve, reject) => {
    abortSignal.addEventListener('abort', () => reject(abortSignal.reason as Error));
  });
  const started = Date.now();
  await expect(discoverInstances({ send } as unknown as RDSClient, calls, 0.2)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(Date.now() - started).toBeLessThan(3_000);
});

test.each<[string, RdsContext, string, object]>([
  ['nothing', contextOf(async () => []), 'RDS_NO_INSTANCES', { region: 'us-east-1' }],
  ['a refusal', contextOf(refusing('AccessDenied')), 'RDS_LIST_DENIED', { region: 'us-east-1' }],
  ['no answer in time', contextOf(refusing('TimeoutError')), 'CALL_TIMED_OUT', { seconds: 15 }],
])('tells of %s', async (_, context, code, values) => {
  expect(await listInstances(context)).toEqual({ code, values });
});

test('counts what is not available, and tells what can not be browsed only where all was chosen', async () => {
  const instances = async () => [{ identifier: 'a', engine: 'oracle-ee', status: 'stopped' }, { identifier: 'b', engine: 'mysql', status: 'available' }] as never;
  expect(await listInstances(contextOf(instances))).toEqual([expect.objectContaining({ code: 'OK', values: { message: '2 instance(s) are listed, not available: a' }, detail: { instances: 2, notAvailable: ['a'] } })]);
  expect(await listInstances(contextOf(instances, true))).toMatchObject([{ code: 'OK' }, { code: 'RDS_ENGINE_LEFT_OUT', values: { engine: 'oracle-ee', identifier: 'a' } }]);
});
