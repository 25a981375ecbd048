/** A table that the platform may read, or must be refused. */
export interface TableName {
  readonly database: string;
  readonly name: string;
  /** Absent: all columns. */
  readonly columns?: readonly string[];
}

/** For people, and to tell tables apart. */
export function fullName({ database, name }: TableName): string {
  return `${database}.${name}`;
}

/** https://docs.aws.amazon.com/athena/latest/ug/reserved-words.html: names in double quotes can be anything. */
function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function from({ database, name }: TableName): string {
  return `FROM ${quote(database)}.${quote(name)}`;
}

export function selectRows(table: TableName, rows: number): string {
  const columns = table.columns ? table.columns.map(quote).join(', ') : '*';
  return `SELECT ${columns} ${from(table)} LIMIT ${rows}`;
}

export function countRows(table: TableName): string {
  return `SELECT count(*) AS "rows" ${from(table)}`;
}
