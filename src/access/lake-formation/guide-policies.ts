import type { Deviation, GuidePolicy } from '../guide-policy';

/** The properties of `LakeFormationAccess` that mean the same as the guide's own policy. */
interface GuideProperties {
  readonly allDatabases: true;
  readonly grants: false;
}

const because = (why: string, ...actions: readonly string[]): readonly Deviation[] => actions.map((action) => ({ action, why }));

/** The policy of the guide as it was meant; a test holds it against what is synthesized, action by action. */
export const LAKE_FORMATION_GUIDE_POLICIES: readonly GuidePolicy<GuideProperties>[] = [{
  guide: '4MINDS: AWS Lake Formation',
  actions: [
    'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables',
    'athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults',
    's3:GetObject', 's3:PutObject', 's3:ListBucket',
    'sts:GetCallerIdentity',
  ],
  here: 'allDatabases: true, grants: false',
  properties: { allDatabases: true, grants: false },
  added: [
    ...because('Without it Athena gets no data of governed tables', 'lakeformation:GetDataAccess'),
    ...because('A query of a partitioned table reads its partitions from Glue', 'glue:GetPartition', 'glue:GetPartitions', 'glue:BatchGetPartition'),
    ...because('Athena looks at the results bucket before it takes a query', 's3:GetBucketLocation'),
    ...because('Athena writes long results in parts', 's3:ListBucketMultipartUploads', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'),
    ...because('Shows whether the workgroup overrides the results location', 'athena:GetWorkGroup'),
    ...because('How drivers read results; no further data than GetQueryResults gives', 'athena:GetQueryResultsStream'),
    ...because('Stops a query that costs too much', 'athena:StopQueryExecution'),
    ...because('Only where the results are encrypted with a KMS key', 'kms:Decrypt', 'kms:GenerateDataKey'),
  ],
  leftOut: because('AWS lets every caller use it: no policy allows or denies it', 'sts:GetCallerIdentity'),
}];
