/** Where a command writes; the process's own streams outside of tests. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** One command of the command line. */
export interface Command {
  /** One line for the overview. */
  readonly summary: string;
  /** The whole help text. */
  readonly help: string;
  /** @returns the exit code */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>;
}

/** Wrong words on the command line: its message says which and what to write instead. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}
