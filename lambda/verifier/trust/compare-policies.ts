import type { Condition, Statement } from './policy';

export interface PolicyComparison {
  /** Each difference in words, for statements that should be there and are not, or not like that. */
  readonly differences: readonly string[];
  /** Statements that are there and match none that should be. */
  readonly extra: readonly Statement[];
}

/** Compares what two policies say, not how they are written: order, single values and lists, Sids and key case do not count. */
export function comparePolicies(expected: readonly Statement[], actual: readonly Statement[]): PolicyComparison {
  const unmatched = new Map(actual.map((statement, index) => [index, statement]));
  const unmet: Statement[] = [];
  for (const statement of expected) {
    const match = [...unmatched].find(([, candidate]) => meaning(candidate) === meaning(statement));
    if (match) unmatched.delete(match[0]);
    else unmet.push(statement);
  }
  const differences = unmet.flatMap((statement) => {
    const candidates = [...unmatched].map(([index, candidate]) => ({ index, candidate, score: likeness(statement, candidate) }));
    const changed = candidates.sort((a, b) => b.score - a.score)[0];
    if (changed === undefined || changed.score === 0) return [`${nameOf(statement)} is missing`];
    unmatched.delete(changed.index);
    return describe(statement, changed.candidate);
  });
  return { differences, extra: [...unmatched.values()] };
}

export function nameOf(statement: Statement): string {
  return statement.sid === undefined ? `the statement for ${show(principalsOf(statement))}` : `statement '${statement.sid}'`;
}

function meaning({ effect, actions, notActions, principals, hasNotPrincipal, conditions }: Statement): string {
  const told = conditions.map(({ operator, key, values }) => [operator, key, values]);
  return JSON.stringify([effect, actions, notActions, principalsOf({ principals }), hasNotPrincipal, told]);
}

/** How likely it is that one statement was changed into the other. */
function likeness(a: Statement, b: Statement): number {
  return Number(a.sid !== undefined && a.sid === b.sid) * 4
    + Number(show(principalsOf(a)) === show(principalsOf(b))) * 2
    + Number(show(a.actions) === show(b.actions));
}

function describe(expected: Statement, actual: Statement): readonly string[] {
  const where = nameOf(expected);
  const fields: ReadonlyArray<readonly [string, readonly string[], readonly string[]]> = [
    ['Effect', [expected.effect], [actual.effect]],
    ['Action', expected.actions, actual.actions],
    ['NotAction', expected.notActions, actual.notActions],
    ['Principal', principalsOf(expected), principalsOf(actual)],
    ['NotPrincipal', expected.hasNotPrincipal ? ['given'] : [], actual.hasNotPrincipal ? ['given'] : []],
    ...conditionNames(expected, actual).map((name) => [`Condition ${name}`, conditionValues(expected, name), conditionValues(actual, name)] as const),
  ];
  return fields.filter(([, wanted, there]) => show(wanted) !== show(there)).map(([field, wanted, there]) => `${where}: ${field} is ${show(there)}, must be ${show(wanted)}`);
}

function principalsOf({ principals }: Pick<Statement, 'principals'>): readonly string[] {
  return principals.map(({ type, value }) => `${type} ${value}`);
}

function conditionNames(...statements: readonly Statement[]): readonly string[] {
  return [...new Set(statements.flatMap(({ conditions }) => conditions.map(conditionName)))];
}

function conditionName({ operator, key }: Condition): string {
  return `${operator} ${key}`;
}

function conditionValues({ conditions }: Statement, name: string): readonly string[] {
  return conditions.filter((condition) => conditionName(condition) === name).flatMap(({ values }) => values);
}

function show(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.join(', ');
}
