import type { ResourceGrant } from '../permission-table';
import type { DatabaseFacts } from './rds-database';
import type { RdsResource } from './rds-permissions';

/** Where the access is. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** `cluster-` and the longest resource ID. */
const RESOURCE_ID_CHARACTERS = 48;

/**
 * An unfiltered DescribeDBInstances is authorised on `db:*`: a policy on named instances refuses it whole.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 */
function discoveryGrant({ partition, region, account }: Place): ResourceGrant<RdsResource> {
  return {
    on: 'instances',
    resource: `arn:${partition}:rds:${region}:${account}:db:*`,
    unit: 'discovery',
    wildcardReason: 'AWS authorises an unfiltered list of DB instances on db:* only',
  };
}

/** No condition on the source: IAM database authentication ignores aws:SourceIp and the keys of VPCs. */
export function rdsGrants(
  { databases, databaseUser, allDatabases }: { readonly databases: readonly DatabaseFacts[]; readonly databaseUser: string; readonly allDatabases: boolean },
  place: Place,
): ResourceGrant<RdsResource>[] {
  const connect = (resourceId: string) => `arn:${place.partition}:rds-db:${place.region}:${place.account}:dbuser:${resourceId}/${databaseUser}`;
  return [
    discoveryGrant(place),
    ...(allDatabases
      ? [{ on: 'anyDatabase' as const, resource: connect('*'), unit: 'all databases', wildcardReason: 'The owner chose allDatabases: true, as one database user in one region and account' }]
      : databases.map(({ resourceId, identifier }) => ({ on: 'databaseUser' as const, resource: connect(resourceId), unit: identifier ?? resourceId, tokenBound: RESOURCE_ID_CHARACTERS }))),
  ];
}
