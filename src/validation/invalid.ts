import { Token } from 'aws-cdk-lib/core';

/**
 * The one form of an error about a property: which property, what value, what is wrong, and the cure.
 * @param property the property as the caller wrote it, such as `subjects[1]`
 * @param value the value that was given; undefined when it is the absence that is wrong
 */
export function invalid(property: string, value: string | undefined, problem: string, cure: string): Error {
  const given = value === undefined ? '' : ` '${value}'`;
  return new Error(`${property}${given} ${problem}. ${cure}.`);
}

/** True when the value is known at synthesis; a token is checked at deployment or by the verifier instead. */
export function isLiteral(value: string | undefined): value is string {
  // Most values hold no token, and there can be thousands of them.
  return value !== undefined && !(value.includes('${Token[') && Token.isUnresolved(value));
}

/**
 * Refuses what is no text. The compiler lets through a variable of the environment that is not set (`process.env.NAME!`), and whatever a
 * configuration file holds. CDK leaves undefined out of what it writes, and a condition without a value lets everybody in.
 */
export function requireText(property: string, value: unknown): void {
  if (typeof value === 'string') return;
  if (value === undefined || value === null) throw invalid(property, undefined, 'is not set', 'Give a text; a variable of the environment or of a configuration file may be missing');
  throw invalid(property, String(value), `is no text but of the type ${typeof value}`, 'Give a text, in quotes');
}

/** Refuses a list that is known at deployment only, such as the value of a parameter: what it holds, even how much, can't be checked. */
export function requireKnownList(property: string, values: readonly unknown[]): void {
  if (Token.isUnresolved(values)) {
    throw invalid(property, undefined, 'is a list that is only known at deployment', 'Give the list as a literal; what is in it may be tokens');
  }
  if (!Array.isArray(values)) throw invalid(property, String(values), 'is no list', 'Give a list, also of one, or leave it out');
}

/** Refuses a list of texts that is known at deployment only, or that holds anything but texts. */
export function requireLiteralList(property: string, values: readonly string[]): void {
  requireKnownList(property, values);
  values.forEach((value, index) => requireText(`${property}[${index}]`, value));
}
