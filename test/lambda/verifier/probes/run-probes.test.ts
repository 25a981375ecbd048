import { TimeRanOut } from '../../../../lambda/verifier/calls/deadline';
import { found, passed, type Finding } from '../../../../lambda/verifier/probes/finding';
import type { Probe, ProbeTarget } from '../../../../lambda/verifier/probes/probe';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';

const defects: string[] = [];
const run = (...probes: readonly Probe[]) => runProbes(probes, { region: 'us-east-1', callSeconds: 10, onDefect: (probe) => defects.push(probe) });
const later = async <T>(milliseconds: number, value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, milliseconds, value));
const target = (name: string, check: ProbeTarget['check'], provenBy?: ProbeTarget['provenBy']): ProbeTarget => ({ name, check, ...(provenBy && { provenBy }) });
const throws = (error: Error) => async (): Promise<Finding> => { throw error; };
beforeEach(() => { defects.length = 0; });

test('the order of the checks is that of the probes, however long each takes', async () => {
  const slow: Probe = { id: 'slow', expects: 'allowed', targets: [target('a', async () => later(30, passed('a'))), target('b', async () => passed('b'))] };
  const fast: Probe = { id: 'fast', expects: 'allowed', integration: 's3', targets: [target('c', async () => [passed('c1'), passed('c2')])] };
  const checks = await run(slow, fast);
  expect(checks.map(({ id, target: name, message }) => `${id} ${name} ${message}`)).toEqual(['slow a a', 'slow b b', 'fast c c1', 'fast c c2']);
  expect(checks[0]).not.toHaveProperty('integration');
  expect(checks[2]).toMatchObject({ integration: 's3', status: 'pass', code: 'OK', retryable: false });
  expect(checks[0]?.milliseconds).toBeGreaterThanOrEqual(25);
});

describe('a refusal counts', () => {
  const denied = (provenBy: ProbeTarget['provenBy']): Probe => ({ id: 'denied', expects: 'denied', targets: [target('x', async () => passed('refused'), provenBy)] });
  const positive = (finding: Finding): Probe => ({ id: 'positive', expects: 'allowed', targets: [target('bucket', async () => later(10, finding))] });

  test.each<[string, Finding, ProbeTarget['provenBy'], string]>([
    ['when the matching check passed', passed('ok'), [{ probe: 'positive' }], 'OK'],
    ['when the matching check worked with a remark', found('S3_BUCKET_IN_OTHER_REGION', { bucket: 'b', actual: 'x', expected: 'y' }), [{ probe: 'positive' }], 'OK'],
    ['when one of several passed', passed('ok'), [{ probe: 'none' }, { probe: 'positive' }], 'OK'],
    ['when the very target passed', passed('ok'), [{ probe: 'positive', target: 'bucket' }], 'OK'],
    ['not when another target passed', passed('ok'), [{ probe: 'positive', target: 'other' }], 'DENIAL_NOT_PROVEN'],
    ['not when the matching check failed', found('S3_BUCKET_DENIED', { bucket: 'b' }), [{ probe: 'positive' }], 'DENIAL_NOT_PROVEN'],
    ['not when the matching check was throttled', found('THROTTLED', { reason: 'r' }), [{ probe: 'positive' }], 'DENIAL_NOT_PROVEN'],
    ['not when there is no matching check', passed('ok'), [{ probe: 'none' }], 'DENIAL_NOT_PROVEN'],
    ['not when nothing could show it', passed('ok'), [], 'DENIAL_NOT_PROVEN'],
    ['by itself when it needs no proof', found('S3_BUCKET_DENIED', { bucket: 'b' }), undefined, 'OK'],
  ])('%s', async (_name, finding, provenBy, code) => {
    const checks = await run(denied(provenBy), positive(finding));
    expect(checks[0]?.code).toBe(code);
  });
});

describe('what a check throws', () => {
  test.each<[string, Error, string, string]>([
    ['the end of the run', new TimeRanOut(), 'TIME_RAN_OUT', 'TIME_RAN_OUT'],
    ['a refusal', Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }), 'ACCESS_DENIED', 'DENIAL_INCONCLUSIVE'],
    ['no network', Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), 'NETWORK_UNREACHABLE', 'DENIAL_INCONCLUSIVE'],
    ['a fault of the service', Object.assign(new Error('no'), { name: 'InternalError', $metadata: { httpStatusCode: 500 } }), 'AWS_ERROR', 'DENIAL_INCONCLUSIVE'],
    ['a defect', new TypeError('no'), 'VERIFIER_ERROR', 'VERIFIER_ERROR'],
  ])('%s', async (_name, error, allowed, denied) => {
    const checks = await run(
      { id: 'positive', expects: 'allowed', targets: [target('a', throws(error)), target('b', async () => passed('still there'))] },
      { id: 'negative', expects: 'denied', targets: [target('a', throws(error))] },
    );
    expect(checks.map(({ code }) => code)).toEqual([allowed, 'OK', denied]);
    expect(defects).toEqual(error instanceof TypeError ? ['positive', 'negative'] : []);
  });

  test('also while the targets are found out', async () => {
    const checks = await run({ id: 'positive', expects: 'allowed', targets: throws(new TimeRanOut()) as unknown as () => Promise<ProbeTarget[]> });
    expect(checks).toMatchObject([{ target: 'its targets', code: 'TIME_RAN_OUT' }]);
  });
});

test('targets may be found out first', async () => {
  const checks = await run({ id: 'listed', expects: 'allowed', targets: async () => later(5, ['a', 'b'].map((name) => target(name, async () => passed(name)))) });
  expect(checks.map(({ target: name }) => name)).toEqual(['a', 'b']);
});
