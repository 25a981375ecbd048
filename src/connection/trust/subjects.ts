import { invalid, isLiteral, requireLiteralList } from '../../validation/invalid';

/** Which of an issuer's subjects are let in. */
export interface Subjects {
  readonly subjects: readonly string[];
  readonly subjectPatterns: readonly string[];
  readonly anySubject: boolean;
}

/** What the caller said about subjects. */
export interface SubjectOptions {
  readonly subjects?: readonly string[];
  readonly subjectPatterns?: readonly string[];
  readonly allowAnySubject?: boolean;
}

/** IAM expands `${...}` in condition values, which can turn the comparison into one that always holds. */
export function refuseDollar(property: string, value: string): void {
  if (isLiteral(value) && value.includes('$')) {
    throw invalid(property, value, "holds a '$', which IAM can expand as a policy variable so that the check always passes",
      'Give the value as it stands in the token, without $');
  }
}

function requireClaim(property: string, value: string): void {
  if (value === '' || value !== value.trim()) throw invalid(property, value, 'is empty or has white space around it', 'Give the sub claim as it stands in the token');
  refuseDollar(property, value);
}

function requireSubject(property: string, value: string): void {
  requireClaim(property, value);
  if (isLiteral(value) && /[*?]/.test(value)) {
    throw invalid(property, value, 'holds a wildcard, which an exact comparison takes literally', 'Move it to subjectPatterns, or list the exact subjects');
  }
}

function requirePattern(property: string, value: string): void {
  if (!isLiteral(value)) {
    throw invalid(property, undefined, 'is only known at deployment, and so could be * alone', 'Give patterns as literals; exact subjects may be tokens');
  }
  requireClaim(property, value);
  if (!/[*?]/.test(value)) throw invalid(property, value, 'holds no wildcard', 'Move it to subjects, where it is compared exactly');
  if (!/[A-Za-z0-9]/.test(value)) {
    throw invalid(property, value, 'lets in every subject of the issuer, of every customer of the platform',
      'Name the part that is yours, such as workspace:acme:*, or set allowAnySubject: true');
  }
}

function requireDistinct(property: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw invalid(property, twice, 'is listed twice', 'List it once');
}

/** Checks the caller's subjects; nothing said, or too much, is an error and never a default. */
export function requireSubjects(options: SubjectOptions): Subjects {
  const { subjects = [], subjectPatterns = [], allowAnySubject = false } = options;
  requireLiteralList('subjects', subjects);
  requireLiteralList('subjectPatterns', subjectPatterns);
  subjects.forEach((value, index) => requireSubject(`subjects[${index}]`, value));
  subjectPatterns.forEach((value, index) => requirePattern(`subjectPatterns[${index}]`, value));
  requireDistinct('subjects', subjects);
  requireDistinct('subjectPatterns', subjectPatterns);
  const listed = subjects.length + subjectPatterns.length > 0;
  if (listed && allowAnySubject) {
    throw invalid('allowAnySubject', 'true', 'contradicts the subjects that are listed', 'Leave out one of the two');
  }
  if (!listed && !allowAnySubject) {
    throw invalid('subjects', undefined, 'is missing, and a trust without a subject lets in every customer of the platform who knows the role ARN',
      'List the sub claims of your tokens in subjects, or set allowAnySubject: true');
  }
  return { subjects, subjectPatterns, anySubject: allowAnySubject };
}
