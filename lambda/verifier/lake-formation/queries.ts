import { setTimeout } from 'node:timers/promises';
import {
  type AthenaClient, GetQueryExecutionCommand, GetQueryResultsCommand, type GetQueryResultsCommandOutput, type QueryExecution,
  StartQueryExecutionCommand, StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { mayBePropagation } from './query-failure';
import type { LakeFormationSection } from '../../../src/document/connection-document-v1';
import { failureOf } from '../../aws/failure';
import { TimeRanOut } from '../calls/deadline';
import { createLimiter } from '../calls/limiter';
import type { IntegrationContext } from '../integrations/integration-plan';

/** How a query ended. */
export interface QueryEnd {
  readonly id: string;
  readonly state: 'succeeded' | 'not-taken' | 'failed' | 'too-much-read' | 'too-slow';
  /** Athena's words, which can quote data: classify them, and never report what is not known to be free of it. */
  readonly reason: string;
  readonly scannedBytes: number;
  /** Where Athena says the result is: `s3://bucket/path/id.csv`. */
  readonly outputLocation: string;
}

export interface Queries {
  /**
   * A query that must work. Right after a deployment a refusal is tried again: policies are not in force at once, and nothing that AWS
   * writes promises it of Lake Formation's grants.
   */
  readonly mustWork: (sql: string, database: string) => Promise<QueryEnd>;
  /** A query that is run once, because it must be refused. */
  readonly once: (sql: string, database: string) => Promise<QueryEnd>;
  readonly results: (id: string, rows: number) => Promise<GetQueryResultsCommandOutput>;
  /** The longest that one query may take. */
  readonly seconds: number;
}

/** Few beside those of the account's own users. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const AT_A_TIME = 5;
const SECONDS = 120;
const FIRST_WAIT_MS = 150;
const LONGEST_WAIT_MS = 1_000;
const STOP_MS = 2_000;

export function createQueries(athena: AthenaClient, { scope }: LakeFormationSection, { calls, limits }: IntegrationContext): Queries {
  const limiter = createLimiter(AT_A_TIME);

  const stop = async (QueryExecutionId: string): Promise<void> => {
    // Not through `calls`: a query must be stopped when the time of the run is over too. Should that fail, its own limits end it.
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId }), { abortSignal: AbortSignal.timeout(STOP_MS) }).catch(() => undefined);
  };

  const waitFor = async (QueryExecutionId: string): Promise<QueryEnd> => {
    const end = Date.now() + SECONDS * 1_000;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 1.5, LONGEST_WAIT_MS)) {
      await setTimeout(wait);
      const { QueryExecution: execution = {} } = await calls.mustWork((abortSignal) => (
        athena.send(new GetQueryExecutionCommand({ QueryExecutionId }), { abortSignal })
      ));
      const { State } = execution.Status ?? {};
      if (State === 'SUCCEEDED') return endOf(QueryExecutionId, execution, 'succeeded');
      if (State === 'FAILED' || State === 'CANCELLED') return endOf(QueryExecutionId, execution, 'failed');
      const tooMuch = (execution.Statistics?.DataScannedInBytes ?? 0) > limits.scanBytes;
      if (!tooMuch && Date.now() < end) continue;
      await stop(QueryExecutionId);
      return endOf(QueryExecutionId, execution, tooMuch ? 'too-much-read' : 'too-slow');
    }
  };

  const start = async (QueryString: string, Database: string): Promise<string> => {
    const { QueryExecutionId = '' } = await calls.mustWork((abortSignal) => athena.send(new StartQueryExecutionCommand({
      QueryString,
      WorkGroup: scope.workgroup,
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database },
      ResultConfiguration: { OutputLocation: scope.resultsLocation },
    }), { abortSignal }));
    return QueryExecutionId;
  };

  const once: Queries['once'] = async (sql, database) => limiter.run(async () => {
    let id: string | undefined;
    try {
      id = await start(sql, database);
      return await waitFor(id);
    } catch (error) {
      const { name, reason } = failureOf(error);
      if (id === undefined && name === 'InvalidRequestException') return { id: '', state: 'not-taken', reason, scannedBytes: 0, outputLocation: '' };
      if (id !== undefined && error instanceof TimeRanOut) await stop(id);
      throw error;
    }
  });

  return {
    seconds: SECONDS,
    mustWork: async (sql, database) => calls.patiently(async () => once(sql, database), mayBePropagation),
    once,
    results: async (QueryExecutionId, rows) => calls.mustWork((abortSignal) => (
      // The first row holds the names of the columns.
      athena.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: rows + 1 }), { abortSignal })
    )),
  };
}

function endOf(id: string, { Status, Statistics, ResultConfiguration }: QueryExecution, state: QueryEnd['state']): QueryEnd {
  return {
    id,
    state,
    reason: Status?.StateChangeReason ?? Status?.AthenaError?.ErrorMessage ?? '',
    scannedBytes: Statistics?.DataScannedInBytes ?? 0,
    outputLocation: ResultConfiguration?.OutputLocation ?? '',
  };
}
