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
  return value !== undefined && !Token.isUnresolved(value);
}
