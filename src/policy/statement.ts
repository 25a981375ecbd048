/** The `Condition` block of a statement: operator, condition key, values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One Allow statement as data. Resources keep the order in which they were granted. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
}

/** A policy document as IAM reads it. */
export interface PolicyDocumentJson {
  readonly Version: '2012-10-17';
  readonly Statement: readonly StatementJson[];
}

/** A statement as IAM reads it. */
export interface StatementJson {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Conditions;
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0] : values;
}

/** The statement in the form that IAM reads: one value is a string, several are a list. */
export function statementJson(statement: Statement): StatementJson {
  return {
    Sid: statement.sid,
    Effect: 'Allow',
    Action: oneOrMany(statement.actions),
    Resource: oneOrMany(statement.resources),
    ...(statement.conditions ? { Condition: statement.conditions } : {}),
  };
}

/** A policy document of these statements. */
export function policyDocumentJson(statements: readonly Statement[]): PolicyDocumentJson {
  return { Version: '2012-10-17', Statement: statements.map(statementJson) };
}
