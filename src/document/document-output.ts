/** A value to paste into a form, as a stack output. */
export interface DocumentOutput {
  readonly name: string;
  readonly label: string;
  readonly value: string | readonly string[];
}
