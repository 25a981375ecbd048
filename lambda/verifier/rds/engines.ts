import type { DatabaseEngine } from './database-engine';
import { mysqlEngine } from './mysql/engine';
import { postgresEngine } from './postgres/engine';

/** The engine names of RDS that the platform can browse. */
const ENGINES: ReadonlyMap<string, DatabaseEngine> = new Map([
  ['postgres', postgresEngine],
  ['aurora-postgresql', postgresEngine],
  ['mysql', mysqlEngine],
  ['mariadb', mysqlEngine],
  ['aurora-mysql', mysqlEngine],
  ['aurora', mysqlEngine],
]);

/** @returns undefined for an engine that the platform can list but not browse, such as oracle-ee. */
export function engineOf(rdsEngine: string): DatabaseEngine | undefined {
  return ENGINES.get(rdsEngine.toLowerCase());
}
