import type { EngineRules } from './rds-engine';
import { invalid, isLiteral } from '../../validation/invalid';

/** Users that RDS itself has, and those that it calls the master user unless told otherwise. */
const RESERVED: readonly string[] = ['rdsadmin', 'rdsrepladmin', 'rdstopmgr', 'rdsproxyadmin', 'rds_iam', 'rds_superuser', 'rds_replication', 'postgres', 'admin', 'root'];

/** Refuses a name that no database user should, or can, have for IAM database authentication. */
export function requireDatabaseUserName(property: string, name: string, { most, unit }: EngineRules['userLimit']): void {
  if (!isLiteral(name)) return;
  const refuse = (problem: string, cure: string) => invalid(property, name, problem, cure);
  if (name === '') throw refuse('is empty', 'Name a database user, such as fourminds_iam_user');
  if (/[*?$]/.test(name)) throw refuse("holds '*', '?' or '$', which IAM does not take literally", 'Name one database user without them');
  if (/[\s/:'"\\`\u0000-\u001f\u007f]/.test(name)) throw refuse('holds white space, a quote, a slash or a colon', 'Use letters, digits and underscores');
  if (name.startsWith('pg_')) throw refuse("starts with 'pg_', which PostgreSQL keeps for itself", 'Use another name');
  if (RESERVED.includes(name.toLowerCase())) {
    throw refuse('is a user of RDS itself or a usual name of the master user, whose password would stop working with rds_iam', 'Name a user of its own that may only read');
  }
  const length = unit === 'bytes' ? Buffer.byteLength(name) : [...name].length;
  if (length > most) throw refuse(`has ${length} ${unit} and the engine takes ${most}`, 'Use a shorter name');
}

/**
 * Refuses the master user: once it has rds_iam, its password no longer works.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export function requireNotMaster(property: string, name: string, masterUsername: string | undefined, database: string): void {
  if (!isLiteral(name) || !isLiteral(masterUsername) || name.toLowerCase() !== masterUsername.toLowerCase()) return;
  throw invalid(property, name, `is the master user of ${database}, whose password would stop working with rds_iam`, 'Name a user of its own that may only read');
}
