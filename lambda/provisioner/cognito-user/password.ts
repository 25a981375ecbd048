import { randomInt } from 'node:crypto';

const KINDS = [
  'abcdefghijkmnopqrstuvwxyz',
  'ABCDEFGHJKLMNPQRSTUVWXYZ',
  '23456789',
  // Special characters to Cognito that no shell, form or JSON text alters.
  // https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
  '-_.=+@%^',
] as const;

const USUAL_LENGTH = 40;

/** A password within any policy of a user pool: policies ask for a length of 99 at most and for these kinds of characters. */
export function generatePassword(minimumLength = 0): string {
  const length = Math.max(USUAL_LENGTH, minimumLength);
  const all = KINDS.join('');
  const characters = [...KINDS, ...Array.from({ length: length - KINDS.length }, () => all)].map((kind) => kind[randomInt(kind.length)]);
  for (let i = characters.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [characters[i], characters[j]] = [characters[j], characters[i]];
  }
  return characters.join('');
}
