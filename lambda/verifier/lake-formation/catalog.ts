import { GetDatabaseCommand, GetDatabasesCommand, type GlueClient, GetPartitionsCommand, GetTableCommand, GetTablesCommand, type Table } from '@aws-sdk/client-glue';
import { fullName, type TableName } from './table-name';
import type { LakeFormationSection } from '../../../src/document/connection-document-v1';
import { failureOf } from '../../aws/failure';
import type { IntegrationContext } from '../integrations/integration-plan';

export interface Tables {
  readonly tables: readonly TableName[];
  /** How many there are besides the ones that the limit allows. */
  readonly left: number;
}

/** The Data Catalog as the platform sees it. What the connection grants is waited for right after a deployment. */
export interface Catalog {
  readonly databases: () => Promise<readonly string[]>;
  /** False when Glue answers that there is no such database, which it does for hidden ones too. */
  readonly hasDatabase: (name: string) => Promise<boolean>;
  /** Nothing when Glue answers that there is no such database. */
  readonly tablesOf: (database: string) => Promise<readonly string[] | undefined>;
  /** Nothing when Glue answers that there is no such table, which it does for hidden ones too. */
  readonly table: (table: TableName) => Promise<Table | undefined>;
  /** Asked once: for a table that must be refused. Glue says "access denied" or, of what Lake Formation hides, "not found". */
  readonly isRefused: (table: TableName) => Promise<boolean>;
  readonly hasPartitions: (table: TableName) => Promise<boolean>;
  /** The tables that the connection grants: the listed ones, and those found in databases that are granted whole. */
  readonly granted: () => Promise<Tables>;
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_GetTables.html */
const PER_PAGE = 100;

export function createCatalog(glue: GlueClient, { scope }: LakeFormationSection, { calls, limits }: IntegrationContext): Catalog {
  const known = new Map<string, Promise<Table | undefined>>();
  const listed = new Map<string, Promise<readonly string[] | undefined>>();
  let databases: Promise<readonly string[]> | undefined;
  let granted: Promise<Tables> | undefined;

  const readDatabases = () => collect(async (NextToken) => {
    const { DatabaseList = [], NextToken: next } = await calls.mustWork((abortSignal) => (
      glue.send(new GetDatabasesCommand({ MaxResults: PER_PAGE, NextToken }), { abortSignal })
    ));
    return { items: DatabaseList.map(({ Name = '' }) => Name), next };
  });
  const readDatabase = (Name: string) => orMissing(async () => (
    (await calls.mustWork((abortSignal) => glue.send(new GetDatabaseCommand({ Name }), { abortSignal }))).Database
  ));
  const readTables = (DatabaseName: string) => orMissing(async () => collect(async (NextToken) => {
    const { TableList = [], NextToken: next } = await calls.mustWork((abortSignal) => (
      glue.send(new GetTablesCommand({ DatabaseName, MaxResults: PER_PAGE, NextToken }), { abortSignal })
    ));
    return { items: TableList.map(({ Name = '' }) => Name), next };
  }));
  const readTable = ({ database, name }: TableName) => orMissing(async () => (
    (await calls.mustWork((abortSignal) => glue.send(new GetTableCommand({ DatabaseName: database, Name: name }), { abortSignal }))).Table
  ));

  const catalog: Catalog = {
    databases: async () => (databases ??= calls.patiently(readDatabases, ({ length }) => length === 0)),
    hasDatabase: async (name) => await calls.patiently(async () => readDatabase(name), (found) => found === undefined) !== undefined,
    // A database that is granted whole and has no tables cannot be told from one whose grant is not in force yet.
    tablesOf: async (database) => remember(listed, database, async () => calls.patiently(
      async () => readTables(database), (names) => names === undefined || (names.length === 0 && scope.databases.includes(database)),
    )),
    table: async (table) => remember(known, fullName(table), async () => calls.patiently(
      async () => readTable(table), (found) => found === undefined || hiddenColumns(table, found).length > 0,
    )),
    isRefused: async ({ database, name }) => {
      const input = { DatabaseName: database, Name: name };
      const ask = async () => calls.isRefused((abortSignal) => glue.send(new GetTableCommand(input), { abortSignal }));
      return (await orMissing(ask))?.refused ?? true;
    },
    hasPartitions: async ({ database, name }) => {
      const { Partitions = [] } = await calls.mustWork((abortSignal) => (
        glue.send(new GetPartitionsCommand({ DatabaseName: database, TableName: name, MaxResults: 1 }), { abortSignal })
      ));
      return Partitions.length > 0;
    },
    granted: async () => (granted ??= findGranted()),
  };

  async function findGranted(): Promise<Tables> {
    const whole = isByGrant(scope) ? await catalog.databases() : scope.databases;
    const found = await Promise.all(whole.map(async (database) => {
      const names = await catalog.tablesOf(database) ?? [];
      return names.map((name): TableName => ({ database, name }));
    }));
    const all = [...scope.tables, ...found.flat()];
    return { tables: all.slice(0, limits.places), left: Math.max(0, all.length - limits.places) };
  }
  return catalog;
}

/** Whether Lake Formation's grants alone say what may be read, so that what is visible is what is granted. */
export function isByGrant({ allDatabases, lfTags }: LakeFormationSection['scope']): boolean {
  return allDatabases || lfTags.length > 0;
}

/** Columns as the role sees them, those of partitions too. */
export function columnsOf({ StorageDescriptor, PartitionKeys = [] }: Table): readonly string[] {
  return [...StorageDescriptor?.Columns ?? [], ...PartitionKeys].map(({ Name = '' }) => Name);
}

/** The granted columns that the role does not see. */
export function hiddenColumns({ columns = [] }: TableName, known: Table): readonly string[] {
  const seen = columnsOf(known);
  return columns.filter((column) => !seen.includes(column));
}

async function remember<T>(memory: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const answer = memory.get(key) ?? read();
  memory.set(key, answer);
  return answer;
}

interface Page<T> { readonly items: readonly T[]; readonly next: string | undefined }

async function collect<T>(page: (token: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items);
    token = next || undefined;
  } while (token !== undefined);
  return all;
}

/**
 * Glue says of what Lake Formation hides that it does not exist.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/access-control-metadata.html
 */
async function orMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (failureOf(error).name === 'EntityNotFoundException') return undefined;
    throw error;
  }
}
