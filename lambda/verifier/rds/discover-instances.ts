import { DescribeDBInstancesCommand, type DBInstance, type RDSClient } from '@aws-sdk/client-rds';
import type { InstanceDescription } from './ladder/instance-rungs';
import type { Calls } from '../calls/calls';

export interface DiscoveredInstance extends InstanceDescription {
  readonly resourceId: string;
  readonly host?: string;
  readonly port?: number;
  readonly clusterIdentifier?: string;
  readonly publiclyAccessible: boolean;
}

/** The platform's own limit for its Test Connection. */
export const DISCOVERY_SECONDS = 15;

/** The most that one page can have. @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
const INSTANCES_PER_PAGE = 100;

/** Every instance of the region, page by page, all pages within the time that the platform allows itself. */
export async function discoverInstances(client: RDSClient, calls: Calls, seconds = DISCOVERY_SECONDS): Promise<readonly DiscoveredInstance[]> {
  const limit = AbortSignal.timeout(seconds * 1_000);
  const instances: DiscoveredInstance[] = [];
  let Marker: string | undefined;
  do {
    const command = new DescribeDBInstancesCommand({ MaxRecords: INSTANCES_PER_PAGE, ...(Marker && { Marker }) });
    const page = await calls.mustWork((signal) => client.send(command, { abortSignal: AbortSignal.any([signal, limit]) }));
    instances.push(...(page.DBInstances ?? []).map(describe));
    Marker = page.Marker || undefined;
  } while (Marker !== undefined);
  return instances;
}

function describe(instance: DBInstance): DiscoveredInstance {
  return {
    identifier: instance.DBInstanceIdentifier ?? '',
    resourceId: instance.DbiResourceId ?? '',
    engine: instance.Engine ?? '',
    engineVersion: instance.EngineVersion ?? '',
    // An instance that is being created has no endpoint yet.
    status: instance.DBInstanceStatus ?? 'unknown',
    // Aurora keeps the switch on the cluster, so that an instance without it says nothing.
    iamAuthentication: instance.IAMDatabaseAuthenticationEnabled || (instance.DBClusterIdentifier ? 'unknown' : false),
    masterUsername: instance.MasterUsername,
    host: instance.Endpoint?.Address,
    port: instance.Endpoint?.Port,
    clusterIdentifier: instance.DBClusterIdentifier || undefined,
    publiclyAccessible: instance.PubliclyAccessible ?? false,
  };
}
