import type { Outcome } from '../../../../lambda/verifier/integrations/integration-plan';
import { passed, found, type Finding } from '../../../../lambda/verifier/probes/finding';
import { buildReport, type ReportInput, type VerifiedIntegration } from '../../../../lambda/verifier/report/build-report';
import { checkOf } from '../../../../lambda/verifier/report/check';
import { overallStatus, statusOfChecks, statusOfIntegration } from '../../../../lambda/verifier/report/overall-status';
import type { OverallStatus } from '../../../../src/verification/verification-report-v1';

const check = (finding: Finding, id = 's3.head-bucket') => checkOf({ id, integration: 's3' }, 'target', finding, 1);
const PASS = passed('fine');
const WARN = found('S3_BUCKET_IN_OTHER_REGION', { bucket: 'b', actual: 'eu-west-1', expected: 'us-east-1' });
const FAIL = found('S3_BUCKET_DENIED', { bucket: 'prod-datasets' });
const LATE = found('TIME_RAN_OUT', {});
const SKIPPED = found('NOT_APPLICABLE', { reason: 'none' });

test.each<[readonly Finding[], OverallStatus]>([
  [[], 'pass'],
  [[PASS], 'pass'],
  [[PASS, SKIPPED], 'pass'],
  [[PASS, WARN], 'warn'],
  [[PASS, LATE], 'incomplete'],
  [[WARN, LATE], 'incomplete'],
  [[LATE, FAIL], 'fail'],
])('the checks %j say %s', (findings, status) => {
  expect(statusOfChecks(findings.map((finding) => check(finding)))).toBe(status);
});

test.each<[Finding, number | undefined, OverallStatus]>([
  [PASS, 1, 'pass'],
  [PASS, undefined, 'pass'],
  [PASS, 0, 'nothing-found'],
  [WARN, 0, 'nothing-found'],
  [FAIL, 0, 'fail'],
  [LATE, 0, 'incomplete'],
])('an integration with %j that found %d says %s', (finding, count, status) => {
  expect(statusOfIntegration([check(finding)], count)).toBe(status);
});

test.each<[OverallStatus, OverallStatus[], OverallStatus]>([
  ['pass', [], 'pass'],
  ['pass', ['pass', 'pass'], 'pass'],
  ['pass', ['warn', 'nothing-found'], 'warn'],
  ['warn', ['pass'], 'warn'],
  ['pass', ['nothing-found'], 'nothing-found'],
  ['pass', ['nothing-found', 'nothing-found'], 'nothing-found'],
  ['pass', ['nothing-found', 'pass'], 'warn'],
  ['pass', ['incomplete', 'pass'], 'incomplete'],
  ['fail', ['pass'], 'fail'],
  ['incomplete', ['fail'], 'fail'],
])('a connection with %s and integrations with %j is %s together', (connection, integrations, status) => {
  expect(overallStatus(connection, integrations)).toBe(status);
});

test('a report says whose connection was checked, and every check with its cure', () => {
  const document = { platform: { id: '4minds', displayName: '4MINDS' }, method: 'cognito', principal: { arn: 'arn:aws:iam::123456789012:role/r' }, region: 'eu-west-1' } as ReportInput['document'];
  const connectionChecks = [check(PASS, 'connection.credentials')];
  const integrations = [{ plan: { integration: 's3' as const, outcome: () => ({ found: 1, message: 'm' }) }, checks: [check(FAIL), check(passed('read', { objects: 3 }))] }];
  const input = { action: 'import' as const, connectionChecks, integrations, startedAt: new Date(0), milliseconds: 1 };
  const report = buildReport({ ...input, ...(document && { document }) });
  expect(report).toMatchObject({ schemaVersion: 1, action: 'import', platform: '4minds', method: 'cognito', principalArn: 'arn:aws:iam::123456789012:role/r', region: 'eu-west-1' });
  expect(report.checks).toMatchObject([
    { id: 'connection.credentials', status: 'pass' },
    { id: 's3.head-bucket', status: 'fail', fix: expect.stringContaining('Add the bucket') },
    { status: 'pass', detail: { objects: 3 } },
  ]);
  expect(report.checks[0]).not.toHaveProperty('fix');
  expect(report.checks[0]).not.toHaveProperty('detail');
  expect(buildReport(input)).not.toHaveProperty('principalArn');
});

test('an integration with nothing to look for that fails fails all', () => {
  const integrations = [{ plan: { integration: 'bedrock' as const, outcome: () => ({ message: 'm' }) }, checks: [check(FAIL)] }];
  expect(buildReport({ action: 'import', connectionChecks: [], integrations, startedAt: new Date(0), milliseconds: 1 })).toMatchObject({ status: 'fail', integrations: [{ status: 'fail' }] });
});

test('a success outweighs an empty source beside it, as far as a warning', () => {
  const of = (integration: 's3' | 'sagemaker', count: number) => ({ plan: { integration, outcome: () => ({ found: count, message: 'm' }) }, checks: [] });
  expect(buildReport({ action: 'import', connectionChecks: [], integrations: [of('s3', 2), of('sagemaker', 0)], startedAt: new Date(0), milliseconds: 1 }))
    .toMatchObject({ status: 'warn', message: 'm Nothing was found: the source is empty. 0 warning(s): one integration found nothing' });
});

test('a connection without integrations says that it works, or what to look at', () => {
  const report = (finding: Finding) => buildReport({ action: 'test-connection', connectionChecks: [check(finding)], integrations: [], startedAt: new Date(0), milliseconds: 1 }).message;
  expect(report(PASS)).toBe('The connection works.');
  expect(report(WARN)).toMatch(/^The connection works\. 1 warning\(s\): Bucket 'b' is in eu-west-1/);
});

test('an integration with nothing to look for outweighs no empty source, and says why', () => {
  const of = (integration: 's3' | 'bedrock', outcome: Outcome) => ({ plan: { integration, outcome: () => outcome }, checks: [] });
  const bedrock = of('bedrock', { message: 'Nothing to import.' });
  const report = (...integrations: readonly VerifiedIntegration[]) => buildReport({ action: 'import', connectionChecks: [], integrations, startedAt: new Date(0), milliseconds: 1 });
  expect(report(bedrock)).toMatchObject({ status: 'pass', message: 'Nothing to import.' });
  expect(report(bedrock, of('s3', { found: 0, message: '' }))).toMatchObject({ status: 'nothing-found', message: 'Nothing to import. Nothing was found: the source is empty.' });
  expect(report(bedrock, of('s3', { found: 2, message: 'Import possible.' }))).toMatchObject({ status: 'pass', message: 'Nothing to import. Import possible.' });
});

describe('the line for people', () => {
  const report = (findings: readonly Finding[], buckets: number) => buildReport({
    action: 'test-connection',
    connectionChecks: [check(PASS, 'connection.credentials')],
    integrations: [{ plan: { integration: 's3', outcome: () => ({ found: buckets, message: `Connection successful! Found ${buckets} bucket(s).` }) }, checks: findings.map((finding) => check(finding)) }],
    startedAt: new Date(0),
    milliseconds: 1.6,
  });

  test.each<[string, readonly Finding[], number, string, string]>([
    ['works', [PASS], 12, 'Connection successful! Found 12 bucket(s).', 'Connection successful! Found 12 bucket(s).'],
    ['works with a remark', [PASS, WARN], 2, 'Connection successful! Found 2 bucket(s).', "Connection successful! Found 2 bucket(s). 1 warning(s): Bucket 'b' is in eu-west-1, not in us-east-1: it is reachable but slower"],
    ['found nothing', [found('S3_NO_BUCKETS', {})], 0, 'Nothing was found: There is no bucket in this account.', 'Nothing was found: There is no bucket in this account.'],
    ['failed', [PASS, FAIL, FAIL], 1, "Access denied on bucket 'prod-datasets'", "2 check(s) failed: Access denied on bucket 'prod-datasets'"],
    ['did not end', [PASS, LATE], 1, '1 check(s) could not be made: Not checked: the time of this run was over', '1 check(s) could not be made: Not checked: the time of this run was over'],
  ])('%s', (_name, findings, buckets, integration, overall) => {
    const { message, integrations, startedAt, milliseconds } = report(findings, buckets);
    expect(integrations[0]?.message).toBe(integration);
    expect(message).toBe(overall);
    expect([startedAt, milliseconds]).toEqual(['1970-01-01T00:00:00.000Z', 2]);
  });
});
