import { CfnParameter } from 'aws-cdk-lib/core';
import { invalid, isLiteral, requireLiteralList } from '../../src/validation/invalid';
import { newStack } from '../synthesis/template';

test('an error names property, value, problem and cure', () => {
  expect(invalid('subjects[1]', 'a', 'is wrong', 'Do better')).toEqual(new Error("subjects[1] 'a' is wrong. Do better."));
  expect(invalid('subjects', undefined, 'is missing', 'Give one')).toEqual(new Error('subjects is missing. Give one.'));
  expect(invalid('subjects', '', 'is empty', 'Give one')).toEqual(new Error("subjects '' is empty. Give one."));
});

test('a literal is a text that is known', () => {
  const token = new CfnParameter(newStack(), 'Parameter').valueAsString;
  // What only looks like a token is checked like any other text.
  expect(['${Token[', '${Token[AWS.Region'].map(isLiteral)).toEqual([true, true]);
  expect([isLiteral('a'), isLiteral(''), isLiteral(undefined), isLiteral(token), isLiteral(`a${token}`)]).toEqual([true, true, false, false, false]);
  expect(isLiteral('${Token[1]')).toBe(true);
});

test('a list must be known, what is in it need not be', () => {
  const stack = newStack();
  const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
  expect(() => requireLiteralList('names', ['a', new CfnParameter(stack, 'Parameter').valueAsString])).not.toThrow();
  expect(() => requireLiteralList('names', [])).not.toThrow();
  expect(() => requireLiteralList('names', list)).toThrow(new Error('names is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens.'));
});
