import { problemLines, reportLines } from '../../../sandbox/demo/report-lines';
import type { Check, VerificationReportV1 } from '../../../src/verification/verification-report-v1';

const check = (id: string, target: string, rest: Partial<Check> = {}): Check => ({
  id, target, status: 'pass', code: 'OK', message: 'OK', retryable: false, milliseconds: 1, ...(id.startsWith('s3.') && { integration: 's3' }), ...rest,
});
const report = (action: VerificationReportV1['action'], checks: Check[]): VerificationReportV1 => ({
  schemaVersion: 1, action, startedAt: '', milliseconds: 1, status: 'pass', message: '', integrations: [{ integration: 's3', status: 'pass', message: 'Found 2.' }], checks,
});
const DOCUMENT = { integrations: { s3: { displayName: 'Amazon S3', probes: [{ id: 's3.denied-bucket', expects: 'denied' as const }] } } } as unknown as Parameters<typeof reportLines>[1];
const DENIED = { status: 'fail', code: 'S3_DENIED', message: 'Access denied', fix: 'Allow it' } as const;

test('tells each integration apart, all targets of a check in one line, and what must be refused', () => {
  const checks = [check('trust.policy', 'role'), check('s3.head-bucket', 'a'), check('s3.head-bucket', 'b'), check('s3.denied-bucket', 'payroll')];
  expect(reportLines(report('test-connection', checks), DOCUMENT)).toEqual([
    'The connection itself',
    '  ✓ trust.policy                   role',
    'Amazon S3: Found 2.',
    '  ✓ s3.head-bucket                 a, b',
    '  ✓ s3.denied-bucket               refused: payroll',
  ]);
});

test('does not call refused what was not', () => {
  const lines = reportLines(report('test-connection', [check('s3.denied-bucket', 'payroll', { status: 'fail', code: 'NOT_REFUSED', message: 'It was let in' })]), DOCUMENT);
  expect(lines.join('\n')).not.toContain('refused: ');
  expect(lines).toContain('      NOT_REFUSED: It was let in');
});

test('gives the figures of an import for each thing, without those that are nothing', () => {
  const checks = ['a', 'b'].map((target) => check('s3.list-objects', target, { detail: { objects: 6, archived: 0, truncated: false, formats: { csv: 3 }, names: ['x', 'y'], schema: [{ name: 'date', type: 'varchar' }], empty: [] } }));
  expect(reportLines(report('import', checks), DOCUMENT).slice(2)).toEqual([
    '  ✓ s3.list-objects                a: objects 6, formats (csv 3), names (x, y), schema (date varchar)',
    '  ✓ s3.list-objects                b: objects 6, formats (csv 3), names (x, y), schema (date varchar)',
  ]);
  expect(reportLines(report('test-connection', checks), DOCUMENT).slice(2)).toEqual(['  ✓ s3.list-objects                a, b']);
});

test('says what is wrong once, with its cure, and counts what could not be made', () => {
  const checks = [
    check('trust.policy', 'role'), check('s3.head-bucket', 'a', DENIED), check('s3.list-objects', 'a', DENIED),
    check('s3.denied-bucket', 'payroll', { status: 'skipped', code: 'DENIAL_NOT_PROVEN' }), check('s3.other', 'x', { status: 'skipped', code: 'NOT_APPLICABLE' }),
  ];
  expect(problemLines(report('test-connection', checks), DOCUMENT)).toEqual([
    'Amazon S3: Found 2.', '  ✗ s3.head-bucket, s3.list-objects a', '      S3_DENIED: Access denied', '      Fix: Allow it', '  - 1 more could not be made',
  ]);
});

test('cuts a long list of targets', () => {
  const checks = Array.from({ length: 60 }, (_, index) => check('s3.head-bucket', `bucket-${index}`));
  expect(reportLines(report('test-connection', checks), DOCUMENT)[2]).toMatch(/^ {2}✓ s3\.head-bucket {17}bucket-0, bucket-1, .{99}…$/);
});
