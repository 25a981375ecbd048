import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LocalAccount, type Statement } from './connected-account';
import { problems, runHandler } from './run-handler';
import { createDataLake } from '../../../sandbox/customer/data-lake';
import type { DataLake } from '../../../sandbox/data-lake-state';
import { createBucket, createKey } from '../../../sandbox/state';
import { lakeFormationGrants } from '../../../src/access/lake-formation/lake-formation-grants';
import { LAKE_FORMATION_PERMISSIONS } from '../../../src/access/lake-formation/lake-formation-permissions';
import { grantsOf } from '../../../src/access/permission-table';
import type { LakeFormationSection } from '../../../src/document/connection-document-v1';
import { statementsOf } from '../../../src/policy/pack';
import { statementJson } from '../../../src/policy/statement';

type Scope = LakeFormationSection['scope'];
const WEATHER = { database: 'weather', name: 'seattle' };
const AIRPORTS = { database: 'transport', name: 'airports', columns: ['iata', 'city'] };
const SCOPE: Scope = { allDatabases: false, databases: [], tables: [WEATHER], lfTags: [], deniedTables: [], workgroup: 'primary', resultsLocation: 's3://results/4minds/', grants: true };

let account: LocalAccount;
let lake: DataLake;

beforeAll(async () => {
  account = await LocalAccount.start();
  lake = await createDataLake(account.aws);
  const { aws } = account;
  const key = await createKey(aws);
  await createBucket(aws, { name: 'results', objects: { 'elsewhere/x': 'x' } });
  await createBucket(aws, { name: 'encrypted-results', kmsKeyArn: key });
  await createBucket(aws, {
    name: 'more',
    objects: {
      'weather/flights/part.parquet': readFileSync(path.join(__dirname, '../../../node_modules/vega-datasets/data/flights-3m.parquet')),
      'weather/headers/part.csv': 'symbol\n',
    },
  });
  await lake.register('arn:aws:s3:::more/weather');
  const symbol = [{ Name: 'symbol', Type: 'string' }];
  await lake.table({
    database: 'weather',
    name: 'flights',
    format: 'parquet',
    location: 's3://more/weather/flights/',
    columns: [{ Name: 'date', Type: 'timestamp' }, { Name: 'delay', Type: 'bigint' }, { Name: 'distance', Type: 'bigint' }, { Name: 'origin', Type: 'string' }],
  });
  await lake.table({ database: 'weather', name: 'empty', format: 'csv', location: 's3://more/weather/empty/', columns: symbol });
  await lake.table({ database: 'weather', name: 'headers', format: 'csv', location: 's3://more/weather/headers/', columns: symbol });
  await lake.table({ database: 'weather', name: 'parts', format: 'csv', location: 's3://more/weather/parts/', columns: symbol, partitionKeys: [{ Name: 'day', Type: 'string' }] });
  await lake.table({ database: 'weather', name: 'loose', format: 'csv', location: 's3://lake/loose/', columns: symbol });
  await lake.tag({ Database: { Name: 'weather' } }, 'domain', 'open');
  await lake.tag({ Table: { DatabaseName: 'weather', Name: 'seattle' } }, 'stage', 'final');
  await lake.workgroup('enforced', { EnforceWorkGroupConfiguration: true, ResultConfiguration: { OutputLocation: 's3://results/analysts/' } });
  await lake.workgroup('frugal', { EnforceWorkGroupConfiguration: false, BytesScannedCutoffPerQuery: 10_000_000 });
}, 60_000);
afterAll(async () => account?.stop());

/** The statements that the construct writes, as objects that a test may take actions away from. */
function policyFor(scope: Scope, encryptionKey?: string): readonly Statement[] {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(scope.resultsLocation) ?? [];
  const results = { uri: scope.resultsLocation, bucketArn: `arn:aws:s3:::${bucket}`, prefix };
  const selection = { ...scope, databases: scope.databases.map((name) => ({ name })) };
  const granted = lakeFormationGrants(selection, { results, workgroup: scope.workgroup }, { partition: 'aws', account: account.aws.accountId, region: account.aws.region });
  const key = encryptionKey ? [{ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: encryptionKey }] : [];
  return [...statementsOf(grantsOf(LAKE_FORMATION_PERMISSIONS, granted)).map((statement) => ({ ...statementJson(statement) })), ...key];
}

const without = (...actions: readonly string[]) => (statements: readonly Statement[]) => statements.flatMap((statement) => {
  const left = [statement.Action].flat().filter((action) => !actions.includes(action as string));
  return left.length > 0 ? [{ ...statement, Action: left }] : [];
});
const withoutSid = (sid: string) => (statements: readonly Statement[]) => statements.filter(({ Sid }) => Sid !== sid);

interface Case {
  readonly scope?: Partial<Scope>;
  readonly policy?: (statements: readonly Statement[]) => readonly Statement[];
  /** What Lake Formation grants. @default everything of the scope */
  readonly grant?: (role: string) => Promise<void>;
  readonly event?: object;
  readonly verifierLacks?: readonly string[];
}

async function grantScope(role: string, { databases, tables, lfTags }: Scope): Promise<void> {
  for (const name of new Set(['default', ...databases, ...tables.map(({ database }) => database)])) await lake.grant(role, { Database: { Name: name } }, ['DESCRIBE']);
  for (const DatabaseName of databases) await lake.grant(role, { Table: { DatabaseName, TableWildcard: {} } }, ['DESCRIBE', 'SELECT']);
  for (const { database: DatabaseName, name: Name, columns } of tables) {
    if (columns) await lake.grant(role, { TableWithColumns: { DatabaseName, Name, ColumnNames: columns } }, ['SELECT']);
    else await lake.grant(role, { Table: { DatabaseName, Name } }, ['DESCRIBE', 'SELECT']);
  }
  if (lfTags.length === 0) return;
  const Expression = lfTags.map(({ key, values }) => ({ TagKey: key, TagValues: values }));
  for (const tag of Expression) await lake.grant(role, { LFTagPolicy: { ResourceType: 'DATABASE', Expression: [tag] } }, ['DESCRIBE']);
  await lake.grant(role, { LFTagPolicy: { ResourceType: 'TABLE', Expression } }, ['DESCRIBE', 'SELECT']);
}

async function run({ scope: given = {}, policy = (same) => same, grant, event = {}, verifierLacks }: Case) {
  const scope = { ...SCOPE, ...given };
  const section: LakeFormationSection = {
    displayName: 'AWS Lake Formation', successMessage: 'Connection successful! Found {databases} database(s).', fields: {}, permissions: [], probes: [], scope,
  };
  const { environment, document } = await account.connect({ allow: policy(policyFor(scope)), lakeFormation: section, verifierLacks });
  await (grant ?? (async (role: string) => grantScope(role, scope)))(document.principal.arn);
  const { report, log } = await runHandler(environment, { action: 'test-connection', integrations: ['lake-formation'], ...event });
  expect(`${log}${JSON.stringify(report)}`).not.toMatch(/2012-01-01|Thigpen/);
  return report;
}
const lakeProblems = (report: Awaited<ReturnType<typeof run>>) => problems(report).filter((line) => line.startsWith('lake-formation')).map((line) => line.slice('lake-formation.'.length));

test('tables, columns and refusals of a whole connection', async () => {
  const deniedTables = [{ ...AIRPORTS, columns: ['latitude'] }, { database: 'transport', name: 'strikes' }];
  const report = await run({ scope: { tables: [WEATHER, AIRPORTS], deniedTables } });
  expect(lakeProblems(report)).toEqual([]);
  expect(report.message).toBe('Connection successful! Found 3 database(s).');
  const table = report.checks.find(({ id, target }) => id === 'lake-formation.get-table' && target === 'transport.airports');
  expect(table?.detail).toEqual({ columns: 2, partitionKeys: 0, registered: true, grantSeen: true });
});

test('the tables of a whole database, as many as the limit allows', async () => {
  const report = await run({ scope: { databases: ['transport'], tables: [] }, event: { limits: { places: 1 } } });
  expect(lakeProblems(report)).toEqual(['get-table | more tables | warn LAKE_FORMATION_TABLES_LEFT']);
});

test('tagged tables, and no others', async () => {
  const report = await run({ scope: { tables: [], lfTags: [{ key: 'domain', values: ['open'] }, { key: 'stage', values: ['final'] }] } });
  const queried = report.checks.filter(({ id }) => id === 'lake-formation.query-table').map(({ target, status }) => `${target} ${status}`);
  expect(queried).toContain('weather.seattle pass');
  expect(queried).not.toContainEqual(expect.stringMatching(/airports|empty|flights/));
});

test('of all databases, what an administrator granted and no more', async () => {
  const grant = async (role: string) => grantScope(role, { ...SCOPE, tables: [WEATHER, AIRPORTS] });
  const report = await run({ scope: { allDatabases: true, tables: [], grants: false }, grant });
  expect(lakeProblems(report)).toEqual(['list-tables | default | warn LAKE_FORMATION_NO_TABLES']);
  expect(report.checks.filter(({ id }) => id === 'lake-formation.query-table').map(({ target, status }) => `${target} ${status}`)).toEqual(['weather.seattle pass', 'transport.airports pass']);
});

test('an import of three million rows in Parquet, in figures alone', async () => {
  const report = await run({ scope: { tables: [{ database: 'weather', name: 'flights' }] }, event: { action: 'import' } });
  const bytes = 2 * 13_493_022;
  expect(report).toMatchObject({ status: 'pass', message: `Import possible: 3000000 row(s) in 1 table(s), ${bytes} byte(s) read; 5 turned into CSV as a sample, nothing stored.` });
  expect(report.checks.find(({ id }) => id === 'lake-formation.import-table')?.detail).toMatchObject({ columns: 4, types: { timestamp: 1, bigint: 2, varchar: 1 } });
});

test.each<[string, Case, string]>([
  ['the location of the bucket is not allowed', { policy: without('s3:GetBucketLocation') }, 'LAKE_FORMATION_RESULTS_DENIED'],
  ['nothing is granted', { grant: async () => undefined }, 'LAKE_FORMATION_TABLE_HIDDEN'],
])('an import tells that %s', async (_, given, code) => {
  expect(lakeProblems(await run({ ...given, event: { action: 'import' } }))).toEqual([`import-table | weather.seattle | fail ${code}`]);
});

test('grants that arrive late are waited for when asked: databases, tables, columns and data', async () => {
  const scope = { databases: ['transport'], tables: [WEATHER, AIRPORTS], deniedTables: [{ database: 'weather', name: 'empty' }] };
  let late: Promise<void> | undefined;
  const report = await run({
    scope,
    grant: async (role) => {
      late = (async () => {
        await lake.grant(role, { TableWithColumns: { DatabaseName: 'transport', Name: 'airports', ColumnNames: ['iata'] } }, ['SELECT']);
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await grantScope(role, { ...SCOPE, ...scope });
      })();
    },
    event: { limits: { propagationSeconds: 30 } },
  });
  await late;
  expect(lakeProblems(report)).toEqual([]);
  expect(report.checks.filter(({ id, status }) => id === 'lake-formation.query-table' && status === 'pass').length).toBeGreaterThan(2);
}, 60_000);

const HIDDEN = ['get-table | weather.seattle | fail LAKE_FORMATION_TABLE_HIDDEN', 'query-table | weather.seattle | fail LAKE_FORMATION_TABLE_HIDDEN'];
const UNREAD = 'read-result | weather.seattle | skipped LAKE_FORMATION_NOT_QUERIED';
const UNLISTED_UNPROVEN = 'denied-table | a table that is not listed | skipped DENIAL_NOT_PROVEN';
const UNLISTED_OPEN = 'denied-table | a table that is not listed | warn LAKE_FORMATION_UNLISTED_NOT_REFUSED';
const UNPROVEN = 'outside-results | results | skipped DENIAL_NOT_PROVEN';
const of = (name: string): Partial<Scope> => ({ tables: [{ database: 'weather', name }] });

test.each<[string, Case, readonly string[]]>([
  ['nothing is granted', { grant: async () => undefined }, [
    'list-databases | account 123456789012 | warn LAKE_FORMATION_NO_DATABASES', 'list-databases | weather | fail LAKE_FORMATION_DATABASE_HIDDEN',
    'list-tables | weather | fail LAKE_FORMATION_DATABASE_HIDDEN', ...HIDDEN, UNREAD, UNLISTED_UNPROVEN, UNPROVEN,
  ]],
  ['only the database is granted', { grant: async (role) => lake.grant(role, { Database: { Name: 'weather' } }, ['DESCRIBE']) }, [
    'list-tables | weather | warn LAKE_FORMATION_NO_TABLES', ...HIDDEN, UNREAD, UNLISTED_UNPROVEN, UNPROVEN,
  ]],
  ['a listed column is not granted', {
    scope: { tables: [AIRPORTS] },
    grant: async (role) => lake.grant(role, { TableWithColumns: { DatabaseName: 'transport', Name: 'airports', ColumnNames: ['iata'] } }, ['SELECT']),
  }, [
    'get-table | transport.airports | fail LAKE_FORMATION_COLUMN_HIDDEN', 'query-table | transport.airports | fail LAKE_FORMATION_COLUMN_HIDDEN',
    'read-result | transport.airports | skipped LAKE_FORMATION_NOT_QUERIED', UNLISTED_UNPROVEN, UNPROVEN,
  ]],
  ['GetDataAccess is not allowed, as in the guide', { policy: without('lakeformation:GetDataAccess') }, ['query-table | weather.seattle | fail ACCESS_DENIED', UNREAD, UNPROVEN]],
  ['the default database is not allowed, as in the guide', { policy: withoutSid('GlueDefaultDatabase') }, ['query-table | weather.seattle | fail ACCESS_DENIED', UNREAD, UNPROVEN]],
  ['the location of the bucket is not allowed, as in the guide', { policy: without('s3:GetBucketLocation') }, ['query-table | weather.seattle | fail LAKE_FORMATION_RESULTS_DENIED', UNREAD, UNPROVEN]],
  ['results cannot be written', { policy: without('s3:PutObject') }, ['query-table | weather.seattle | fail LAKE_FORMATION_RESULTS_DENIED', UNREAD, UNPROVEN]],
  ['results cannot be read', { policy: without('s3:GetObject') }, ['read-result | weather.seattle | fail LAKE_FORMATION_RESULT_UNREADABLE', UNPROVEN]],
  ['a query cannot be started', { policy: without('athena:StartQueryExecution') }, ['query-table | weather.seattle | fail ACCESS_DENIED', UNREAD, UNPROVEN]],
  ['the data is not registered', { scope: of('loose') }, [
    'get-table | weather.loose | warn LAKE_FORMATION_NOT_REGISTERED', 'query-table | weather.loose | fail LAKE_FORMATION_DATA_DENIED',
    'read-result | weather.loose | skipped LAKE_FORMATION_NOT_QUERIED', UNPROVEN,
  ]],
  ['the table is open to everybody', {
    scope: { tables: [{ database: 'public', name: 'open' }] },
    grant: async (role) => {
      await lake.database('public');
      await lake.table({ database: 'public', name: 'open', format: 'csv', location: 's3://lake/weather/seattle/', columns: [{ Name: 'date', Type: 'string' }] });
      await lake.grant('IAM_ALLOWED_PRINCIPALS', { Table: { DatabaseName: 'public', Name: 'open' } }, ['ALL']);
      await lake.grant(role, { Database: { Name: 'default' } }, ['DESCRIBE']);
    },
  }, ['get-table | public.open | warn LAKE_FORMATION_NOT_ENFORCED']],
  ['the table is empty', { scope: of('empty') }, ['query-table | weather.empty | warn LAKE_FORMATION_EMPTY_TABLE']],
  ['the table has headers alone', { scope: of('headers') }, ['query-table | weather.headers | warn LAKE_FORMATION_EMPTY_TABLE']],
  ['the table has no partitions', { scope: of('parts') }, ['query-table | weather.parts | warn LAKE_FORMATION_NO_PARTITIONS']],
  ['the workgroup overrides the location', { scope: { workgroup: 'enforced' } }, [
    'workgroup | enforced | fail LAKE_FORMATION_RESULTS_OVERRIDDEN', 'query-table | weather.seattle | fail LAKE_FORMATION_RESULTS_DENIED', UNREAD, UNPROVEN,
  ]],
  ['the workgroup does not exist', { scope: { workgroup: 'none' } }, [
    'workgroup | none | fail LAKE_FORMATION_NO_WORKGROUP', 'query-table | weather.seattle | fail LAKE_FORMATION_RESULTS_DENIED', UNREAD, UNPROVEN,
  ]],
  ['the scan limit of the workgroup is reached', { scope: { ...of('flights'), workgroup: 'frugal' } }, [
    'query-table | weather.flights | warn LAKE_FORMATION_SCAN_LIMIT', 'read-result | weather.flights | skipped LAKE_FORMATION_NOT_QUERIED', UNPROVEN,
  ]],
  ['IAM allows more tables than are listed', { policy: (statements) => [...statements, { Action: 'glue:GetTable', Resource: '*' }] }, [UNLISTED_OPEN]],
  ['a table that must be refused is granted', {
    scope: { deniedTables: [{ database: 'weather', name: 'empty' }] },
    policy: (statements) => [...statements, { Action: 'glue:*', Resource: '*' }],
    grant: async (role) => grantScope(role, { ...SCOPE, databases: ['weather'] }),
  }, [UNLISTED_OPEN, 'denied-table | weather.empty | fail LAKE_FORMATION_TABLE_NOT_REFUSED', 'denied-table | weather.empty | fail LAKE_FORMATION_TABLE_NOT_REFUSED']],
  ['a column that must be refused is granted', {
    scope: { tables: [AIRPORTS], deniedTables: [{ ...AIRPORTS, columns: ['latitude'] }] },
    grant: async (role) => grantScope(role, { ...SCOPE, tables: [{ ...AIRPORTS, columns: ['iata', 'city', 'latitude'] }] }),
  }, ['denied-column | transport.airports.latitude | fail LAKE_FORMATION_COLUMN_NOT_REFUSED']],
  ['the whole results bucket is open', { policy: (statements) => [...statements, { Action: 's3:GetObject', Resource: 'arn:aws:s3:::results/*' }] }, [
    'outside-results | results | fail LAKE_FORMATION_RESULTS_NOT_REFUSED',
  ]],
  ['the verifier may not look at the settings', { verifierLacks: ['lakeformation:GetDataLakeSettings', 'lakeformation:ListPermissions'] }, [
    'list-databases | account 123456789012 | warn VERIFIER_NOT_ALLOWED',
  ]],
])('tells that %s', async (_, given, expected) => {
  expect(lakeProblems(await run(given))).toEqual(expected);
});

test('an administrator must not be the platform, and there must be one', async () => {
  await lake.govern([]);
  expect(lakeProblems(await run({}))).toEqual(['list-databases | account 123456789012 | warn LAKE_FORMATION_NO_ADMIN']);
  const report = await run({ grant: async (role) => lake.govern([role]) });
  expect(lakeProblems(report)).toContain('list-databases | account 123456789012 | fail LAKE_FORMATION_ROLE_IS_ADMIN');
});
