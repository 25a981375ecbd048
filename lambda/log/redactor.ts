/** The shortest password of a Cognito user. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html */
const SHORTEST_SECRET = 6;
/** A shorter beginning of a secret is that of many words. */
const BEGINNING = 8;
const MASK = '***';

/** Takes every secret that it was told of out of whatever is written or returned. */
export interface Redactor {
  readonly add: (...secrets: readonly (string | undefined)[]) => void;
  /** A JSON Web Token, which must not be told by its parts either: header, payload and signature. */
  readonly addToken: (token: string | undefined) => void;
  readonly text: (text: string) => string;
  /** A copy of a JSON value with every string cleaned, keys included. */
  readonly value: <T>(value: T) => T;
}

export function createRedactor(): Redactor {
  const secrets = new Set<string>();

  const add = (...given: readonly (string | undefined)[]): void => {
    for (const secret of given) {
      if (secret !== undefined && secret.length >= SHORTEST_SECRET) secrets.add(secret);
    }
  };

  const text = (dirty: string): string => {
    const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((clean, secret) => withoutBeginning(clean.replaceAll(secret, MASK), secret), dirty);
  };

  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), clean(inner)]));
  };

  return { add, addToken: (token) => add(token, ...(token?.split('.') ?? [])), text, value: <T>(value: T): T => clean(value) as T };
}

/** Long texts are cut before they come here, and a secret in them with them: what is left of it is its beginning. */
function withoutBeginning(text: string, secret: string): string {
  const beginning = secret.slice(0, BEGINNING);
  for (let start = text.indexOf(beginning); start >= 0; start = text.indexOf(beginning, start + 1)) {
    const cut = text.indexOf('...', start);
    const end = cut < 0 ? text.length : cut;
    if (secret.startsWith(text.slice(start, end))) return withoutBeginning(`${text.slice(0, start)}${MASK}${text.slice(end)}`, secret);
  }
  return text;
}
