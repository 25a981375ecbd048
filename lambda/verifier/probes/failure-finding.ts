import { found, type Finding } from './finding';
import type { Failure } from '../../aws/failure';

export interface FailureSetting {
  readonly region: string;
  readonly callSeconds: number;
}

/** What a failure means where the probe has nothing more exact to say. */
export function findingOfFailure(failure: Failure, setting: FailureSetting): Finding {
  const { name, reason } = failure;
  switch (failure.kind) {
    case 'time-ran-out': return found('TIME_RAN_OUT', {});
    case 'timed-out': return found('CALL_TIMED_OUT', { seconds: setting.callSeconds });
    case 'denied': return found('ACCESS_DENIED', { reason });
    case 'unrecognized-client': return found('UNRECOGNIZED_CLIENT', { region: setting.region, reason });
    case 'expired': return found('CREDENTIALS_EXPIRED', {});
    case 'throttled': return found('THROTTLED', { reason });
    case 'network': return found('NETWORK_UNREACHABLE', { reason: name });
    case 'service': return found('AWS_ERROR', { name, reason });
    case 'defect': return found('VERIFIER_ERROR', { name });
  }
}

/** A refusal that could not be tried says nothing about the connection: it neither passes nor fails. */
export function findingOfInconclusiveDenial(failure: Failure): Finding {
  if (failure.kind === 'time-ran-out') return found('TIME_RAN_OUT', {});
  if (failure.kind === 'defect') return found('VERIFIER_ERROR', { name: failure.name });
  return found('DENIAL_INCONCLUSIVE', { reason: `${failure.name}: ${failure.reason}` });
}
