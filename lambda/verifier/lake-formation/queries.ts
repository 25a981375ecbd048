import { setTimeout } from 'node:timers/promises';
import {
  type AthenaClient, GetQueryExecutionCommand, GetQueryResultsCommand, type GetQueryResultsCommandOutput, type QueryExecution,
  StartQueryExecutionCommand, StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { LakeFormationSection } from '../../../src/document/connection-document-v1';
import { TimeRanOut } from '../calls/deadline';
import { createLimiter } from '../calls/limiter';
import type { IntegrationContext } from '../integrations/integration-plan';

/** How a query ended. */
export interface QueryEnd {
  readonly id: string;
  readonly state: 'succeeded' | 'failed' | 'too-much-read' | 'too-slow';
  /** Athena's words, which can quote data: classify them, and never report what is not known to be free of it. */
  readonly reason: string;
  readonly scannedBytes: number;
  /** Where Athena says the result is: `s3://bucket/path/id.csv`. */
  readonly outputLocation: string;
}

export interface Queries {
  readonly run: (sql: string, database: string) => Promise<QueryEnd>;
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

  return {
    seconds: SECONDS,
    run: async (QueryString, Database) => limiter.run(async () => {
      const { QueryExecutionId = '' } = await calls.mustWork((abortSignal) => athena.send(new StartQueryExecutionCommand({
        QueryString,
        WorkGroup: scope.workgroup,
        QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database },
        ResultConfiguration: { OutputLocation: scope.resultsLocation },
      }), { abortSignal }));
      try {
        return await waitFor(QueryExecutionId);
      } catch (error) {
        if (error instanceof TimeRanOut) await stop(QueryExecutionId);
        throw error;
      }
    }),
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
