import type { CatalogSelection } from './catalog-selection';
import type { LakeFormationTable } from './data-catalog';

/**
 * A resource of Lake Formation as CloudFormation writes it.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lakeformation-principalpermissions-resource.html
 */
interface LakeFormationResource {
  readonly Database?: { readonly CatalogId: string; readonly Name: string };
  readonly Table?: {
    readonly CatalogId: string;
    readonly DatabaseName: string;
    readonly Name?: string;
    readonly TableWildcard?: Readonly<Record<string, never>>;
  };
  readonly TableWithColumns?: {
    readonly CatalogId: string;
    readonly DatabaseName: string;
    readonly Name: string;
    readonly ColumnNames: readonly string[];
  };
  readonly LFTagPolicy?: {
    readonly CatalogId: string;
    readonly ResourceType: 'DATABASE' | 'TABLE';
    readonly Expression: readonly { readonly TagKey: string; readonly TagValues: readonly string[] }[];
  };
}

/** What Lake Formation grants on one thing. */
export interface DataPermission {
  /** What it is on, unique among those of a selection; may hold tokens. */
  readonly name: string;
  readonly permissions: readonly ('DESCRIBE' | 'SELECT')[];
  readonly resource: LakeFormationResource;
}

/**
 * What Lake Formation must grant for a selection to be read: DESCRIBE on databases and resource links, SELECT and DESCRIBE on tables.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
 * @param account the account of the stack
 */
export function dataPermissions(selection: CatalogSelection, account: string, hasDefaultDatabase: boolean): readonly DataPermission[] {
  const prefixed = (catalogId: string, name: string) => (catalogId === account ? name : `${catalogId}:${name}`);

  function ofDatabase(catalogId: string, name: string): DataPermission {
    return { name: `Database:${prefixed(catalogId, name)}`, permissions: ['DESCRIBE'], resource: { Database: { CatalogId: catalogId, Name: name } } };
  }

  function ofWholeDatabase(catalogId: string, name: string): DataPermission {
    const resource = { Table: { CatalogId: catalogId, DatabaseName: name, TableWildcard: {} } };
    return { name: `Tables:${prefixed(catalogId, name)}`, permissions: ['DESCRIBE', 'SELECT'], resource };
  }

  function ofTable({ database, name, columns, linksTo }: LakeFormationTable): readonly DataPermission[] {
    const target = linksTo ?? { catalogId: account, database, name };
    const table = { CatalogId: target.catalogId, DatabaseName: target.database, Name: target.name };
    const link = { Table: { CatalogId: account, DatabaseName: database, Name: name } };
    const id = `Table:${prefixed(target.catalogId, `${target.database}:${target.name}`)}`;
    return [
      ofDatabase(account, database),
      ...(linksTo ? [{ name: `Link:${database}:${name}`, permissions: ['DESCRIBE' as const], resource: link }] : []),
      columns
        // SELECT alone can be granted on columns; it lets the principal see the table with these columns.
        ? { name: id, permissions: ['SELECT'], resource: { TableWithColumns: { ...table, ColumnNames: columns } } }
        : { name: id, permissions: ['DESCRIBE', 'SELECT'], resource: { Table: table } },
    ];
  }

  const tags = selection.lfTags.map(({ key, values }) => ({ TagKey: key, TagValues: values }));
  const all: readonly DataPermission[] = [
    ...(hasDefaultDatabase ? [ofDatabase(account, 'default')] : []),
    ...selection.databases.flatMap(({ name, linksTo }) => (linksTo
      ? [ofDatabase(account, name), ofDatabase(linksTo.catalogId, linksTo.database), ofWholeDatabase(linksTo.catalogId, linksTo.database)]
      : [ofDatabase(account, name), ofWholeDatabase(account, name)])),
    ...selection.tables.flatMap(ofTable),
    // Tables inherit the tags of their database and can have more, so that a database need not have all of them.
    // https://docs.aws.amazon.com/lake-formation/latest/dg/tag-based-access-control.html
    ...tags.map((tag): DataPermission => (
      { name: `TaggedDatabases:${tag.TagKey}`, permissions: ['DESCRIBE'], resource: { LFTagPolicy: { CatalogId: account, ResourceType: 'DATABASE', Expression: [tag] } } }
    )),
    ...(tags.length > 0
      ? [{ name: 'TaggedTables', permissions: ['DESCRIBE' as const, 'SELECT' as const], resource: { LFTagPolicy: { CatalogId: account, ResourceType: 'TABLE' as const, Expression: tags } } }]
      : []),
  ];
  // Each once: tables share their database.
  return [...new Map(all.map((each) => [each.name, each])).values()];
}
