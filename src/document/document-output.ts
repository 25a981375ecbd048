import type { AccessContribution } from '../access/access-contribution';
import type { FormField } from '../platform/form-field';
import type { Platform } from '../platform/platform';

/** A value to paste into a form, as a stack output. */
export interface DocumentOutput {
  readonly name: string;
  readonly label: string;
  readonly value: string | readonly string[];
}

type Values = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `defaultBucket` behind `s3` as part of a logical ID: `S3DefaultBucket`. */
function outputName(...words: readonly string[]): string {
  return words.flatMap((word) => word.split('-')).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function filled(fields: readonly FormField[], values: Values, prefix: readonly string[] = []): DocumentOutput[] {
  return fields.flatMap(({ name, label }) => {
    const value = values[name];
    return value === undefined ? [] : [{ name: outputName(...prefix, name), label, value }];
  });
}

/** One output for each form field that has a value; the region, which every form asks for, once. */
export function formOutputs(
  platform: Platform, fields: readonly FormField[], values: Values, contributions: readonly AccessContribution[],
): readonly DocumentOutput[] {
  const ofAccesses = contributions.flatMap(({ integration, fieldValues }) =>
    filled(platform.integrationFields(integration), fieldValues, [integration]));
  return [...filled(fields, values), ...ofAccesses];
}
