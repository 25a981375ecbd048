import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { LakeFormationContext } from '../../../../lambda/verifier/lake-formation/lake-formation-context';
import type { QueryEnd } from '../../../../lambda/verifier/lake-formation/queries';
import { deniedColumnProbe, deniedTableProbe, outsideResultsProbe } from '../../../../lambda/verifier/lake-formation/refusals';
import type { Probe } from '../../../../lambda/verifier/probes/probe';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import { failing } from '../../aws/sdk-error';

const deadline = startDeadline(60_000);
afterAll(() => deadline.clear());
const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 });

const end = (state: QueryEnd['state'], reason = '') => async (): Promise<QueryEnd> => ({ id: 'id', state, reason, scannedBytes: 0, outputLocation: '' });

type Query = () => Promise<QueryEnd>;
interface Answers { readonly query?: Query; readonly isHidden?: boolean; readonly send?: () => Promise<unknown> }

/** The findings of a probe, when the checks that prove it have passed. */
async function findings(probeOf: (context: LakeFormationContext) => Probe, { query = end('succeeded'), isHidden = true, send = async () => ({}) }: Answers) {
  const asked: string[] = [];
  const context = {
    calls,
    catalog: { isRefused: async () => isHidden },
    queries: { once: async (sql: string) => { asked.push(sql); return query(); } },
    glue: { send },
    s3: { send },
    section: { scope: { allDatabases: false, lfTags: [], databases: [], tables: [{ database: 'sales', name: 'orders' }], deniedTables: [{ database: 'hr', name: 'pay' }, { database: 'sales', name: 'orders', columns: ['margin'] }], resultsLocation: 's3://results/4minds/' } },
  } as unknown as LakeFormationContext;
  const proof = (id: string): Probe => ({ id, expects: 'allowed', targets: [{ name: 'sales.orders', check: async () => ({ code: 'OK', values: { message: '' } }) }] });
  const proofs = ['get-table', 'query-table', 'read-result'].map((name) => proof(`lake-formation.${name}`));
  const checks = await runProbes([...proofs, probeOf(context)], { region: 'us-east-1', callSeconds: 1, onDefect: () => undefined });
  return { asked, codes: checks.slice(proofs.length).map(({ target, code }) => `${target} ${code}`) };
}

const QUERIES: readonly (readonly [string, Query, 'refused' | 'read' | 'unknown'])[] = [
  ['is hidden', end('failed', "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.hr.pay' does not exist"), 'refused'],
  ['is not granted', end('failed', 'Insufficient Lake Formation permission(s) on pay'), 'refused'],
  ['is refused before it starts', failing('AccessDeniedException', 400, 'User: x is not authorized to perform: glue:GetTable on resource: y'), 'refused'],
  ['gives rows', end('succeeded'), 'read'],
  ['begins to read', end('too-much-read'), 'read'],
  ['takes too long', end('too-slow'), 'read'],
  ['has bad data', end('failed', 'HIVE_BAD_DATA: Error parsing field value'), 'unknown'],
  ['has nowhere to write', end('not-taken', 'Unable to verify/create output bucket results'), 'unknown'],
  ['could not be started by anyone', failing('AccessDeniedException', 400, 'You are not authorized to perform: athena:StartQueryExecution on the resource.'), 'unknown'],
  ['comes at a bad time', failing('ThrottlingException', 400, 'Rate exceeded'), 'unknown'],
];

test.each(QUERIES)('a denied table whose query %s', async (_, query, meaning) => {
  const { asked, codes } = await findings(deniedTableProbe, { query, send: failing('AccessDenied', 403, 'no') });
  expect(codes).toEqual(['a table that is not listed OK', `hr.pay ${{ refused: 'OK', read: 'LAKE_FORMATION_TABLE_NOT_REFUSED', unknown: 'DENIAL_INCONCLUSIVE' }[meaning]}`]);
  expect(asked).toEqual(['SELECT * FROM "hr"."pay" LIMIT 1']);
});

test.each(QUERIES)('a denied column whose query %s', async (_, query, meaning) => {
  const { asked, codes } = await findings(deniedColumnProbe, { query });
  expect(codes).toEqual([`sales.orders.margin ${{ refused: 'OK', read: 'LAKE_FORMATION_COLUMN_NOT_REFUSED', unknown: 'DENIAL_INCONCLUSIVE' }[meaning]}`]);
  expect(asked).toEqual(['SELECT "margin" FROM "sales"."orders" LIMIT 1']);
});

test('a denied table that can be seen is not refused, whether it can be queried or not', async () => {
  const refused = { query: end('failed', 'Insufficient Lake Formation permission(s) on pay'), isHidden: false, send: failing('AccessDenied', 403, 'no') };
  expect((await findings(deniedTableProbe, refused)).codes.slice(1)).toEqual(['hr.pay LAKE_FORMATION_TABLE_NOT_REFUSED']);
  expect((await findings(deniedTableProbe, { ...refused, query: end('succeeded') })).codes.slice(1)).toEqual(Array(2).fill('hr.pay LAKE_FORMATION_TABLE_NOT_REFUSED'));
});

test.each<[string, () => Promise<unknown>, string]>([
  ['is refused', failing('AccessDenied', 403, 'no'), 'OK'],
  ['is looked for by Glue', failing('EntityNotFoundException', 400, 'Table not found'), 'LAKE_FORMATION_UNLISTED_NOT_REFUSED'],
  ['is there', async () => ({}), 'LAKE_FORMATION_UNLISTED_NOT_REFUSED'],
  ['meets a fault', failing('InternalServiceException', 500, 'oops'), 'DENIAL_INCONCLUSIVE'],
])('a table that is not listed %s', async (_, send, code) => {
  expect((await findings(deniedTableProbe, { send, query: end('failed', 'TABLE_NOT_FOUND') })).codes[0]).toBe(`a table that is not listed ${code}`);
});

test.each<[string, () => Promise<unknown>, string]>([
  ['is refused', failing('AccessDenied', 403, 'no'), 'OK'],
  ['is looked for by S3', failing('NoSuchKey', 404, 'no'), 'LAKE_FORMATION_RESULTS_NOT_REFUSED'],
  ['is there', async () => ({}), 'LAKE_FORMATION_RESULTS_NOT_REFUSED'],
  ['meets a fault', failing('InternalError', 500, 'oops'), 'DENIAL_INCONCLUSIVE'],
])('an object outside the results %s', async (_, send, code) => {
  expect((await findings(outsideResultsProbe, { send })).codes).toEqual([`results ${code}`]);
});
