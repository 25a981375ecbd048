import { passed, type Finding } from '../../probes/finding';
import { classifyError, type ErrorContext } from '../classify-error';
import { RdsFailure } from '../rds-failure';

/** What one step of the way to a database found. */
export interface RungResult {
  readonly id: string;
  readonly finding: Finding;
}

export interface Passed<Value> {
  readonly message: string;
  readonly detail?: Finding['detail'];
  /** Said in place of the message: the way is open, but not as it should be. */
  readonly warning?: Finding;
  /** What the next rung stands on. */
  readonly value: Value;
}

export type Outcome<Value> =
  | { readonly result: RungResult; readonly value: Value }
  | { readonly result: RungResult; readonly failure: RdsFailure };

/** Runs the action of one rung and makes a record of how it went. */
export async function rung<Value>(id: string, context: ErrorContext, action: () => Promise<Passed<Value>>): Promise<Outcome<Value>> {
  const started = performance.now();
  const timed = (finding: Finding): RungResult => ({ id, finding: { ...finding, milliseconds: Math.round(performance.now() - started) } });
  try {
    const { message, detail, warning, value } = await action();
    return { result: timed(warning ?? passed(message, detail)), value };
  } catch (error) {
    const failure = classifyError(error, context);
    return { result: timed(failure.finding), failure };
  }
}
