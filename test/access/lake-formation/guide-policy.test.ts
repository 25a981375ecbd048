import { LAKE_FORMATION_PERMISSIONS } from '../../../src/access/lake-formation/lake-formation-permissions';

/** The permission table of the 4MINDS guide for AWS, section AWS Lake Formation, action by action. */
const GUIDE = [
  'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables',
  'athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults',
  's3:GetObject', 's3:PutObject', 's3:ListBucket',
  'sts:GetCallerIdentity',
];

const ADDED: Readonly<Record<string, string>> = {
  'lakeformation:GetDataAccess': 'without it Athena gets no data of governed tables: the guide fails on AWS',
  'glue:GetPartition': 'a query of a partitioned table reads its partitions from Glue: the guide fails on such tables',
  'glue:GetPartitions': 'as GetPartition',
  'glue:BatchGetPartition': 'as GetPartition',
  's3:GetBucketLocation': 'Athena looks at the results bucket before it takes a query: the guide fails on AWS',
  's3:ListBucketMultipartUploads': 'Athena writes long results in parts',
  's3:AbortMultipartUpload': 'as ListBucketMultipartUploads',
  's3:ListMultipartUploadParts': 'as ListBucketMultipartUploads',
  'athena:GetWorkGroup': 'shows that the workgroup does not override the results location',
  'athena:GetQueryResultsStream': 'how drivers read results; no further data than GetQueryResults gives',
  'athena:StopQueryExecution': 'stops a query that costs too much',
  'kms:Decrypt': 'only with a KMS key of the results',
  'kms:GenerateDataKey': 'as Decrypt',
};

const LEFT_OUT: Readonly<Record<string, string>> = {
  'sts:GetCallerIdentity': 'needs no permission and cannot be denied: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
};

const ours = new Set(LAKE_FORMATION_PERMISSIONS.map(({ action }) => action));

test('what the policy adds to the guide has a reason each', () => {
  expect([...ours].filter((action) => !GUIDE.includes(action)).sort()).toEqual(Object.keys(ADDED).sort());
});

test('what the policy leaves out of the guide has a reason each', () => {
  expect(GUIDE.filter((action) => !ours.has(action))).toEqual(Object.keys(LEFT_OUT));
});

test('nothing that changes the catalog, the grants or a workgroup is in it', () => {
  expect([...ours].filter((action) => /:(?:Create|Update|Delete|Put(?!Object$)|Grant|Revoke|Register|Tag)/.test(action))).toEqual([]);
});
