import type { WorkGroup } from '@aws-sdk/client-athena';
import { absenceOf, type Evidence } from '../../../../lambda/verifier/lake-formation/no-rows';
import type { QueryEnd } from '../../../../lambda/verifier/lake-formation/queries';
import { failureOfQuery, findingOfQuery } from '../../../../lambda/verifier/lake-formation/query-failure';
import { findingOfWorkgroup } from '../../../../lambda/verifier/lake-formation/workgroup-probe';

test.each([
  ["TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.sales.orders' does not exist", 'table-hidden'],
  ["SCHEMA_NOT_FOUND: line 1:15: Schema 'sales' does not exist", 'table-hidden'],
  ["COLUMN_NOT_FOUND: line 1:8: Column 'margin' cannot be resolved or requester is not authorized to access requested resources", 'column-hidden'],
  ['COLUMN_NOT_FOUND: line 1:8: SELECT * not allowed from relation that has no columns', 'column-hidden'],
  ['Insufficient Lake Formation permission(s) on orders (Service: AWSGlue; Status Code: 400)', 'not-granted'],
  ['Insufficient permissions to execute the query. User: x is not authorized to perform: glue:GetTable on resource: y', 'not-granted'],
  ['Permission denied on S3 path: s3://lake/orders/', 'data-denied'],
  ['HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://lake/a.csv: Access Denied (Service: Amazon S3; Status Code: 403)', 'data-denied'],
  ['Access denied when writing output to url: s3://results/x.csv . Please ensure you are allowed to access the S3 bucket.', 'results-denied'],
  ['Unable to verify/create output bucket results', 'results-denied'],
  ['Bytes scanned limit was exceeded', 'scan-limit'],
  ["HIVE_BAD_DATA: Error parsing field value 'Alice' for field 1", 'other'],
])('%s', (reason, expected) => expect(failureOfQuery(reason)).toBe(expected));

const end = (reason: string, state: QueryEnd['state'] = 'failed'): QueryEnd => ({ id: 'id', state, reason, scannedBytes: 7, outputLocation: '' });
const finding = (given: QueryEnd) => findingOfQuery(given, { database: 'sales', name: 'orders' }, { seconds: 120, location: 's3://results/4minds/' });

test('what Athena quotes of the data is not reported, and neither are its request IDs', () => {
  expect(finding(end("HIVE_BAD_DATA: Error parsing field value 'Alice' for field 1"))).toMatchObject({ code: 'LAKE_FORMATION_QUERY_FAILED', values: { error: 'HIVE_BAD_DATA' } });
  expect(finding(end('something in words'))).toMatchObject({ values: { error: 'Athena gives no error code' } });
  expect(finding(end('Insufficient Lake Formation permission(s) on orders (Service: AWSGlue; Request ID: 1)'))).toMatchObject({
    code: 'ACCESS_DENIED', values: { reason: 'Insufficient Lake Formation permission(s) on orders' },
  });
});

test('a query that was stopped says why', () => {
  expect(finding(end('', 'too-slow'))).toMatchObject({ code: 'LAKE_FORMATION_QUERY_SLOW', values: { seconds: 120 } });
  expect(finding(end('', 'too-much-read'))).toMatchObject({ code: 'LAKE_FORMATION_SCAN_LIMIT', values: { bytes: 7 } });
});

const NOTHING: Evidence = { scannedBytes: 0, partitioned: false, hasPartitions: false, headers: false, filtered: false };
test.each<[string, Partial<Evidence>, string]>([
  ['nothing was there to read', {}, 'LAKE_FORMATION_EMPTY_TABLE'],
  ['only a header was read', { scannedBytes: 40, headers: true }, 'LAKE_FORMATION_EMPTY_TABLE'],
  ['data was read and no row is shown', { scannedBytes: 40 }, 'LAKE_FORMATION_NO_ROWS'],
  ['much more than headers was read', { scannedBytes: 1_000_000, headers: true }, 'LAKE_FORMATION_NO_ROWS'],
  ['a filter hides the rows', { filtered: true }, 'LAKE_FORMATION_NO_ROWS'],
  ['no partition is known', { partitioned: true }, 'LAKE_FORMATION_NO_PARTITIONS'],
  ['its partitions are empty', { partitioned: true, hasPartitions: true }, 'LAKE_FORMATION_EMPTY_TABLE'],
])('no rows, because %s', (_, evidence, expected) => expect(absenceOf({ ...NOTHING, ...evidence })).toBe(expected));

const EXPECTED = 's3://results/4minds/';
test.each<[string, Pick<WorkGroup, 'State' | 'Configuration'>, string]>([
  ['is turned off', { State: 'DISABLED' }, 'LAKE_FORMATION_WORKGROUP_DISABLED'],
  ['keeps results in Athena', { Configuration: { ManagedQueryResultsConfiguration: { Enabled: true } } }, 'LAKE_FORMATION_MANAGED_RESULTS'],
  ['enforces another location', { Configuration: { EnforceWorkGroupConfiguration: true, ResultConfiguration: { OutputLocation: 's3://other/' } } }, 'LAKE_FORMATION_RESULTS_OVERRIDDEN'],
  ['enforces no location', { Configuration: { EnforceWorkGroupConfiguration: true } }, 'LAKE_FORMATION_RESULTS_OVERRIDDEN'],
  ['enforces the same location', { Configuration: { EnforceWorkGroupConfiguration: true, ResultConfiguration: { OutputLocation: 's3://results/4minds' } } }, 'OK'],
  ['lets clients choose', { State: 'ENABLED', Configuration: { ResultConfiguration: { OutputLocation: 's3://other/' } } }, 'OK'],
])('a workgroup that %s', (_, settings, code) => expect(findingOfWorkgroup(settings, 'primary', EXPECTED).code).toBe(code));
