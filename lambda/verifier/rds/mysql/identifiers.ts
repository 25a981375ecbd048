import { mysqlName } from '../../../../src/access/rds/database-user/identifiers';
import type { TableName } from '../database-engine';

export const quoteIdentifier = (name: string): string => mysqlName(name);

export function quoteTable({ schema, name }: TableName): string {
  return mysqlName(schema, name);
}
