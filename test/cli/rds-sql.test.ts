import { run } from '../../cli/run';
import { RdsEngine, RdsIamAuthAccess } from '../../src';

async function sql(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
  let out = '';
  let error = '';
  const code = await run(['rds-sql', ...args], { out: (text) => { out += text; }, error: (text) => { error += text; } });
  return { code, out, error };
}

test('prints what setupSql writes', async () => {
  const { code, out, error } = await sql('--engine', 'postgres', '--database', 'shop', '--database', 'archive', '--schema', 'public', '--schema', 'reports', '--owner', 'app', '--user', 'reader');
  expect([code, error]).toEqual([0, '']);
  const schemas = [{ name: 'public', owners: ['app'] }, { name: 'reports', owners: ['app'] }];
  expect(out).toBe(RdsIamAuthAccess.setupSql({ engine: RdsEngine.POSTGRES, userName: 'reader', databases: [{ name: 'shop', schemas }, { name: 'archive', schemas }] }));
});

test('means the user of the platform, the schema public and all tables unless told otherwise', async () => {
  expect((await sql('--engine', 'aurora-postgresql', '--database', 'shop')).out).toBe(RdsIamAuthAccess.setupSql({ engine: RdsEngine.POSTGRES, databases: [{ name: 'shop' }] }));
  expect((await sql('--engine', 'mariadb', '--database', 'shop', '--table', 'orders')).out).toBe(RdsIamAuthAccess.setupSql({ engine: RdsEngine.MARIADB, databases: [{ name: 'shop', tables: ['orders'] }] }));
});

test.each<[string[], string]>([
  [[], "--engine '' is none of postgres, aurora-postgresql, mysql, mariadb, aurora-mysql."],
  [['--engine', 'oracle-ee', '--database', 'shop'], "--engine 'oracle-ee' is none of postgres, aurora-postgresql, mysql, mariadb, aurora-mysql."],
  [['--engine', 'toString', '--database', 'shop'], "--engine 'toString' is none of postgres"],
  [['--engine', 'mysql'], '--database is missing. Name at least one database.'],
  [['--engine', 'mysql', '--database', 'shop', '--schema', 'public'], '--schema and --owner are for PostgreSQL'],
  [['--engine', 'mysql', '--database', 'shop', '--user', 'a'.repeat(33)], `--user '${'a'.repeat(33)}' has 33 characters and the engine takes 32. Use a shorter name.`],
  [['--engine', 'mysql', '--database', 'shop', '--user', 'rdsadmin'], "--user 'rdsadmin' is a user of RDS itself"],
  [['--engine', 'mysql', '--database', 'mysql'], "databases[0].name 'mysql' belongs to the server itself. Name databases of your own."],
  [['--engine', 'postgres', '--database', 'shop', '--table', 'a', '--owner', 'app'], 'databases[0].schemas[0].owners stands beside tables'],
  [['--engine', 'mysql', '--password', 'x'], "Unknown option '--password'"],
])('%j is refused', async (args, message) => {
  const { code, out, error } = await sql(...args);
  expect([code, out]).toEqual([2, '']);
  expect(error).toContain(message);
  expect(error).toContain('Usage: cdk-ai-platform-access rds-sql');
});

test('is in the overview', async () => {
  let out = '';
  await run(['--help'], { out: (text) => { out += text; }, error: () => undefined });
  expect(out).toContain('rds-sql          prints the SQL that makes a database user for RDS');
});
