import { RDS_CODES, RdsCode, RdsCodeEntry } from './rds-codes';

export type FindingValues = Readonly<Record<string, string | number>>;

/** A failure whose code is known. Its message is fit for a report: it holds neither a token nor data. */
export class RdsFailure extends Error {
  readonly code: RdsCode;
  readonly fix: string | undefined;
  readonly retryable: boolean;

  constructor(code: RdsCode, values: FindingValues = {}, cause?: unknown) {
    const entry: RdsCodeEntry = RDS_CODES[code];
    super(fillIn(entry.message, values), { cause });
    this.name = 'RdsFailure';
    this.code = code;
    this.fix = entry.fix === undefined ? undefined : fillIn(entry.fix, values);
    this.retryable = entry.retryable;
  }
}

/** A name without a value is left in braces. */
export function fillIn(template: string, values: FindingValues): string {
  return template.replace(/\{(\w+)\}/g, (braced, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : braced));
}
