import { ListPermissionsCommand, LakeFormationClient } from '@aws-sdk/client-lakeformation';
import type { App } from 'aws-cdk-lib/core';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsLakeFormationStack } from '../../examples/four-minds-lake-formation/four-minds-lake-formation-stack';
import { createDataLake } from '../../sandbox/customer/data-lake';

let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;
const stack = (app: App, env: { readonly account: string; readonly region: string }) => {
  new FourMindsLakeFormationStack(app, 'Lake', { env, subject: 'workspace:acme' });
};

beforeAll(async () => {
  session = await SandboxSession.start();
  await createDataLake(session.aws);
  session.secrets.push('Thigpen', 'Bay Springs', '2012-01-01');
  outputs = await session.deploy(stack, 'Lake');
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

test('the deployment says what was found, and what to enter', () => {
  expect(outputs.FourMindsVerification).toBe('Connection successful! Found 3 database(s).');
  expect(outputs.FourMindsLakeFormationAthenaResultsLocation).toMatch(/^s3:\/\/[a-z0-9-]+\/results\/$/);
  const { integrations, warnings } = JSON.parse(outputs.FourMindsDocument);
  expect(integrations['lake-formation'].fields).toEqual({
    'AWS Region': 'us-east-1',
    'Athena Workgroup': outputs.FourMindsLakeFormationAthenaWorkgroup,
    'Athena Results Location': outputs.FourMindsLakeFormationAthenaResultsLocation,
  });
  expect(warnings).toEqual([expect.stringContaining('data lake administrator')]);
});

test('4MINDS reads what was granted and nothing else', async () => {
  const report = await session.verify(outputs.FourMindsVerifierFunction, { action: 'test-connection', webIdentityToken: await session.token('workspace:acme') });
  expect(summary(report).filter((line) => !line.includes('| pass |'))).toEqual([]);
  expect(summary(report).filter((line) => line.startsWith('lake-formation')).map((line) => line.replace(/ \| pass \| OK$/, ''))).toEqual([
    'lake-formation.list-databases | account 123456789012',
    'lake-formation.list-databases | weather',
    'lake-formation.list-databases | transport',
    'lake-formation.list-tables | weather',
    'lake-formation.list-tables | transport',
    'lake-formation.get-table | transport.airports',
    'lake-formation.get-table | weather.seattle',
    `lake-formation.workgroup | ${outputs.FourMindsLakeFormationAthenaWorkgroup}`,
    'lake-formation.query-table | transport.airports',
    'lake-formation.query-table | weather.seattle',
    'lake-formation.read-result | transport.airports',
    'lake-formation.read-result | weather.seattle',
    'lake-formation.denied-table | a table that is not listed',
    'lake-formation.denied-table | transport.strikes',
    'lake-formation.denied-column | transport.airports.latitude',
    expect.stringMatching(/^lake-formation\.outside-results \| /),
  ]);
});

test('an import counts every row of the real files', async () => {
  const report = await session.verify(outputs.FourMindsVerifierFunction, { action: 'import' });
  expect(report.status).toBe('pass');
  const figures = Object.fromEntries(report.checks.filter(({ id }) => id === 'lake-formation.import-table').map(({ target, detail }) => [target, detail]));
  expect(figures).toEqual({
    'transport.airports': { rows: 3376, columns: 3, types: { varchar: 3 }, schema: ['iata', 'city', 'state'].map((name) => ({ name, type: 'varchar' })), sampled: 5, csvBytes: expect.any(Number), scannedBytes: 2 * 210365 },
    'weather.seattle': { rows: 1461, columns: 6, types: { varchar: 2, double: 4 }, schema: expect.arrayContaining([{ name: 'wind', type: 'double' }]), sampled: 5, csvBytes: expect.any(Number), scannedBytes: 2 * 48219 },
  });
});

test('no content stands in a report or a log, and deletion leaves no grant of the role', async () => {
  expect(session.reports.flatMap(schemaErrors)).toEqual([]);
  const written = [await session.aws.logs(), JSON.stringify(session.reports)].join('\n');
  expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
  await session.destroy(stack);
  const { PrincipalResourcePermissions } = await new LakeFormationClient(session.aws.clientConfig()).send(new ListPermissionsCommand({}));
  expect(PrincipalResourcePermissions).toEqual([]);
});
