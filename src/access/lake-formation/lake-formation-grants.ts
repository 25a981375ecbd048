import type { ResultsLocation } from './athena-results-location';
import type { CatalogSelection } from './catalog-selection';
import type { LakeFormationResource } from './lake-formation-permissions';
import { viaS3 } from '../../policy/via-s3';
import type { ResourceGrant } from '../permission-table';

type Granted = ResourceGrant<LakeFormationResource>;

/** `arn:aws-us-gov:glue:ap-southeast-10:123456789012:table/` and the longest names that a token is likely to stand for. */
const TABLE_ARN_CHARACTERS = 60 + 128;

const LIST_REASON = 'AWS authorises a list of tables on all tables of the database; Lake Formation leaves out those that are not granted';
const WHOLE_REASON = 'The owner lists the database whole in databases';
const TAGS_REASON = 'The owner chose lfTags: Lake Formation alone decides which databases and tables these are';
const ALL_REASON = 'The owner chose allDatabases: true';
const RESULTS_REASON = 'Athena names the result files; the path is for this connection alone';

export interface GrantedStack {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

export interface GrantedQueries {
  readonly results: ResultsLocation;
  readonly workgroup: string;
}

function unique(grants: readonly Granted[]): readonly Granted[] {
  const seen = new Set<string>();
  return grants.filter(({ on, resource }) => !seen.has(`${on} ${resource}`) && seen.add(`${on} ${resource}`));
}

function catalogGrants(selection: CatalogSelection, { partition, region, account }: GrantedStack): readonly Granted[] {
  const { allDatabases, databases, tables, lfTags } = selection;
  const arn = (catalog: string, resource: string) => `arn:${partition}:glue:${region}:${catalog}:${resource}`;
  const of = (unit: string) => ({ unit, tokenBound: TABLE_ARN_CHARACTERS });
  const catalogOf = (catalog: string): Granted => ({ ...of('the Data Catalog'), on: 'catalog', resource: arn(catalog, 'catalog') });
  const databaseOf = (catalog: string, name: string, wildcardReason?: string): Granted[] => [
    { ...of(name), on: 'database', resource: arn(catalog, `database/${name}`), wildcardReason },
    { ...of(name), on: 'tableList', resource: arn(catalog, `table/${name}/*`), wildcardReason: LIST_REASON },
  ];
  const tableOf = (catalog: string, database: string, name: string, wildcardReason?: string): Granted => (
    { ...of(`${database}.${name}`), on: 'table', resource: arn(catalog, `table/${database}/${name}`), wildcardReason }
  );
  const anyReason = allDatabases ? ALL_REASON : TAGS_REASON;

  return unique([
    catalogOf(account),
    ...[...databases, ...tables].flatMap(({ linksTo }) => linksTo ? [catalogOf(linksTo.catalogId)] : []),
    { ...of('default'), on: 'defaultDatabase', resource: arn(account, 'database/default') },
    ...(allDatabases || lfTags.length > 0 ? [
      ...databaseOf(account, '*', anyReason),
      tableOf(account, '*', '*', anyReason),
    ] : []),
    ...databases.flatMap(({ name, linksTo }) => [
      ...databaseOf(account, name),
      ...(linksTo ? databaseOf(linksTo.catalogId, linksTo.database) : []),
    ]),
    ...tables.flatMap(({ database, linksTo }) => [
      ...databaseOf(account, database),
      ...(linksTo ? databaseOf(linksTo.catalogId, linksTo.database) : []),
    ]),
    ...databases.flatMap(({ name, linksTo }) => [
      tableOf(account, name, '*', WHOLE_REASON),
      ...(linksTo ? [tableOf(linksTo.catalogId, linksTo.database, '*', WHOLE_REASON)] : []),
    ]),
    // Last, so that a table at the end of the list moves nothing else.
    ...tables.flatMap(({ database, name, linksTo }) => [
      tableOf(account, database, name),
      ...(linksTo ? [tableOf(linksTo.catalogId, linksTo.database, linksTo.name)] : []),
    ]),
  ]);
}

function resultsGrants({ bucketArn, prefix, encryptionKey }: ResultsLocation): readonly Granted[] {
  const of = { unit: 'the results location', tokenBound: TABLE_ARN_CHARACTERS };
  return [
    { ...of, on: 'resultsBucket', resource: bucketArn },
    { ...of, on: 'resultsObject', resource: `${bucketArn}/${prefix}*`, wildcardReason: RESULTS_REASON },
    ...(encryptionKey ? [{ ...of, on: 'resultsKey' as const, resource: encryptionKey.keyArn, conditions: viaS3(encryptionKey) }] : []),
  ];
}

/** What the caller's choice grants in IAM. */
export function lakeFormationGrants(selection: CatalogSelection, { results, workgroup }: GrantedQueries, stack: GrantedStack): readonly Granted[] {
  return [
    { on: 'governedData', resource: '*', unit: 'governed data', wildcardReason: 'AWS grants lakeformation:GetDataAccess on * only; Lake Formation decides for each table and column' },
    { on: 'workgroup', resource: `arn:${stack.partition}:athena:${stack.region}:${stack.account}:workgroup/${workgroup}`, unit: 'the workgroup', tokenBound: 128 },
    ...resultsGrants(results),
    ...catalogGrants(selection, stack),
  ];
}
