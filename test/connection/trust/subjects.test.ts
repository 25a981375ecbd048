import { CfnParameter } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { refuseDollar, requireSubjects, type SubjectOptions } from '../../../src/connection/trust/subjects';
import { newStack } from '../../synthesis/template';

const DOLLAR = "holds a '$', which IAM can expand as a policy variable so that the check always passes. Give the value as it stands in the token, without $.";
const SPACE = 'is empty or has white space around it. Give the sub claim as it stands in the token.';
const ANY = 'lets in every subject of the issuer, of every customer of the platform. Name the part that is yours, such as workspace:acme:*, or set allowAnySubject: true.';
const LIST = 'is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens.';

const token = () => new CfnParameter(newStack(), 'Subject').valueAsString;
const list = () => new CfnParameter(newStack(), 'Subjects', { type: 'CommaDelimitedList' }).valueAsList;

test.each<[string, SubjectOptions, object]>([
  ['subjects', { subjects: ['workspace:acme', '~other one'] }, { subjects: ['workspace:acme', '~other one'], subjectPatterns: [], anySubject: false }],
  ['patterns', { subjectPatterns: ['workspace:acme:*', 'u?er'] }, { subjects: [], subjectPatterns: ['workspace:acme:*', 'u?er'], anySubject: false }],
  ['both', { subjects: ['a'], subjectPatterns: ['b*'] }, { subjects: ['a'], subjectPatterns: ['b*'], anySubject: false }],
  ['patterns of one kind of character', { subjectPatterns: ['Z*', 'a?', '0*'] }, { subjects: [], subjectPatterns: ['Z*', 'a?', '0*'], anySubject: false }],
  ['any subject', { allowAnySubject: true }, { subjects: [], subjectPatterns: [], anySubject: true }],
])('takes %s', (_, options, expected) => {
  expect(requireSubjects(options)).toEqual(expected);
});

test('lets a token through as a subject', () => {
  const subject = token();
  expect(requireSubjects({ subjects: [subject] }).subjects).toEqual([subject]);
});

test.each<[SubjectOptions, string]>([
  [{}, 'subjects is missing, and a trust without a subject lets in every customer of the platform who knows the role ARN. List the sub claims of your tokens in subjects, or set allowAnySubject: true.'],
  [{ subjects: [], subjectPatterns: [], allowAnySubject: false }, 'subjects is missing, and a trust without a subject lets in every customer of the platform who knows the role ARN. List the sub claims of your tokens in subjects, or set allowAnySubject: true.'],
  [{ subjects: ['a'], allowAnySubject: true }, "allowAnySubject 'true' contradicts the subjects that are listed. Leave out one of the two."],
  [{ subjectPatterns: ['a*'], allowAnySubject: true }, "allowAnySubject 'true' contradicts the subjects that are listed. Leave out one of the two."],
  [{ subjects: ['a', ''] }, `subjects[1] '' ${SPACE}`],
  [{ subjects: [' a'] }, `subjects[0] ' a' ${SPACE}`],
  [{ subjects: ['a\n'] }, `subjects[0] 'a\n' ${SPACE}`],
  [{ subjects: ['*'] }, "subjects[0] '*' holds a wildcard, which an exact comparison takes literally. Move it to subjectPatterns, or list the exact subjects."],
  [{ subjects: ['a?c'] }, "subjects[0] 'a?c' holds a wildcard, which an exact comparison takes literally. Move it to subjectPatterns, or list the exact subjects."],
  [{ subjects: ['${api.4minds.ai:sub}'] }, `subjects[0] '\${api.4minds.ai:sub}' ${DOLLAR}`],
  [{ subjects: ['a', 'a'] }, "subjects 'a' is listed twice. List it once."],
  [{ subjectPatterns: ['*'] }, `subjectPatterns[0] '*' ${ANY}`],
  [{ subjectPatterns: ['a*', '**'] }, `subjectPatterns[1] '**' ${ANY}`],
  [{ subjectPatterns: ['?*'] }, `subjectPatterns[0] '?*' ${ANY}`],
  [{ subjectPatterns: ['*:*'] }, `subjectPatterns[0] '*:*' ${ANY}`],
  [{ subjectPatterns: ['~*', '_-?'] }, `subjectPatterns[0] '~*' ${ANY}`],
  [{ subjectPatterns: ['acme~'] }, "subjectPatterns[0] 'acme~' holds no wildcard. Move it to subjects, where it is compared exactly."],
  [{ subjectPatterns: ['acme'] }, "subjectPatterns[0] 'acme' holds no wildcard. Move it to subjects, where it is compared exactly."],
  [{ subjectPatterns: [''] }, `subjectPatterns[0] '' ${SPACE}`],
  [{ subjectPatterns: ['${*}a*'] }, `subjectPatterns[0] '\${*}a*' ${DOLLAR}`],
  [{ subjectPatterns: ['a*', 'a*'] }, "subjectPatterns 'a*' is listed twice. List it once."],
])('refuses %j', (options, message) => {
  expect(() => requireSubjects(options)).toThrow(new Error(message));
});

test.each<[string, () => SubjectOptions, string]>([
  ['a pattern that is a token', () => ({ subjectPatterns: [token()] }), 'subjectPatterns[0] is only known at deployment, and so could be * alone. Give patterns as literals; exact subjects may be tokens.'],
  ['a list of subjects that is a token', () => ({ subjects: list() }), `subjects ${LIST}`],
  ['a list of patterns that is a token', () => ({ subjectPatterns: list() }), `subjectPatterns ${LIST}`],
])('refuses %s', (_, options, message) => {
  expect(() => requireSubjects(options())).toThrow(new Error(message));
});

test('refuses a dollar in any value that is known', () => {
  expect(() => refuseDollar('audience', 'a$b')).toThrow(new Error(`audience 'a$b' ${DOLLAR}`));
  expect(() => refuseDollar('audience', 'ab')).not.toThrow();
  expect(() => refuseDollar('audience', token())).not.toThrow();
});

test('lets no wildcard into subjects, no pattern through without a literal, and no dollar anywhere', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', 'B', '1', ':', '*', '?', '$', '{', '}', ' ', '|') }));
  const texts = fc.array(text, { maxLength: 3 });
  const options = fc.record({ subjects: texts, subjectPatterns: texts, allowAnySubject: fc.boolean() }, { requiredKeys: [] });
  fc.assert(fc.property(options, (given) => {
    let accepted;
    try {
      accepted = requireSubjects(given);
    } catch (error) {
      expect((error as Error).message).toMatch(/^(?:subjects|subjectPatterns|allowAnySubject)/);
      return;
    }
    expect(accepted.subjects.length + accepted.subjectPatterns.length > 0).toBe(!accepted.anySubject);
    expect(accepted.anySubject).toBe(given.allowAnySubject ?? false);
    accepted.subjects.forEach((subject) => expect(subject).toMatch(/^[^*?$]+$/));
    accepted.subjectPatterns.forEach((pattern) => {
      expect(pattern).toMatch(/[A-Za-z0-9]/);
      expect(pattern).not.toContain('$');
    });
  }), { numRuns: 500 });
});
