interface Overlooked {
  readonly what: string;
  readonly verb: string;
  readonly without: (value: string) => string;
}

/** In this order: a slash can stand before white space. */
const OVERLOOKED: readonly Overlooked[] = [
  { what: 'white space around it', verb: 'differs', without: (value) => value.trim() },
  { what: 'upper and lower case', verb: 'differ', without: (value) => value.toLowerCase() },
  { what: 'a trailing slash', verb: 'differs', without: (value) => value.replace(/\/+$/, '') },
];

/** What a person overlooks when two values look the same; empty when they plainly differ. */
export function spellingNote(actual: string, expected: readonly string[]): string {
  const alike = expected.find((value) => value !== actual && areAlike(actual, value, OVERLOOKED));
  if (alike === undefined) return '';
  const differing = OVERLOOKED.filter((one) => !areAlike(actual, alike, OVERLOOKED.filter((other) => other !== one)));
  const verb = differing.length === 1 ? differing[0].verb : 'differ';
  return ` (only ${differing.map(({ what }) => what).join(' and ')} ${verb})`;
}

function areAlike(actual: string, expected: string, overlooked: readonly Overlooked[]): boolean {
  const plain = (value: string): string => overlooked.reduce((left, { without }) => without(left), value);
  return plain(actual) === plain(expected);
}
