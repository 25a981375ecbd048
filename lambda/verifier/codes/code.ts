import type { CheckStatus } from '../../../src/verification/verification-report-v1';

/** What one code says. `{name}` in a text is filled in from the values of the finding. */
export interface CodeEntry {
  readonly status: CheckStatus;
  readonly message: string;
  /** What to change. Only a pass has none. */
  readonly fix?: string;
  /** True when the same call may succeed later with nothing changed. */
  readonly retryable: boolean;
  /** True when a check that counts could not run, so that the report must not say that all is well. */
  readonly incomplete?: true;
  /** True for a warning about a call that worked, which therefore shows that the credentials work. */
  readonly worked?: true;
}

/** The names in braces of a template, so that the compiler asks for each of them. */
export type Placeholders<Template> = Template extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;

export type Values<Template> = Readonly<Record<Placeholders<Template>, string | number>>;

/** A name without a value is left in braces. */
export function fillIn(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (braced, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : braced));
}
