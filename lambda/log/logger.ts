import type { Redactor } from './redactor';

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON object a line. What it is given is cleaned of secrets, but should hold none to begin with. */
export interface Logger {
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
}

export function createLogger(redactor: Redactor, write: (line: string) => void = writeToStandardOutput): Logger {
  const log = (level: LogLevel) => (message: string, fields: LogFields = {}): void => {
    // Before it becomes JSON, where a secret with a quote or a backslash in it would look different.
    write(JSON.stringify(redactor.value({ timestamp: new Date().toISOString(), level, message, ...fields })));
  };
  return { info: log('INFO'), warn: log('WARN'), error: log('ERROR') };
}

/** Where an error comes from, for a log line. */
export function stackOf(error: unknown): string {
  const { stack, message } = (typeof error === 'object' && error !== null ? error : {}) as { stack?: string; message?: string };
  return stack ?? message ?? String(error);
}

function writeToStandardOutput(line: string): void {
  process.stdout.write(`${line}\n`);
}
