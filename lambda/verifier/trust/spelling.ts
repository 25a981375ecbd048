/** What a person overlooks when two values look the same; empty when they plainly differ. */
export function spellingNote(actual: string, expected: readonly string[]): string {
  for (const value of expected) {
    if (actual === value) continue;
    if (actual.toLowerCase() === value.toLowerCase()) return ' (only upper and lower case differ)';
    if (withoutSlash(actual) === withoutSlash(value)) return ' (only a trailing slash differs)';
    if (actual.trim() === value.trim()) return ' (only white space around it differs)';
    if (withoutSlash(actual.trim().toLowerCase()) === withoutSlash(value.trim().toLowerCase())) return ' (only upper and lower case and a trailing slash differ)';
  }
  return '';
}

function withoutSlash(value: string): string {
  return value.replace(/\/+$/, '');
}
