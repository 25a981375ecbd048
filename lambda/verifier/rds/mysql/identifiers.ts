import type { TableName } from '../database-engine';

/** https://dev.mysql.com/doc/refman/8.0/en/identifiers.html */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export function quoteTable(table: TableName): string {
  return `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
}
