import { requireCatalogId, requireCatalogName } from './catalog-name';
import type { LakeFormationDatabase, LakeFormationTable } from './data-catalog';
import type { LakeFormationAccessProps } from './lake-formation-access-props';
import { invalid, isLiteral, requireLiteralList } from '../../validation/invalid';

/** An LF-tag and the values of it that are granted. */
export interface LfTag {
  readonly key: string;
  readonly values: readonly string[];
}

/** What the platform may read, checked: databases and tables, or tags, or all that Lake Formation lets it read. */
export interface CatalogSelection {
  readonly allDatabases: boolean;
  readonly databases: readonly LakeFormationDatabase[];
  readonly tables: readonly LakeFormationTable[];
  readonly lfTags: readonly LfTag[];
}

/** LF-tags of one grant. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lakeformation-principalpermissions-lftagpolicyresource.html */
const MOST_TAGS = 5;

function nameIfKnown(...names: readonly string[]): string | undefined {
  return names.every(isLiteral) ? names.join('.') : undefined;
}

function requireColumns(property: string, columns: readonly string[] | undefined): void {
  if (columns === undefined) return;
  requireLiteralList(property, columns);
  if (columns.length === 0) throw invalid(property, undefined, 'is empty', 'List columns, or leave it out for all of the table');
  columns.forEach((column, index) => {
    requireCatalogName(`${property}[${index}]`, column);
    if (columns.indexOf(column) < index) throw invalid(`${property}[${index}]`, nameIfKnown(column), 'is listed twice', 'List it once');
  });
}

function requireDatabase(property: string, { name, linksTo }: LakeFormationDatabase): void {
  requireCatalogName(`${property}.name`, name);
  if (!linksTo) return;
  requireCatalogId(`${property}.linksTo.catalogId`, linksTo.catalogId);
  requireCatalogName(`${property}.linksTo.database`, linksTo.database);
}

function requireTable(property: string, { database, name, columns, linksTo }: LakeFormationTable): void {
  requireCatalogName(`${property}.database`, database);
  requireCatalogName(`${property}.name`, name);
  requireColumns(`${property}.columns`, columns);
  if (!linksTo) return;
  requireCatalogId(`${property}.linksTo.catalogId`, linksTo.catalogId);
  requireCatalogName(`${property}.linksTo.database`, linksTo.database);
  requireCatalogName(`${property}.linksTo.name`, linksTo.name);
}

function tagsOf(lfTags: Readonly<Record<string, readonly string[]>>): readonly LfTag[] {
  const tags = Object.entries(lfTags).map(([key, values]) => ({ key, values }));
  if (tags.length > MOST_TAGS) throw invalid('lfTags', `${tags.length} tags`, 'are more than one grant can have', `Give at most ${MOST_TAGS}`);
  for (const { key, values } of tags) {
    const property = `lfTags['${key}']`;
    requireLiteralList(property, values);
    if (values.length === 0) throw invalid(property, undefined, 'is empty', 'List the values whose tables may be read');
    const pattern = values.find((value) => /[*?]/.test(value));
    if (pattern !== undefined) throw invalid(property, pattern, 'is a pattern', 'List the values; a tag must be equal to one of them');
  }
  return tags;
}

function requireChoice({ allDatabases, databases, tables, lfTags }: CatalogSelection, grants: boolean): void {
  const listed = databases.length + tables.length;
  if (allDatabases && listed + lfTags.length > 0) throw invalid('allDatabases', 'true', 'contradicts the databases, tables or tags that are listed', 'Leave out one of the two');
  if (allDatabases && grants) throw invalid('grants', undefined, 'is not false, and Lake Formation has no grant on all databases', 'Set grants: false and have an administrator grant what may be read, or use lfTags');
  if (allDatabases) return;
  if (lfTags.length > 0 && listed > 0) throw invalid('lfTags', undefined, 'is given together with databases or tables', 'Leave out one of the two');
  if (lfTags.length === 0 && listed === 0) throw invalid('tables', undefined, 'is missing', 'List tables, or databases to be read whole, or give lfTags, or set allDatabases: true');
}

/** The databases, tables or tags that the caller lists, checked. */
export function catalogSelection(props: LakeFormationAccessProps): CatalogSelection {
  const { allDatabases = false, databases = [], tables = [], grants = true } = props;
  const selection = { allDatabases, databases, tables, lfTags: tagsOf(props.lfTags ?? {}) };
  requireChoice(selection, grants);
  const whole = new Set<string>();
  databases.forEach((database, index) => {
    requireDatabase(`databases[${index}]`, database);
    if (whole.has(database.name)) throw invalid(`databases[${index}]`, nameIfKnown(database.name), 'is listed twice', 'List it once');
    whole.add(database.name);
  });
  const listed = new Set<string>();
  tables.forEach((table, index) => {
    const property = `tables[${index}]`;
    requireTable(property, table);
    const name = `${table.database}.${table.name}`;
    const shown = nameIfKnown(table.database, table.name);
    if (whole.has(table.database)) throw invalid(property, shown, 'is in a database that is listed whole', 'Leave out one of the two');
    if (listed.has(name)) throw invalid(property, shown, 'is listed twice', 'List it once, with all of its columns that may be read');
    listed.add(name);
  });
  return selection;
}

/** Tables, or columns of tables, that must be refused; none of them may be granted. */
export function deniedTables(props: LakeFormationAccessProps, { databases, tables }: CatalogSelection): readonly LakeFormationTable[] {
  const { deniedTables: denied = [] } = props;
  denied.forEach((table, index) => {
    const property = `deniedTables[${index}]`;
    requireTable(property, table);
    const shown = nameIfKnown(table.database, table.name);
    const granted = tables.find(({ database, name }) => database === table.database && name === table.name);
    if (databases.some(({ name }) => name === table.database)) throw invalid(property, shown, 'is in a database that is granted whole', 'List the tables of that database that may be read');
    if (!granted) return;
    if (!table.columns || !granted.columns) throw invalid(property, shown, 'is a granted table too', 'Give the columns of both');
    const both = table.columns.find((column) => granted.columns?.includes(column));
    if (both !== undefined) throw invalid(`${property}.columns`, nameIfKnown(both), 'is a granted column too', 'Leave it out of one of the two');
  });
  return denied;
}
