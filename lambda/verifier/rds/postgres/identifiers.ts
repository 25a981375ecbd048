import { postgresName } from '../../../../src/access/rds/database-user/identifiers';
import type { TableName } from '../database-engine';

export const quoteIdentifier = (name: string): string => postgresName(name);

export function quoteTable({ schema, name }: TableName): string {
  return postgresName(schema, name);
}
