import { classifyError, ErrorContext } from '../classify-error';
import { RDS_CODES, RdsCode } from '../rds-codes';
import { FindingValues, RdsFailure } from '../rds-failure';

export type RungDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What one step of the way to a database found: a record of the report. */
export interface RungResult {
  readonly id: string;
  readonly target: string;
  readonly status: 'pass' | 'fail' | 'warn' | 'skipped';
  readonly code: 'OK' | 'RDS_NOT_REACHED' | RdsCode;
  readonly message: string;
  readonly fix?: string;
  readonly detail?: RungDetail;
  readonly retryable: boolean;
  readonly milliseconds: number;
}

export interface Passed<Value> {
  readonly message: string;
  readonly detail?: RungDetail;
  /** What the next rung stands on. */
  readonly value: Value;
}

export type Outcome<Value> =
  | { readonly result: RungResult; readonly value: Value }
  | { readonly result: RungResult; readonly failure: RdsFailure };

/** Runs the action of one rung and makes a record of how it went. */
export async function rung<Value>(id: string, context: ErrorContext, action: () => Promise<Passed<Value>>): Promise<Outcome<Value>> {
  const started = performance.now();
  const milliseconds = () => Math.round(performance.now() - started);
  const target = targetName(context);
  try {
    const { message, detail, value } = await action();
    return { result: { id, target, status: 'pass', code: 'OK', message, detail, retryable: false, milliseconds: milliseconds() }, value };
  } catch (error) {
    const failure = classifyError(error, context);
    return { result: failed(id, target, failure, milliseconds()), failure };
  }
}

export function failed(id: string, target: string, failure: RdsFailure, milliseconds: number): RungResult {
  const { code, message, fix, retryable } = failure;
  return { id, target, status: RDS_CODES[code].status, code, message, fix, retryable, milliseconds };
}

/** The record of a finding that needs no call: something in the description of an instance. */
export function finding(id: string, target: string, code: RdsCode, values: FindingValues): RungResult {
  return failed(id, target, new RdsFailure(code, values), 0);
}

/** The record of a rung above one that failed. */
export function notReached(id: string, target: string, failedRung: string): RungResult {
  return {
    id,
    target,
    status: 'skipped',
    code: 'RDS_NOT_REACHED',
    message: `Not checked: ${failedRung} did not pass`,
    fix: `Cure the check ${failedRung} first.`,
    retryable: true,
    milliseconds: 0,
  };
}

export function targetName({ host, port, database }: ErrorContext): string {
  return `${host}:${port}${database === undefined ? '' : `/${database}`}`;
}
