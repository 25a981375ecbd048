import type { Placeholders } from '../codes/code';
import type { Code, Codes } from '../codes/codes';

/** Figures and names that go with a finding; never contents. */
export type Detail = Readonly<Record<string, unknown>>;

/** What a probe found out about one target. Status, words and cure follow from the code. */
export interface Finding {
  readonly code: Code;
  readonly values: Readonly<Record<string, string | number>>;
  readonly detail?: Detail;
  /** How long it took to find out, where that is not the time of the whole check. */
  readonly milliseconds?: number;
}

type TextsOf<C extends Code> = Codes[C] extends { readonly fix: infer Fix } ? Codes[C]['message'] | Fix : Codes[C]['message'];

/** The compiler asks for a value of every name in braces in the texts of the code. */
export function found<C extends Code>(code: C, values: Readonly<Record<Placeholders<TextsOf<C>>, string | number>>, detail?: Detail): Finding {
  return { code, values, ...(detail && { detail }) };
}

export function passed(message: string, detail?: Detail): Finding {
  return found('OK', { message }, detail);
}
