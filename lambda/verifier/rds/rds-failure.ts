import { fillIn, type CodeEntry } from '../codes/code';
import { RDS_CODES, type RdsCode } from '../codes/rds-codes';
import type { Finding } from '../probes/finding';

export type FindingValues = Finding['values'];

/** A failure whose code is known. Its message is fit for a report: it holds neither a token nor data. */
export class RdsFailure extends Error {
  readonly code: RdsCode;
  readonly finding: Finding;
  readonly retryable: boolean;

  constructor(code: RdsCode, values: FindingValues = {}, cause?: unknown) {
    const entry: CodeEntry = RDS_CODES[code];
    super(fillIn(entry.message, values), { cause });
    this.name = 'RdsFailure';
    this.code = code;
    this.finding = { code, values };
    this.retryable = entry.retryable;
  }
}
