import { nameOf, type Invocation } from './invocation';
import { failureOf } from '../../aws/failure';
import { found, type Finding } from '../probes/finding';

/** The members of a ModelError that hold no content: its message repeats what the container said, which may be the payload. */
interface ModelErrorShape {
  readonly OriginalStatusCode?: number;
  readonly LogStreamArn?: string;
}

/** The names of errors that SageMaker has for requests that it let in: it authorises before it looks at them. */
const LET_IN = new Set(['ValidationError', 'ValidationException', 'ModelError', 'ModelNotReadyException']);

/** Whether the failure shows that the caller was authorised. */
export function isLetIn(error: unknown): boolean {
  return LET_IN.has(failureOf(error).name);
}

/** What a failed invocation means; any failure that is not particular to SageMaker is thrown on. */
export function findingOfInvocation(invocation: Invocation, action: string, error: unknown): Finding {
  const { name, kind, reason } = failureOf(error);
  const what = nameOf(invocation);
  const { endpoint } = invocation;
  if (kind === 'denied') return found('SAGEMAKER_INVOKE_DENIED', { what, action });
  if (name === 'ModelError') {
    const { OriginalStatusCode, LogStreamArn } = error as ModelErrorShape;
    return found('SAGEMAKER_MODEL_ERROR', { what, endpoint, status: OriginalStatusCode ?? 'unknown' }, LogStreamArn === undefined ? undefined : { logStreamArn: LogStreamArn });
  }
  if (name === 'ModelNotReadyException') return found('SAGEMAKER_MODEL_NOT_READY', { what });
  if (name === 'ValidationError') return found('SAGEMAKER_INVOCATION_INVALID', { what, reason });
  throw error;
}
