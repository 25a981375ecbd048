import type { Permission, Probe } from '../permission';

/** What Lake Formation permissions are granted on, in the words of the document and the README. */
export const LAKE_FORMATION_RESOURCES = {
  catalog: 'the Data Catalog of the account, and of each account that shares a table',
  defaultDatabase: 'the database `default`, which Athena looks up before any query',
  database: 'each database with readable tables, and what it links to; every one with `lfTags` or `allDatabases`',
  tableList: 'the tables of each such database (AWS authorises a list on all of them; Lake Formation leaves out what is not granted)',
  table: 'each readable table, or all of a database, and what it links to; every one with `lfTags` or `allDatabases`',
  governedData: 'the data of governed tables (AWS grants it on `*` only; Lake Formation decides for each table and column)',
  workgroup: 'the Athena workgroup',
  resultsBucket: 'the bucket of the Athena results location',
  resultsObject: 'the objects under the Athena results location',
  resultsKey: 'the KMS key of the Athena results, through S3 only',
} as const;

export type LakeFormationResource = keyof typeof LAKE_FORMATION_RESOURCES;

type Row = Permission<LakeFormationResource>;

function rows(sid: string, on: LakeFormationResource, ...entries: readonly (readonly [action: string, purpose: string, probe: string, optional?: 'optional'])[]): readonly Row[] {
  return entries.map(([action, purpose, probe, optional]) => ({ sid, action, on, purpose, required: optional === undefined, probe: `lake-formation.${probe}` }));
}

const PARTITIONS = 'Finds the files of partitioned tables';

/**
 * Glue authorises a call on the catalog, the database and the table together, so that each action of a table is on all three.
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena-data-access.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonathena.html
 */
export const LAKE_FORMATION_PERMISSIONS: readonly Row[] = [
  ...rows('GlueCatalog', 'catalog',
    ['glue:GetDatabases', 'Browses the databases', 'list-databases'],
    ['glue:GetDatabase', 'Looks a database up', 'list-databases'],
    ['glue:GetTables', 'Browses the tables', 'list-tables'],
    ['glue:GetTable', 'Reads the schema of a table', 'get-table'],
    ['glue:GetPartition', PARTITIONS, 'query-table'],
    ['glue:GetPartitions', PARTITIONS, 'query-table'],
    ['glue:BatchGetPartition', PARTITIONS, 'query-table'],
  ),
  ...rows('GlueDefaultDatabase', 'defaultDatabase', ['glue:GetDatabase', 'Lets Athena start a query', 'query-table']),
  ...rows('GlueDatabase', 'database',
    ['glue:GetDatabases', 'Browses the databases', 'list-databases'],
    ['glue:GetDatabase', 'Looks a database up', 'list-databases'],
    ['glue:GetTables', 'Browses the tables', 'list-tables'],
    ['glue:GetTable', 'Reads the schema of a table', 'get-table'],
    ['glue:GetPartition', PARTITIONS, 'query-table'],
    ['glue:GetPartitions', PARTITIONS, 'query-table'],
    ['glue:BatchGetPartition', PARTITIONS, 'query-table'],
  ),
  ...rows('GlueListTables', 'tableList', ['glue:GetTables', 'Browses the tables', 'list-tables']),
  ...rows('GlueTable', 'table',
    ['glue:GetTable', 'Reads the schema of a table', 'get-table'],
    ['glue:GetPartition', PARTITIONS, 'query-table'],
    ['glue:GetPartitions', PARTITIONS, 'query-table'],
    ['glue:BatchGetPartition', PARTITIONS, 'query-table'],
  ),
  ...rows('LakeFormationData', 'governedData', ['lakeformation:GetDataAccess', 'Lets Lake Formation hand out the data of granted tables to a query', 'query-table']),
  ...rows('AthenaQuery', 'workgroup',
    ['athena:GetWorkGroup', 'Reads the settings of the workgroup', 'workgroup'],
    ['athena:StartQueryExecution', 'Runs SELECT queries against governed tables', 'query-table'],
    ['athena:GetQueryExecution', 'Waits for a query', 'query-table'],
    ['athena:GetQueryResults', 'Reads the rows of a query', 'query-table'],
    ['athena:GetQueryResultsStream', 'Reads the rows of a long result faster', 'import-table', 'optional'],
    ['athena:StopQueryExecution', 'Stops a query that takes too long or reads too much', 'import-table', 'optional'],
  ),
  ...rows('AthenaResultsBucket', 'resultsBucket',
    ['s3:GetBucketLocation', 'Finds the region of the results', 'query-table'],
    ['s3:ListBucket', 'Finds the results', 'query-table'],
    ['s3:ListBucketMultipartUploads', 'Writes long results', 'query-table'],
  ),
  ...rows('AthenaResults', 'resultsObject',
    ['s3:GetObject', 'Reads the results of a query', 'read-result'],
    ['s3:PutObject', 'Writes the results of a query', 'query-table'],
    ['s3:AbortMultipartUpload', 'Gives a long result up', 'query-table'],
    ['s3:ListMultipartUploadParts', 'Writes long results', 'query-table'],
  ),
  ...rows('AthenaResultsKey', 'resultsKey',
    ['kms:Decrypt', 'Reads encrypted results', 'read-result'],
    ['kms:GenerateDataKey', 'Encrypts the results', 'query-table'],
  ),
];

export const LAKE_FORMATION_PROBES: readonly Probe[] = [
  { id: 'lake-formation.list-databases', action: 'test-connection', expects: 'allowed', description: 'GetDatabases, paged, and GetDatabase on each granted database; the verifier itself reads the settings of Lake Formation' },
  { id: 'lake-formation.list-tables', action: 'test-connection', expects: 'allowed', description: 'GetTables, paged, in each granted database' },
  { id: 'lake-formation.get-table', action: 'test-connection', expects: 'allowed', description: 'GetTable on each granted table: is it visible, registered and governed? The verifier itself reads the grants' },
  { id: 'lake-formation.workgroup', action: 'test-connection', expects: 'allowed', description: 'GetWorkGroup: is it on, and do its results go to the results location?' },
  { id: 'lake-formation.query-table', action: 'test-connection', expects: 'allowed', description: 'A SELECT with a LIMIT through Athena on each granted table, stopped when it reads too much' },
  { id: 'lake-formation.read-result', action: 'test-connection', expects: 'allowed', description: 'Ranged GetObject on the result file of each of these queries' },
  { id: 'lake-formation.import-table', action: 'import', expects: 'allowed', description: 'Counts the rows of each granted table, turns a sample into CSV, of which only figures are reported, and reports the schema' },
  { id: 'lake-formation.denied-table', action: 'test-connection', expects: 'denied', description: 'GetTable of a table that is not listed; GetTable and a SELECT on each table that the platform must be refused' },
  { id: 'lake-formation.denied-column', action: 'test-connection', expects: 'denied', description: 'A SELECT of each column that the platform must be refused' },
  { id: 'lake-formation.outside-results', action: 'test-connection', expects: 'denied', description: 'GetObject in the results bucket outside the results location' },
];
