import { problemLines, reportLines } from './report-lines';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';
import type { VerificationReportV1 } from '../../src/verification/verification-report-v1';

const OTHERS = { fail: 'failed', warn: 'warned', skipped: 'skipped' } as const;

/** What comes with another resource and needs no line of its own. */
const ACCOMPANYING = /^AWS::(IAM::ManagedPolicy|Logs::LogGroup|S3::BucketPolicy|SSM::Parameter)$/;

/** Says what happens, with the seconds since the start. */
export class Narrator {
  private readonly started = Date.now();
  private steps = 0;

  /** A new step. */
  public step(title: string): void {
    this.steps += 1;
    console.log(`\n[${this.clock()}] ${this.steps}. ${title}`);
  }

  /** Something that happens within a step. */
  public say(...lines: readonly string[]): void {
    for (const line of lines) console.log(`           ${line}`);
  }

  /** A progress line of a tool, shortened to what matters. */
  public readonly progress = (line: string): void => {
    const [, status, type, path] = /\|\s+(CREATE_COMPLETE|CREATE_FAILED|DELETE_COMPLETE|ROLLBACK_\w+|UPDATE_\w+)\s+\|\s+([\w:]+)\s+\|\s+(.*)$/.exec(line) ?? [];
    if (status?.endsWith('_COMPLETE')) {
      if (!ACCOMPANYING.test(type)) this.say(`${status.padEnd(16)} ${type.padEnd(42)} ${path.replace(/ \(\w+\)\s*$/, '').trim()}`);
    } else if (status || /^Installing |stands in for/.test(line)) {
      this.say(status ? `${status.padEnd(16)} ${type.padEnd(42)} ${path.trim()}` : line);
    }
  };

  /** A report, by integration. */
  public report(report: VerificationReportV1, document: ConnectionDocumentV1): void {
    this.say(...reportLines(report, document), this.conclusion(report));
  }

  /** What a report finds wrong. */
  public problems(report: VerificationReportV1, document: ConnectionDocumentV1): void {
    this.say(...problemLines(report, document), this.conclusion(report));
  }

  /** Seconds since the start. */
  public clock(): string {
    return `${((Date.now() - this.started) / 1000).toFixed(1).padStart(5)} s`;
  }

  private conclusion({ status, checks, milliseconds }: VerificationReportV1): string {
    const count = (wanted: string) => checks.filter((check) => check.status === wanted).length;
    const others = (['fail', 'warn', 'skipped'] as const).filter((each) => count(each) > 0).map((each) => `, ${count(each)} ${OTHERS[each]}`);
    return `=> ${status}: ${count('pass')} checks passed${others.join('')} (${milliseconds} ms)`;
  }
}
