import { paginateDescribeDBClusters, type RDSClient } from '@aws-sdk/client-rds';
import type { RdsSection } from '../../../src/document/connection-document-v1';
import type { Calls } from '../calls/calls';

/** What the list of instances does not tell of an Aurora cluster. */
export interface ClusterDescription {
  readonly identifier: string;
  readonly resourceId: string;
  readonly iamAuthentication: boolean;
}

/** Read with the verifier's own rights, which the platform does not have; nothing is known of clusters that it may not read. */
export async function describeClusters(client: RDSClient, { scope }: RdsSection, calls: Calls): Promise<readonly ClusterDescription[]> {
  const clusters = scope.databases.filter(({ kind }) => kind === 'cluster');
  if (!scope.allDatabases && clusters.length === 0) return [];
  const everyOne = scope.allDatabases || clusters.some(({ identifier }) => identifier === undefined);
  const names = everyOne ? [undefined] : clusters.map(({ identifier }) => identifier);
  const described = await Promise.all(names.map(async (name) => clustersNamed(client, calls, name).catch(() => [])));
  return described.flat();
}

async function clustersNamed(client: RDSClient, calls: Calls, DBClusterIdentifier: string | undefined): Promise<readonly ClusterDescription[]> {
  return calls.once(async (abortSignal) => {
    const found: ClusterDescription[] = [];
    for await (const { DBClusters = [] } of paginateDescribeDBClusters({ client }, { DBClusterIdentifier }, { abortSignal })) {
      found.push(...DBClusters.map((cluster) => ({
        identifier: cluster.DBClusterIdentifier ?? '',
        resourceId: cluster.DbClusterResourceId ?? '',
        iamAuthentication: cluster.IAMDatabaseAuthenticationEnabled ?? false,
      })));
    }
    return found;
  });
}
