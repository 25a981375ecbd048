import type { ResourceGrant } from '../permission-table';
import type { RdsChoice } from './rds-choice';
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
  { databases, databaseUser, allDatabases }: Pick<RdsChoice, 'databases' | 'databaseUser' | 'allDatabases'>, place: Place,
): ResourceGrant<RdsResource>[] {
  const connect = (resourceId: string) => `arn:${place.partition}:rds-db:${place.region}:${place.account}:dbuser:${resourceId}/${databaseUser}`;
  if (allDatabases) {
    const wildcardReason = 'The owner chose allDatabases: true, as one database user in one region and account';
    return [discoveryGrant(place), { on: 'anyDatabase', resource: connect('*'), unit: 'all databases', wildcardReason }];
  }
  return [discoveryGrant(place), ...databases.map(({ resourceId, identifier }): ResourceGrant<RdsResource> => (
    { on: 'databaseUser', resource: connect(resourceId), unit: identifier ?? resourceId, tokenBound: RESOURCE_ID_CHARACTERS }
  ))];
}
