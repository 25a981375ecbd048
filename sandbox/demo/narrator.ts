import type { VerificationReportV1 } from '../../src/verification/verification-report-v1';

const MARKS = { pass: '\u2713', fail: '\u2717', warn: '!', skipped: '-' } as const;

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
    const event = /\|\s+(CREATE_COMPLETE|CREATE_FAILED|DELETE_COMPLETE|ROLLBACK_\w+|UPDATE_\w+)\s+\|\s+([\w:]+)\s+\|\s+(.*)$/.exec(line);
    if (event) this.say(`${event[1].padEnd(16)} ${event[2].padEnd(32)} ${event[3].trim()}`);
    else if (/^Installing |stands in for/.test(line)) this.say(line);
  };

  /** A report, one line a check; what is wrong comes with its cure. */
  public report(report: VerificationReportV1): void {
    for (const { id, target, status, message, fix, code } of report.checks) {
      this.say(`${MARKS[status]} ${id.padEnd(28)} ${target}`);
      if (status !== 'pass') this.say(`    ${code}: ${message}`, ...(fix ? [`    Fix: ${fix}`] : []));
    }
    this.say(`=> ${report.status}: ${report.message} (${report.milliseconds} ms)`);
  }

  /** Seconds since the start. */
  public clock(): string {
    return `${((Date.now() - this.started) / 1000).toFixed(1).padStart(5)} s`;
  }
}
