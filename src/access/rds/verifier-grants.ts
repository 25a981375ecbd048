import { authorityGrants, inAccount, type CertificateAuthoritiesLocation } from './rds-certificate-authorities';
import type { DatabaseFacts } from './rds-database';
import type { Place } from './rds-grants';
import type { RdsImportDestination } from './rds-iam-auth-access-props';
import type { FunctionGrant } from '../../function/function-role';
import { viaS3 } from '../../policy/via-s3';

export interface VerifierNeeds {
  readonly principalArn: string;
  readonly databases: readonly DatabaseFacts[];
  readonly allDatabases: boolean;
  readonly authorities?: CertificateAuthoritiesLocation;
  readonly importTo?: RdsImportDestination;
}

/** The switch for IAM authentication of a cluster is not in the list of instances. */
function clusterGrants({ databases, allDatabases }: VerifierNeeds, { partition, region, account }: Place): readonly FunctionGrant[] {
  const clusters = databases.filter(({ kind }) => kind === 'cluster');
  if (!allDatabases && clusters.length === 0) return [];
  const arn = (name: string) => `arn:${partition}:rds:${region}:${account}:cluster:${name}`;
  const named = clusters.flatMap(({ identifier }) => identifier ? [arn(identifier)] : []);
  const everyOne = allDatabases || named.length < clusters.length;
  return [everyOne
    ? { action: 'rds:DescribeDBClusters', resources: [arn('*')], wildcardReason: 'AWS authorises an unfiltered list of clusters on cluster:* only' }
    : { action: 'rds:DescribeDBClusters', resources: named }];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions */
function importGrants({ importTo }: VerifierNeeds): readonly FunctionGrant[] {
  if (!importTo) return [];
  const { bucket, prefix = '' } = importTo;
  const resources = [bucket.arnForObjects(`${prefix}*`)];
  const wildcardReason = 'The files that the import writes are named after databases and tables';
  const key = bucket.encryptionKey;
  return [
    ...['s3:PutObject', 's3:AbortMultipartUpload'].map((action) => ({ action, resources, conditions: inAccount(bucket.env.account), wildcardReason })),
    ...(key ? ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({ action, resources: [key.keyArn], conditions: viaS3(key) })) : []),
  ];
}

/** What the verifier's own role needs: to ask IAM and RDS what the platform can't, to read its authorities and to write its files. */
export function verifierGrants(needs: VerifierNeeds, place: Place): readonly FunctionGrant[] {
  const { principalArn, authorities } = needs;
  return [
    { action: 'iam:SimulatePrincipalPolicy', resources: [principalArn] },
    ...clusterGrants(needs, place),
    ...(authorities ? authorityGrants(authorities) : []),
    ...importGrants(needs),
  ];
}
