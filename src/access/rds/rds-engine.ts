import { MARIADB_USER, MYSQL_USER, POSTGRES_USER, type NameLimit } from './database-user/user-name-problem';
import { invalid, isLiteral } from '../../validation/invalid';

/** A database engine that has IAM database authentication, by the name that RDS gives it. */
export enum RdsEngine {
  /** RDS for PostgreSQL. */
  POSTGRES = 'postgres',
  /** RDS for MySQL. */
  MYSQL = 'mysql',
  /** RDS for MariaDB 10.11, 11.4 or 11.8. */
  MARIADB = 'mariadb',
  /** Aurora PostgreSQL. */
  AURORA_POSTGRESQL = 'aurora-postgresql',
  /** Aurora MySQL. */
  AURORA_MYSQL = 'aurora-mysql',
}

/** What an engine's rules depend on. */
export interface EngineRules {
  readonly defaultPort: number;
  readonly userLimit: NameLimit;
}

const POSTGRES: EngineRules = { defaultPort: 5432, userLimit: POSTGRES_USER };
const MYSQL: EngineRules = { defaultPort: 3306, userLimit: MYSQL_USER };
const MARIADB: EngineRules = { defaultPort: 3306, userLimit: MARIADB_USER };

const RULES: Readonly<Record<string, EngineRules>> = {
  [RdsEngine.POSTGRES]: POSTGRES,
  [RdsEngine.MYSQL]: MYSQL,
  [RdsEngine.MARIADB]: MARIADB,
  [RdsEngine.AURORA_POSTGRESQL]: POSTGRES,
  [RdsEngine.AURORA_MYSQL]: MYSQL,
  // Aurora of MySQL 5.6, as the platform's guide still lists it.
  aurora: MYSQL,
};

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.IamDatabaseAuthentication.html */
const MARIADB_RELEASES: readonly string[] = ['10.11', '11.4', '11.8'];

/** The rules of an engine; refuses an engine or a version without IAM database authentication. */
export function requireEngine(property: string, engine: string, version?: string): EngineRules {
  const rules = RULES[engine];
  if (!rules) {
    throw invalid(property, undefined, `has an engine without IAM database authentication: RDS engine '${engine}' is not supported`,
      `Give a database of one of ${Object.keys(RULES).join(', ')}`);
  }
  if (engine === RdsEngine.MARIADB && isLiteral(version) && !MARIADB_RELEASES.some((release) => version === release || version.startsWith(`${release}.`))) {
    throw invalid(property, undefined, `is MariaDB ${version}, for which RDS has no IAM database authentication`, `Upgrade it to ${MARIADB_RELEASES.join(', ')}`);
  }
  return rules;
}

/** The rules that a name must keep to be a database user's in every engine. */
export const EVERY_ENGINE: EngineRules['userLimit'] = MYSQL.userLimit;
