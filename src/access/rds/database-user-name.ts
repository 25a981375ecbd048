import { userNameProblem, type NameLimit } from './database-user/user-name-problem';
import { invalid, isLiteral, requireText } from '../../validation/invalid';

/** Refuses a name that no database user should, or can, have for IAM database authentication. */
export function requireDatabaseUserName(property: string, name: string, limit: NameLimit): void {
  requireText(property, name);
  const found = isLiteral(name) ? userNameProblem(name, limit) : undefined;
  if (found) throw invalid(property, name, found.problem, found.cure);
}

/**
 * Refuses the master user: once it has rds_iam, its password no longer works.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export function requireNotMaster(property: string, name: string, masterUsername: string | undefined, database: string): void {
  if (!isLiteral(name) || !isLiteral(masterUsername) || name.toLowerCase() !== masterUsername.toLowerCase()) return;
  throw invalid(property, name, `is the master user of ${database}, whose password would stop working with rds_iam`, 'Name a user of its own that may only read');
}
