import { type AthenaClient, GetQueryExecutionCommand, type QueryExecution, StartQueryExecutionCommand, StopQueryExecutionCommand } from '@aws-sdk/client-athena';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline, TimeRanOut } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { IntegrationContext } from '../../../../lambda/verifier/integrations/integration-plan';
import { createQueries } from '../../../../lambda/verifier/lake-formation/queries';
import { DEFAULT_LIMITS } from '../../../../lambda/verifier/request/limits';
import type { LakeFormationSection } from '../../../../src/document/connection-document-v1';

/** An Athena whose query goes through the given states, the last of them for ever; it remembers what it was asked. */
function queriesOver(states: readonly QueryExecution[], { scanBytes = 1_000, runMs = 5_000, propagationMs = 0, notTaken = 0 } = {}) {
  const asked: object[] = [];
  const left = [...states];
  let refusals = notTaken;
  const athena = {
    send: async (command: object) => {
      asked.push(command);
      if (command instanceof StartQueryExecutionCommand) {
        refusals -= 1;
        if (refusals >= 0) throw Object.assign(new Error('Unable to verify/create output bucket results'), { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } });
        return { QueryExecutionId: 'id' };
      }
      return command instanceof GetQueryExecutionCommand ? { QueryExecution: left.length > 1 ? left.shift() : left[0] } : {};
    },
  } as unknown as AthenaClient;
  const deadline = startDeadline(runMs);
  const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 1_000, propagationMs, sleep: async () => undefined });
  const section = { scope: { workgroup: 'own', resultsLocation: 's3://results/4minds/' } } as LakeFormationSection;
  const queries = createQueries(athena, section, { calls, limits: { ...DEFAULT_LIMITS, scanBytes } } as IntegrationContext);
  const started = () => asked.filter((command) => command instanceof StartQueryExecutionCommand).length;
  return { queries, asked, started, stopped: () => asked.some((command) => command instanceof StopQueryExecutionCommand), clear: deadline.clear };
}
const running = (DataScannedInBytes: number): QueryExecution => ({ Status: { State: 'RUNNING' }, Statistics: { DataScannedInBytes } });

test('a query is started in the workgroup and at the location of the document, and waited for', async () => {
  const { queries, asked, stopped, clear } = queriesOver([
    { Status: { State: 'QUEUED' } }, running(10), { Status: { State: 'SUCCEEDED' }, Statistics: { DataScannedInBytes: 20 }, ResultConfiguration: { OutputLocation: 's3://results/4minds/id.csv' } },
  ]);
  expect(await queries.once('SELECT 1', 'sales')).toEqual({ id: 'id', state: 'succeeded', reason: '', scannedBytes: 20, outputLocation: 's3://results/4minds/id.csv' });
  expect((asked[0] as StartQueryExecutionCommand).input).toMatchObject({
    QueryString: 'SELECT 1', WorkGroup: 'own', QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'sales' }, ResultConfiguration: { OutputLocation: 's3://results/4minds/' },
  });
  expect(stopped()).toBe(false);
  clear();
});

test('a query that reads more than the limit is stopped', async () => {
  const { queries, stopped, clear } = queriesOver([running(999), running(1_001)]);
  expect(await queries.once('SELECT 1', 'sales')).toMatchObject({ state: 'too-much-read', scannedBytes: 1_001 });
  expect(stopped()).toBe(true);
  clear();
});

test('a query is stopped too when the time of the run is over', async () => {
  const { queries, stopped, clear } = queriesOver([running(0)], { runMs: 300 });
  await expect(queries.once('SELECT 1', 'sales')).rejects.toThrow(TimeRanOut);
  expect(stopped()).toBe(true);
  clear();
});

test('a query that fails or is cancelled keeps its reason', async () => {
  const failed = queriesOver([{ Status: { State: 'FAILED', StateChangeReason: 'no' } }]);
  expect(await failed.queries.once('SELECT 1', 'sales')).toMatchObject({ state: 'failed', reason: 'no' });
  const cancelled = queriesOver([{ Status: { State: 'CANCELLED' } }]);
  expect(await cancelled.queries.once('SELECT 1', 'sales')).toMatchObject({ state: 'failed', reason: '' });
  failed.clear();
  cancelled.clear();
});

describe('a query that must work', () => {
  const failed = (StateChangeReason: string): QueryExecution => ({ Status: { State: 'FAILED', StateChangeReason } });
  const succeeded: QueryExecution = { Status: { State: 'SUCCEEDED' } };

  test.each([
    ['Insufficient permissions', 'AccessDeniedException: Insufficient Lake Formation permission(s) on seattle'],
    ['a table that is not shown yet', "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.weather.seattle' does not exist"],
    ['a column that is not shown yet', "COLUMN_NOT_FOUND: line 1:8: Column 'city' cannot be resolved"],
    ['data that is not handed out yet', 'Permission denied on S3 path: s3://lake/weather/seattle/a.csv'],
    ['results that cannot be written yet', 'Access denied when writing to location: s3://results/4minds/id.csv'],
  ])('is run again for %s while that may be propagation', async (_, reason) => {
    const { queries, started, clear } = queriesOver([failed(reason), failed(reason), succeeded], { propagationMs: 60_000 });
    expect(await queries.mustWork('SELECT 1', 'weather')).toMatchObject({ state: 'succeeded' });
    expect(started()).toBe(3);
    clear();
  });

  test('is offered again when Athena does not take it', async () => {
    const { queries, started, clear } = queriesOver([succeeded], { propagationMs: 60_000, notTaken: 2 });
    expect(await queries.mustWork('SELECT 1', 'weather')).toMatchObject({ state: 'succeeded' });
    expect(started()).toBe(3);
    clear();
  });

  test.each([
    ['where nothing is put down to propagation', 'Insufficient Lake Formation permission(s)', 0],
    ['for a failure that is no refusal', 'HIVE_BAD_DATA: Error parsing field value', 60_000],
    ['for a scan limit', 'Bytes scanned limit was exceeded', 60_000],
  ])('is run once %s', async (_, reason, propagationMs) => {
    const { queries, started, clear } = queriesOver([failed(reason)], { propagationMs });
    expect(await queries.mustWork('SELECT 1', 'weather')).toMatchObject({ state: 'failed', reason });
    expect(started()).toBe(1);
    clear();
  });

  test('ends refused when the time for propagation is over; one that must be refused is run once', async () => {
    const { queries, started, clear } = queriesOver([failed('Insufficient Lake Formation permission(s)')], { propagationMs: 1_900 });
    expect(await queries.mustWork('SELECT 1', 'weather')).toMatchObject({ state: 'failed' });
    expect(started()).toBe(2);
    expect(await queries.once('SELECT 1', 'weather')).toMatchObject({ state: 'failed' });
    expect(started()).toBe(3);
    clear();
  });
});
