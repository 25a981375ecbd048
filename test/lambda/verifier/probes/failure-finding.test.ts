import { type FailureKind, failureOf, type Failure } from '../../../../lambda/aws/failure';
import type { Code } from '../../../../lambda/verifier/codes/codes';
import { findingOfFailure, findingOfInconclusiveDenial } from '../../../../lambda/verifier/probes/failure-finding';
import { checkOf } from '../../../../lambda/verifier/report/check';

const failure = (kind: FailureKind): Failure => ({ ...failureOf(new Error('its words')), kind, name: 'ItsName' });
const SETTING = { region: 'eu-west-1', callSeconds: 7 };

describe('where a probe has nothing more exact to say', () => {
  test.each<[FailureKind, Code, Readonly<Record<string, unknown>>]>([
    ['time-ran-out', 'TIME_RAN_OUT', {}],
    ['timed-out', 'CALL_TIMED_OUT', { seconds: 7 }],
    ['denied', 'ACCESS_DENIED', { reason: 'its words' }],
    ['unrecognized-client', 'UNRECOGNIZED_CLIENT', { region: 'eu-west-1', reason: 'its words' }],
    ['expired', 'CREDENTIALS_EXPIRED', {}],
    ['throttled', 'THROTTLED', { reason: 'its words' }],
    ['network', 'NETWORK_UNREACHABLE', { reason: 'ItsName' }],
    ['service', 'AWS_ERROR', { name: 'ItsName', reason: 'its words' }],
    ['defect', 'VERIFIER_ERROR', { name: 'ItsName' }],
  ])('%s is %s, and no pass', (kind, code, values) => {
    const finding = findingOfFailure(failure(kind), SETTING);
    expect(finding).toEqual({ code, values });
    expect(checkOf({ id: 'x' }, 'y', finding, 1).status).not.toBe('pass');
  });
});

describe('where something must be refused', () => {
  test.each<[FailureKind, Code]>([
    ['time-ran-out', 'TIME_RAN_OUT'],
    ['defect', 'VERIFIER_ERROR'],
    ...(['timed-out', 'denied', 'unrecognized-client', 'expired', 'throttled', 'network', 'service'] as const).map((kind) => [kind, 'DENIAL_INCONCLUSIVE'] as [FailureKind, Code]),
  ])('%s is %s: neither a pass nor a failure of the connection', (kind, code) => {
    const { status, code: actual } = checkOf({ id: 'x' }, 'y', findingOfInconclusiveDenial(failure(kind)), 1);
    expect(actual).toBe(code);
    expect(status).not.toBe('pass');
  });

  test('the reason is told', () => {
    expect(findingOfInconclusiveDenial(failure('service')).values).toEqual({ reason: 'ItsName: its words' });
  });
});
