import { CfnPrincipalPermissions } from 'aws-cdk-lib/aws-lakeformation';
import { Construct } from 'constructs';
import type { CatalogSelection } from './catalog-selection';
import type { LakeFormationTable } from './data-catalog';

type Permission = 'DESCRIBE' | 'SELECT';

export interface PrincipalPermissionsProps {
  readonly selection: CatalogSelection;
  /** The role that gets the grants. */
  readonly principalArn: string;
  /** The account of the stack. */
  readonly account: string;
  readonly hasDefaultDatabase: boolean;
}

/**
 * What Lake Formation grants to the role: DESCRIBE on databases and resource links, SELECT and DESCRIBE on tables. The account's own
 * settings (AWS::LakeFormation::DataLakeSettings) are not touched: writing them replaces the account's administrators.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
 */
export class PrincipalPermissions extends Construct {
  private readonly granted = new Set<string>();

  public constructor(scope: Construct, id: string, private readonly props: PrincipalPermissionsProps) {
    super(scope, id);
    const { account, hasDefaultDatabase, selection: { databases, tables, lfTags } } = props;
    if (hasDefaultDatabase) this.database(account, 'default');
    for (const { name, linksTo } of databases) {
      this.database(account, name);
      if (linksTo) {
        this.database(linksTo.catalogId, linksTo.database);
        this.wholeDatabase(linksTo.catalogId, linksTo.database);
      } else {
        this.wholeDatabase(account, name);
      }
    }
    for (const table of tables) this.table(table);
    this.tags(lfTags.map(({ key, values }) => ({ tagKey: key, tagValues: [...values] })));
  }

  private table({ database, name, columns, linksTo }: LakeFormationTable): void {
    const { account } = this.props;
    this.database(account, database);
    if (linksTo) this.grant(`Link:${database}:${name}`, ['DESCRIBE'], { table: { catalogId: account, databaseName: database, name } });
    const target = linksTo ?? { catalogId: account, database, name };
    const catalogAndName = { catalogId: target.catalogId, databaseName: target.database, name: target.name };
    const id = `Table:${linksTo ? `${target.catalogId}:` : ''}${target.database}:${target.name}`;
    // SELECT alone can be granted on columns; it lets the principal see the table with these columns.
    if (columns) this.grant(id, ['SELECT'], { tableWithColumns: { ...catalogAndName, columnNames: [...columns] } });
    else this.grant(id, ['DESCRIBE', 'SELECT'], { table: catalogAndName });
  }

  private database(catalogId: string, name: string): void {
    const id = `Database:${catalogId === this.props.account ? '' : `${catalogId}:`}${name}`;
    this.grant(id, ['DESCRIBE'], { database: { catalogId, name } });
  }

  private wholeDatabase(catalogId: string, databaseName: string): void {
    const id = `Tables:${catalogId === this.props.account ? '' : `${catalogId}:`}${databaseName}`;
    this.grant(id, ['DESCRIBE', 'SELECT'], { table: { catalogId, databaseName, tableWildcard: {} } });
  }

  private tags(expression: CfnPrincipalPermissions.LFTagProperty[]): void {
    if (expression.length === 0) return;
    const { account: catalogId } = this.props;
    // Tables inherit the tags of their database and can have more, so that a database need not have all of them.
    // https://docs.aws.amazon.com/lake-formation/latest/dg/tag-based-access-control.html
    for (const tag of expression) {
      this.grant(`TaggedDatabases:${tag.tagKey}`, ['DESCRIBE'], { lfTagPolicy: { catalogId, resourceType: 'DATABASE', expression: [tag] } });
    }
    this.grant('TaggedTables', ['DESCRIBE', 'SELECT'], { lfTagPolicy: { catalogId, resourceType: 'TABLE', expression } });
  }

  /** Once for each thing. All properties are create-only, and the grant option, which the platform never gets, must be given as empty. */
  private grant(name: string, permissions: Permission[], resource: CfnPrincipalPermissions.ResourceProperty): void {
    if (this.granted.has(name)) return;
    this.granted.add(name);
    new CfnPrincipalPermissions(this, this.idOf(name), {
      principal: { dataLakePrincipalIdentifier: this.props.principalArn },
      resource,
      permissions,
      permissionsWithGrantOption: [],
    });
  }

  /** A construct ID may hold no token: such a grant is numbered instead. */
  private idOf(name: string): string {
    return name.includes('${Token[') ? `${name.slice(0, name.indexOf(':'))}:${this.granted.size}` : name;
  }
}
