import { columnsOf, hiddenColumns, isByGrant } from './catalog';
import { holds, ifAllowed } from './governance';
import type { LakeFormationContext } from './lake-formation-context';
import { fullName, type TableName } from './table-name';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget } from '../probes/probe';

const integration = 'lake-formation';

/** Databases in which the connection grants something. */
function grantedDatabases({ section: { scope } }: LakeFormationContext): readonly string[] {
  return [...new Set([...scope.databases, ...scope.tables.map(({ database }) => database)])];
}

export function listDatabasesProbe(context: LakeFormationContext): Probe {
  const { document: { account }, catalog } = context;
  const looked = grantedDatabases(context).map((database): ProbeTarget => ({
    name: database,
    check: async () => await catalog.hasDatabase(database) ? passed(`Database '${database}' is visible`) : found('LAKE_FORMATION_DATABASE_HIDDEN', { database }),
  }));
  return { id: 'lake-formation.list-databases', integration, expects: 'allowed', targets: [{ name: `account ${account}`, check: async () => listDatabases(context) }, ...looked] };
}

async function listDatabases({ catalog, governance, document }: LakeFormationContext): Promise<readonly Finding[]> {
  const [databases, settings] = await Promise.all([catalog.databases(), ifAllowed(governance.settings())]);
  const listed = databases.length === 0
    ? found('LAKE_FORMATION_NO_DATABASES', {})
    : passed(`${databases.length} database(s) are listed`, { databases: databases.length, ...(settings && { newTablesOpen: settings.newTablesOpen }) });
  if (settings === undefined) return [listed, found('VERIFIER_NOT_ALLOWED', { action: 'lakeformation:GetDataLakeSettings', resource: '*' })];
  return [
    listed,
    ...(settings.administrators.length === 0 ? [found('LAKE_FORMATION_NO_ADMIN', {})] : []),
    ...(settings.administrators.includes(document.principal.arn) ? [found('LAKE_FORMATION_ROLE_IS_ADMIN', {})] : []),
  ];
}

export function listTablesProbe(context: LakeFormationContext): Probe {
  const { catalog, section: { scope } } = context;
  const check = async (database: string): Promise<Finding> => {
    const tables = await catalog.tablesOf(database);
    if (tables === undefined) return found('LAKE_FORMATION_DATABASE_HIDDEN', { database });
    return tables.length === 0 ? found('LAKE_FORMATION_NO_TABLES', { database }) : passed(`${tables.length} table(s) are listed`, { tables: tables.length });
  };
  const targets = async (): Promise<readonly ProbeTarget[]> => {
    const databases = isByGrant(scope) ? await catalog.databases() : grantedDatabases(context);
    return databases.map((name) => ({ name, check: async () => check(name) }));
  };
  return { id: 'lake-formation.list-tables', integration, expects: 'allowed', targets };
}

export function getTableProbe(context: LakeFormationContext): Probe {
  return {
    id: 'lake-formation.get-table',
    integration,
    expects: 'allowed',
    targets: async () => {
      const { tables, left } = await context.catalog.granted();
      const rest: readonly ProbeTarget[] = left === 0 ? [] : [{ name: 'more tables', check: async () => found('LAKE_FORMATION_TABLES_LEFT', { left, looked: tables.length }) }];
      return [...tables.map((table) => ({ name: fullName(table), check: async () => getTable(context, table) })), ...rest];
    },
  };
}

async function getTable({ catalog, governance }: LakeFormationContext, table: TableName): Promise<readonly Finding[]> {
  const [known, grants] = await Promise.all([catalog.table(table), ifAllowed(governance.grants())]);
  const name = fullName(table);
  const seen = grants && { grantSeen: holds(grants.ofRole, table) };
  if (known === undefined) return [found('LAKE_FORMATION_TABLE_HIDDEN', { table: name }, seen)];
  const { PartitionKeys = [], IsRegisteredWithLakeFormation: registered = false, TargetTable } = known;
  const columns = columnsOf(known);
  const hidden = hiddenColumns(table, known);
  const findings: Finding[] = [
    hidden.length > 0
      ? found('LAKE_FORMATION_COLUMN_HIDDEN', { table: name, columns: hidden.join(', ') }, seen)
      : passed(`Table '${name}' is visible with ${columns.length} column(s)`, { columns: columns.length, partitionKeys: PartitionKeys.length, registered, ...seen }),
  ];
  // Of a resource link, the owner of the table knows.
  if (!registered && TargetTable === undefined) findings.push(found('LAKE_FORMATION_NOT_REGISTERED', { table: name }));
  if (grants && holds(grants.open, table)) findings.push(found('LAKE_FORMATION_NOT_ENFORCED', { what: name }));
  return findings;
}
