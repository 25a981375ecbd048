import { type AthenaClient, GetQueryExecutionCommand, type QueryExecution, StartQueryExecutionCommand, StopQueryExecutionCommand } from '@aws-sdk/client-athena';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline, TimeRanOut } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { IntegrationContext } from '../../../../lambda/verifier/integrations/integration-plan';
import { createQueries } from '../../../../lambda/verifier/lake-formation/queries';
import { DEFAULT_LIMITS } from '../../../../lambda/verifier/request/limits';
import type { LakeFormationSection } from '../../../../src/document/connection-document-v1';

/** An Athena whose query goes through the given states, the last of them for ever; it remembers what it was asked. */
function queriesOver(states: readonly QueryExecution[], { scanBytes = 1_000, runMs = 5_000 } = {}) {
  const asked: object[] = [];
  const left = [...states];
  const athena = {
    send: async (command: object) => {
      asked.push(command);
      if (command instanceof StartQueryExecutionCommand) return { QueryExecutionId: 'id' };
      return command instanceof GetQueryExecutionCommand ? { QueryExecution: left.length > 1 ? left.shift() : left[0] } : {};
    },
  } as unknown as AthenaClient;
  const deadline = startDeadline(runMs);
  const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 1_000, propagationMs: 0 });
  const section = { scope: { workgroup: 'own', resultsLocation: 's3://results/4minds/' } } as LakeFormationSection;
  const queries = createQueries(athena, section, { calls, limits: { ...DEFAULT_LIMITS, scanBytes } } as IntegrationContext);
  return { queries, asked, stopped: () => asked.some((command) => command instanceof StopQueryExecutionCommand), clear: deadline.clear };
}
const running = (DataScannedInBytes: number): QueryExecution => ({ Status: { State: 'RUNNING' }, Statistics: { DataScannedInBytes } });

test('a query is started in the workgroup and at the location of the document, and waited for', async () => {
  const { queries, asked, stopped, clear } = queriesOver([
    { Status: { State: 'QUEUED' } }, running(10), { Status: { State: 'SUCCEEDED' }, Statistics: { DataScannedInBytes: 20 }, ResultConfiguration: { OutputLocation: 's3://results/4minds/id.csv' } },
  ]);
  expect(await queries.run('SELECT 1', 'sales')).toEqual({ id: 'id', state: 'succeeded', reason: '', scannedBytes: 20, outputLocation: 's3://results/4minds/id.csv' });
  expect((asked[0] as StartQueryExecutionCommand).input).toMatchObject({
    QueryString: 'SELECT 1', WorkGroup: 'own', QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'sales' }, ResultConfiguration: { OutputLocation: 's3://results/4minds/' },
  });
  expect(stopped()).toBe(false);
  clear();
});

test('a query that reads more than the limit is stopped', async () => {
  const { queries, stopped, clear } = queriesOver([running(999), running(1_001)]);
  expect(await queries.run('SELECT 1', 'sales')).toMatchObject({ state: 'too-much-read', scannedBytes: 1_001 });
  expect(stopped()).toBe(true);
  clear();
});

test('a query is stopped too when the time of the run is over', async () => {
  const { queries, stopped, clear } = queriesOver([running(0)], { runMs: 300 });
  await expect(queries.run('SELECT 1', 'sales')).rejects.toThrow(TimeRanOut);
  expect(stopped()).toBe(true);
  clear();
});

test('a query that fails or is cancelled keeps its reason', async () => {
  const failed = queriesOver([{ Status: { State: 'FAILED', StateChangeReason: 'no' } }]);
  expect(await failed.queries.run('SELECT 1', 'sales')).toMatchObject({ state: 'failed', reason: 'no' });
  const cancelled = queriesOver([{ Status: { State: 'CANCELLED' } }]);
  expect(await cancelled.queries.run('SELECT 1', 'sales')).toMatchObject({ state: 'failed', reason: '' });
  failed.clear();
  cancelled.clear();
});
