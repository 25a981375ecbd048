import { DBInstance, paginateDescribeDBInstances, RDSClient } from '@aws-sdk/client-rds';
import type { InstanceDescription } from './ladder/instance-rungs';

export interface DiscoveredInstance extends InstanceDescription {
  readonly resourceId: string;
  readonly host?: string;
  readonly port?: number;
  readonly clusterIdentifier?: string;
  readonly publiclyAccessible: boolean;
}

/** The platform's own limit for its Test Connection. */
const DISCOVERY_LIMIT_MS = 15_000;

/** Every instance of the region, page by page, within the time that the platform allows itself. */
export async function discoverInstances(client: RDSClient, limitMs = DISCOVERY_LIMIT_MS): Promise<readonly DiscoveredInstance[]> {
  const abortSignal = AbortSignal.timeout(limitMs);
  const instances: DiscoveredInstance[] = [];
  // What follows the input goes to every call of the paginator, so the one signal bounds all pages together.
  for await (const page of paginateDescribeDBInstances({ client, pageSize: 100 }, {}, { abortSignal })) {
    instances.push(...(page.DBInstances ?? []).map(describe));
  }
  return instances;
}

export function successMessage(instances: readonly DiscoveredInstance[]): string {
  return `Connection successful! Found ${instances.length} instance(s).`;
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
    iamAuthentication: instance.IAMDatabaseAuthenticationEnabled || (instance.Engine?.startsWith('aurora') ? 'unknown' : false),
    host: instance.Endpoint?.Address,
    port: instance.Endpoint?.Port,
    clusterIdentifier: instance.DBClusterIdentifier,
    publiclyAccessible: instance.PubliclyAccessible ?? false,
  };
}
