/** One condition: all conditions of a statement must hold, any of its values may match. */
export interface Condition {
  readonly operator: string;
  /** In lower case: IAM does not tell keys apart by case. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface TrustedPrincipal {
  /** AWS, Federated, Service, CanonicalUser; or `*` for anyone. */
  readonly type: string;
  readonly value: string;
}

/** A statement of a trust policy in one form, whichever of JSON's several forms it was written in. */
export interface Statement {
  readonly sid?: string;
  readonly effect: string;
  /** In lower case: IAM does not tell actions apart by case. */
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly principals: readonly TrustedPrincipal[];
  readonly hasNotPrincipal: boolean;
  readonly conditions: readonly Condition[];
}

type Json = Readonly<Record<string, unknown>>;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function parsePolicy(policy: unknown): readonly Statement[] {
  if (!isObject(policy)) throw new TypeError('a policy is a JSON object');
  return list(policy.Statement).filter(isObject).map(parseStatement);
}

/** IAM returns policies URL-encoded. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export function decodePolicy(encoded: string): unknown {
  return JSON.parse(encoded.trimStart().startsWith('{') ? encoded : decodeURIComponent(encoded));
}

function parseStatement(statement: Json): Statement {
  return {
    ...(typeof statement.Sid === 'string' && { sid: statement.Sid }),
    effect: String(statement.Effect),
    actions: sorted(list(statement.Action).map((action) => String(action).toLowerCase())),
    notActions: sorted(list(statement.NotAction).map((action) => String(action).toLowerCase())),
    principals: parsePrincipals(statement.Principal),
    hasNotPrincipal: statement.NotPrincipal !== undefined,
    conditions: parseConditions(statement.Condition),
  };
}

function parsePrincipals(principal: unknown): readonly TrustedPrincipal[] {
  if (principal === undefined) return [];
  if (!isObject(principal)) return [{ type: '*', value: String(principal) }];
  const each = Object.entries(principal).flatMap(([type, values]) => list(values).map((value) => ({ type, value: accountForm(String(value)) })));
  return each.sort((a, b) => compare(`${a.type} ${a.value}`, `${b.type} ${b.value}`));
}

/**
 * An account and its root ARN are the same principal, and IAM gives back the ARN of what was put in as a number.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
export function accountForm(principal: string): string {
  return /^arn:[\w-]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function parseConditions(condition: unknown): readonly Condition[] {
  if (!isObject(condition)) return [];
  const each = Object.entries(condition).flatMap(([operator, keys]) => Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
    operator, key: key.toLowerCase(), values: sorted(list(values).map(String)),
  })));
  return each.sort((a, b) => compare(`${a.key} ${a.operator}`, `${b.key} ${b.operator}`));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function sorted(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort(compare);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
