import type { Login } from '../../lambda/verifier/rds/database-engine';
import { countingSink } from '../../lambda/verifier/rds/export/sinks';
import { mysqlEngine } from '../../lambda/verifier/rds/mysql/engine';
import { postgresEngine } from '../../lambda/verifier/rds/postgres/engine';

/** Exports one table and prints the most kilobytes of memory that it took. */
async function main(): Promise<void> {
  const login = JSON.parse(process.env.LOGIN ?? '') as Login;
  const postgres = process.env.ENGINE === 'postgres';
  const session = await (postgres ? postgresEngine : mysqlEngine).connect(login);
  const table = { schema: postgres ? 'public' : login.database ?? '', name: process.env.TABLE ?? '' };
  await session.exportTable(table, { maxRows: 50_000, timeoutMs: 120_000 }, countingSink);
  await session.close();
  console.log(process.resourceUsage().maxRSS);
}

void main();
