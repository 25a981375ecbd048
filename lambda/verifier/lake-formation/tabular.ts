import type { GetQueryResultsCommandOutput } from '@aws-sdk/client-athena';

export interface Column {
  readonly name: string;
  /** Athena's name of the type, such as `varchar`, `double`, `timestamp`. */
  readonly type: string;
}

/** Rows as Athena returns them: every value as text, NULL as nothing. */
export interface Tabular {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** Takes an answer of GetQueryResults for a SELECT apart: its first row repeats the names of the columns. */
export function tabular({ ResultSet }: Pick<GetQueryResultsCommandOutput, 'ResultSet'>): Tabular {
  const columns = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '', Type = 'unknown' }) => ({ name: Name, type: Type }));
  const rows = (ResultSet?.Rows ?? []).slice(1).map(({ Data = [] }) => columns.map((_, index) => Data[index]?.VarCharValue));
  return { columns, rows };
}

const NUMBERS = new Set(['tinyint', 'smallint', 'integer', 'int', 'bigint', 'float', 'real', 'double', 'decimal']);

/**
 * The rows as CSV by RFC 4180, as a platform imports them: numbers and booleans bare, everything else in quotes, NULL as nothing, so
 * that an empty text is not taken for NULL.
 */
export function toCsv({ columns, rows }: Tabular): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const cell = (value: string | undefined, type: string): string => {
    if (value === undefined) return '';
    return NUMBERS.has(type) || type === 'boolean' ? value : quoted(value);
  };
  const lines = [columns.map(({ name }) => quoted(name)), ...rows.map((row) => row.map((value, index) => cell(value, columns[index].type)))];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** A report must stay readable, and tables can have thousands of columns. */
const MOST_COLUMNS = 100;

/** The columns in their order, each with its type, as far as a report has room for them. */
export function schemaOf({ columns }: Tabular): readonly Column[] {
  return columns.slice(0, MOST_COLUMNS);
}

/** How many columns there are of each type. */
export function typesOf({ columns }: Tabular): Readonly<Record<string, number>> {
  return columns.reduce<Readonly<Record<string, number>>>((types, { type }) => ({ ...types, [type]: (types[type] ?? 0) + 1 }), {});
}
