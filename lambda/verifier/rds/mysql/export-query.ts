import type { DroppedColumn, TableName } from '../database-engine';
import type { ColumnRow } from './catalog';
import { quoteIdentifier, quoteTable } from './identifiers';

/**
 * How one column of the result becomes CSV: 'csv' is finished text of one or more fields, 'text' is a value that is quoted here.
 */
export type Segment = 'csv' | 'text';

export interface ExportPlan {
  readonly columns: readonly string[];
  readonly droppedColumns: readonly DroppedColumn[];
  readonly segments: readonly Segment[];
  /** One row more than the limit is asked for, which says exactly whether there are more. */
  readonly select: string;
}

const BINARY = new Set(['binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob', 'vector']);
const GEOMETRY = new Set([
  'geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon', 'geomcollection', 'geometrycollection',
]);
// Their text is made of digits, signs and letters alone.
const PLAIN = new Set([
  'tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'float', 'double', 'date', 'time', 'datetime', 'timestamp', 'year',
]);
// As above, but IFNULL would make a type of theirs of the empty text, and NULL of that.
const PLAIN_OBJECTS = new Set(['uuid', 'inet4', 'inet6']);
const PLAIN_BYTES = 80;
// REPLACE moves the rest of the text at every quote it doubles: in a text of 64 KB that is full of quotes, half a second a value.
const LONGEST_REPLACED_OCTETS = 4096;

interface Expression {
  readonly segment: Segment;
  readonly sql: string;
  /** The most bytes that a value can take. */
  readonly bytes: number;
}

/**
 * Has the server write the CSV of short columns, several to a piece, which is three times faster than parsing each value here. A long text
 * is a piece of its own and quoted here: CONCAT gives NULL for more than max_allowed_packet, and a row would be lost without a word.
 */
export function planExport(table: TableName, described: readonly ColumnRow[], maxRows: number, maxPacketBytes: number): ExportPlan {
  const exported = described.filter((column) => column.readable > 0 && !BINARY.has(column.data_type.toLowerCase()));
  const pieces = exported.map(expressionOf).reduce<readonly (readonly Expression[])[]>((runs, next) => {
    const last = runs.at(-1);
    const joins = last && next.segment === 'csv' && last[0].segment === 'csv' && sum([...last, next]) <= maxPacketBytes / 2;
    return joins ? [...runs.slice(0, -1), [...last, next]] : [...runs, [next]];
  }, []);
  // Under a name of its own: the driver refuses a column that is called like a property of every object, __proto__ for one.
  const list = pieces.map((piece, index) => {
    const sql = piece.length === 1 ? piece[0].sql : `CONCAT(${piece.map((each) => each.sql).join(", ',', ")})`;
    return `${sql} AS piece${index}`;
  });
  return {
    columns: exported.map(({ name }) => name),
    droppedColumns: described.filter((column) => !exported.includes(column)).map(({ name, type, data_type }) => ({
      name, type, reason: BINARY.has(data_type.toLowerCase()) ? 'binary' : 'no-privilege',
    })),
    segments: pieces.map(([first]) => first.segment),
    select: `SELECT ${list.join(', ')} FROM ${quoteTable(table)} LIMIT ${maxRows + 1}`,
  };
}

const sum = (expressions: readonly Expression[]) => expressions.reduce((total, { bytes }) => total + bytes + 1, 0);

function expressionOf(column: ColumnRow): Expression {
  const name = quoteIdentifier(column.name);
  const type = column.data_type.toLowerCase();
  // A bit field's bytes are no text: + 0 makes it the number that it is.
  if (type === 'bit') return { segment: 'csv', sql: `IFNULL(${name} + 0, '')`, bytes: PLAIN_BYTES };
  if (PLAIN.has(type)) return { segment: 'csv', sql: `IFNULL(${name}, '')`, bytes: PLAIN_BYTES };
  if (PLAIN_OBJECTS.has(type)) return { segment: 'csv', sql: `IFNULL(CONCAT(${name}), '')`, bytes: PLAIN_BYTES };
  if (GEOMETRY.has(type)) return { segment: 'text', sql: `ST_AsText(${name})`, bytes: Infinity };
  const text = column.charset?.startsWith('utf8') ? name : `CONVERT(${name} USING utf8mb4)`;
  // Each byte of an old character set can become three in UTF-8, and each quote two.
  const octets = Number(column.octets ?? Infinity);
  const bytes = octets * 6 + 2;
  return octets <= LONGEST_REPLACED_OCTETS
    ? { segment: 'csv', sql: `IFNULL(CONCAT('"', REPLACE(${text}, '"', '""'), '"'), '')`, bytes }
    : { segment: 'text', sql: text, bytes: Infinity };
}

/** One line of CSV from the pieces of a row. @returns undefined when the server could not build a piece, because the row is too large. */
export function csvLine(row: readonly (string | null)[], segments: readonly Segment[]): string | undefined {
  let line = '';
  for (let index = 0; index < segments.length; index++) {
    const value = row[index];
    if (index > 0) line += ',';
    if (segments[index] === 'text') line += value === null ? '' : quoteField(value);
    else if (value === null) return undefined;
    else line += value;
  }
  return `${line}\n`;
}

/** RFC 4180; always in quotes, so that an empty text differs from NULL. */
export function quoteField(text: string): string {
  return `"${text.includes('"') ? text.replaceAll('"', '""') : text}"`;
}

/** A header needs quotes only where the text does, as `\copy` of PostgreSQL writes it. */
export function csvHeader(columns: readonly string[]): string {
  return `${columns.map((name) => /[",\r\n]/.test(name) || name === '' ? quoteField(name) : name).join(',')}\n`;
}
