import fc from 'fast-check';
import type { CustomResourceEvent } from '../../../../lambda/custom-resource/custom-resource-event';
import { failureOfEvent, reasonOf, responseTo, successOf, type OnDeploy } from '../../../../lambda/verifier/custom-resource/verification-response';
import type { Check, VerificationReportV1 } from '../../../../src/verification/verification-report-v1';

const EVENT: CustomResourceEvent = {
  RequestType: 'Create', ResponseURL: 'https://s3.example/signed', StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/s/1', RequestId: 'r-1', LogicalResourceId: 'Verification', ResourceProperties: {},
};
const check = (overrides: Partial<Check> = {}): Check => ({ id: 's3.head-bucket', integration: 's3', target: 'b', status: 'pass', code: 'OK', message: 'fine', retryable: false, milliseconds: 1, ...overrides });
const FAILED = check({ target: 'prod-datasets', status: 'fail', code: 'S3_BUCKET_DENIED', message: "Access denied on bucket 'prod-datasets'", fix: 'Add the bucket.' });
const reportOf = (status: VerificationReportV1['status'], checks: readonly Check[], message = 'told'): VerificationReportV1 => ({ schemaVersion: 1, action: 'test-connection', startedAt: '', milliseconds: 1, status, message, integrations: [], checks: [...checks] });

test.each<[OnDeploy, VerificationReportV1['status'], string]>([
  ['WARN', 'pass', 'SUCCESS'], ['WARN', 'fail', 'SUCCESS'], ['WARN', 'incomplete', 'SUCCESS'],
  ['FAIL', 'pass', 'SUCCESS'], ['FAIL', 'warn', 'SUCCESS'], ['FAIL', 'nothing-found', 'SUCCESS'], ['FAIL', 'fail', 'FAILED'], ['FAIL', 'incomplete', 'FAILED'],
])('with %s, a report that says %s is a %s', (onDeploy, status, expected) => {
  expect(responseTo(EVENT, reportOf(status, [FAILED]), onDeploy).Status).toBe(expected);
});

test('a failed deployment says which checks failed and how to cure them', () => {
  expect(responseTo(EVENT, reportOf('fail', [check(), FAILED]), 'FAIL')).toMatchObject({
    Reason: "s3.head-bucket: Access denied on bucket 'prod-datasets' Fix: Add the bucket.",
    Data: { Status: 'fail', Message: 'told', Report: '{"status":"fail","message":"told","passed":1,"checks":[{"id":"s3.head-bucket","target":"prod-datasets","status":"fail","code":"S3_BUCKET_DENIED"}],"left":0}' },
  });
});

test('an unfinished verification says what is missing', () => {
  const skipped = check({ status: 'skipped', code: 'TIME_RAN_OUT', message: 'Not checked: the time of this run was over', fix: 'Raise it.' });
  expect(reasonOf(reportOf('incomplete', [skipped, check({ status: 'skipped', code: 'NOT_APPLICABLE', message: 'x' })]))).toBe('s3.head-bucket: Not checked: the time of this run was over Fix: Raise it.');
  expect(reasonOf(reportOf('incomplete', []))).toBe('told');
});

test('many failures are told as far as there is room', () => {
  const checks = Array.from({ length: 500 }, (_, i) => ({ ...FAILED, target: `bucket-${i}` }));
  const { Reason, Data } = responseTo(EVENT, reportOf('fail', checks), 'FAIL');
  expect(Reason).toMatch(/\| And \d+ more; the log of the verifier has them all\.$/);
  expect((JSON.parse(Data?.Report ?? '') as { left: number }).left).toBeGreaterThan(400);
});

test('the physical ID stays the same', () => {
  expect(successOf(EVENT, 'x').PhysicalResourceId).toBe('verification-Verification');
  expect(successOf({ ...EVENT, RequestType: 'Update', PhysicalResourceId: 'given' }, 'x').PhysicalResourceId).toBe('given');
  expect(failureOfEvent(EVENT, 'x')).toMatchObject({ Status: 'FAILED', StackId: EVENT.StackId, RequestId: 'r-1', LogicalResourceId: 'Verification', PhysicalResourceId: 'verification-Verification' });
});

test('what takes more bytes than characters loses its summary first, and then the end of its texts', () => {
  const reportOn = (checks: number) => reportOf('fail', Array.from({ length: checks }, () => ({ ...FAILED, message: '\u4e16'.repeat(300) })), '\u754c'.repeat(400));
  expect(responseTo(EVENT, reportOn(1), 'FAIL').Data?.Report).toContain('"left":0');
  expect(responseTo(EVENT, reportOn(2), 'FAIL')).toMatchObject({ Reason: reasonOf(reportOn(2)), Data: { Message: '\u754c'.repeat(400), Report: '' } });
  const { Reason, Data } = responseTo(EVENT, reportOn(4), 'FAIL');
  expect([Reason.length, Data]).toEqual([Math.floor(reasonOf(reportOn(4)).length / 2), { Status: 'fail', Message: `${'\u754c'.repeat(97)}...`, Report: '' }]);
  expect(failureOfEvent(EVENT, '\u4e16'.repeat(5_000)).Reason).toBe(`${'\u4e16'.repeat(1_197)}...`);
  expect(failureOfEvent({ ...EVENT, LogicalResourceId: 'L'.repeat(255) }, '\u4e16'.repeat(5_000)).Reason).toBe(`${'\u4e16'.repeat(597)}...`);
});

test('whatever is told, CloudFormation gets less than 4,096 bytes', () => {
  // Of any length up to the most, and not the short ones that are the default.
  const text = fc.string({ unit: 'grapheme', maxLength: 3_000, size: 'max' });
  const anyCheck = fc.record({ id: text, target: text, status: fc.constantFrom('pass', 'fail', 'warn', 'skipped'), code: text, message: text, fix: text }).map((given) => check(given as Partial<Check>));
  fc.assert(fc.property(fc.array(anyCheck, { maxLength: 6 }), text, fc.constantFrom('pass', 'fail', 'incomplete'), fc.constantFrom('WARN', 'FAIL'), (checks, message, status, onDeploy) => {
    const bytes = Buffer.byteLength(JSON.stringify(responseTo(EVENT, reportOf(status as 'fail', checks, message), onDeploy as OnDeploy)));
    expect(bytes).toBeLessThan(4_096);
  }), { numRuns: 200 });
});
