import { parseArgs } from 'node:util';
import { familyOf, type DatabaseRights } from '../../src/access/rds/database-user/database-rights';
import { rightsProblem } from '../../src/access/rds/database-user/rights-problem';
import { setupSql } from '../../src/access/rds/database-user/setup-sql';
import {
  MARIADB_USER, MYSQL_USER, POSTGRES_USER, userNameProblem, type NameLimit,
} from '../../src/access/rds/database-user/user-name-problem';
import { UsageError, type Command } from '../command';

const USER_LIMITS: Readonly<Record<string, NameLimit>> = {
  'postgres': POSTGRES_USER, 'aurora-postgresql': POSTGRES_USER, 'mysql': MYSQL_USER, 'mariadb': MARIADB_USER, 'aurora-mysql': MYSQL_USER,
};
const ENGINES = Object.keys(USER_LIMITS);

const HELP = `Usage: cdk-ai-platform-access rds-sql --engine <engine> --database <name> [options]

Prints the SQL that makes a database user for IAM database authentication and lets it read, for whoever runs it as the master user.
Nothing is connected to. For PostgreSQL run it with psql, which changes to each database:

  cdk-ai-platform-access rds-sql --engine postgres --database shop | psql --set ON_ERROR_STOP=1 "host=... dbname=postgres user=..."

  --engine <engine>    ${ENGINES.join(', ')}
  --database <name>    a database that may be read; give it again for another
  --schema <name>      PostgreSQL: a schema of each database, public if left out; give it again for another
  --table <name>       the only table that may be read, of each schema or database; give it again for another. All tables if left out
  --owner <role>       PostgreSQL: a role whose future tables may be read too; give it again for another
  --user <name>        the database user; fourminds_iam_user if left out
`;

const MANY = { type: 'string', multiple: true } as const;
const ONE = { type: 'string' } as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { engine: ONE, user: ONE, database: MANY, schema: MANY, table: MANY, owner: MANY } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The same rights in each of the databases. */
function rightsOf({ database = [], schema, table: tables, owner: owners }: ReturnType<typeof parse>, postgres: boolean): readonly DatabaseRights[] {
  if (postgres) return database.map((name) => ({ name, schemas: (schema ?? ['public']).map((each) => ({ name: each, tables, owners })) }));
  if (schema ?? owners) throw new UsageError('--schema and --owner are for PostgreSQL; in MySQL and MariaDB a database is a schema, and its future tables are covered.');
  return database.map((name) => ({ name, tables }));
}

export const command: Command = {
  summary: 'prints the SQL that makes a database user for RDS',
  help: HELP,
  run: async (args, { out }) => {
    const values = parse(args);
    const { engine = '', user = 'fourminds_iam_user' } = values;
    if (!ENGINES.includes(engine)) throw new UsageError(`--engine '${engine}' is none of ${ENGINES.join(', ')}.`);
    const family = familyOf(engine);
    const databases = rightsOf(values, family === 'postgres');
    if (databases.length === 0) throw new UsageError('--database is missing. Name at least one database.');
    const named = userNameProblem(user, USER_LIMITS[engine]);
    const found = named ? { property: '--user', value: user, ...named } : rightsProblem(family, databases);
    if (found) throw new UsageError(`${found.property}${found.value === undefined ? '' : ` '${found.value}'`} ${found.problem}. ${found.cure}.`);
    out(setupSql(family, user, databases));
    return 0;
  },
};
