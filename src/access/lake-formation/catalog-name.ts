import { invalid, isLiteral, requireText } from '../../validation/invalid';

/**
 * Refuses what no database, table or column of the Data Catalog is called as Athena sees it: both keep names in lower case.
 * @see https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
 */
export function requireCatalogName(property: string, name: string): void {
  requireText(property, name);
  if (!isLiteral(name)) return;
  const refuse = (problem: string, cure: string) => invalid(property, name, problem, cure);
  if (name.startsWith('arn:')) throw refuse('is an ARN', `Give the name alone: ${name.split('/').at(-1) || 'sales'}`);
  if (/[*?]/.test(name)) throw refuse('is a pattern', 'List the names; databases takes all tables of a database');
  if (name.includes('.')) throw refuse('is a path', 'Give the database and the table in properties of their own');
  if (name !== name.toLowerCase()) throw refuse('has upper-case letters, which the Data Catalog does not keep', `Give ${name.toLowerCase()}`);
  if (!/^[^\s/$'"`\\{}]{1,255}$/.test(name)) throw refuse('is no name that the Data Catalog can have', 'Give 1 to 255 characters without spaces, quotes, slashes, braces and $');
}

/** Refuses what is no account. */
export function requireCatalogId(property: string, id: string): void {
  requireText(property, id);
  if (isLiteral(id) && !/^\d{12}$/.test(id)) throw invalid(property, id, 'is no account', 'Give the 12 digits of the account whose Data Catalog it is');
}
