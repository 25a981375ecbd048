import type { ClusterDescription } from './describe-clusters';
import type { DiscoveredInstance } from './discover-instances';
import { engineOf } from './engines';
import type { InstanceDescription } from './ladder/instance-rungs';
import type { RdsTarget } from '../../../src/document/connection-document-v1';

/** A database server to connect to, and what discovery tells of it. */
export interface Server {
  readonly name: string;
  readonly kind: RdsTarget['kind'];
  /** What rds-db:connect names; unknown for a member of a cluster that could not be read. */
  readonly resourceId?: string;
  readonly engine: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database?: string;
  /** Absent when it is not among the instances. */
  readonly instance?: InstanceDescription & { readonly publiclyAccessible: boolean };
}

export interface Discovery {
  readonly instances: readonly DiscoveredInstance[];
  readonly clusters: readonly ClusterDescription[];
}

/** The server of a target in the document. */
export function serverOf(target: RdsTarget, discovery: Discovery): Server {
  const { kind, resourceId, identifier, engine, host, port, user, database } = target;
  const instance = kind === 'cluster' ? describeCluster(target, discovery) : discovery.instances.find((each) => each.resourceId === resourceId);
  return {
    name: `${identifier ?? instance?.identifier ?? resourceId}${database === undefined ? '' : `/${database}`}`,
    kind,
    resourceId,
    engine,
    host,
    port: Number(port),
    user,
    ...(database !== undefined && { database }),
    instance,
  };
}

/** A cluster shows in the list as its members. */
function describeCluster({ resourceId, identifier, host }: RdsTarget, { instances, clusters }: Discovery): Server['instance'] {
  const cluster = clusters.find((each) => each.resourceId === resourceId);
  const name = cluster?.identifier ?? identifier ?? host.split('.')[0];
  const members = instances.filter(({ clusterIdentifier }) => clusterIdentifier === name);
  const member = members.find(({ status }) => status === 'available') ?? members[0];
  return member && { ...member, identifier: name, iamAuthentication: cluster?.iamAuthentication ?? member.iamAuthentication };
}

/** Every listed instance that the platform can browse. */
export function everyServer(user: string, { instances, clusters }: Discovery): readonly Server[] {
  return instances.filter(({ engine }) => engineOf(engine) !== undefined).map((instance): Server => {
    const cluster = clusters.find(({ identifier }) => identifier === instance.clusterIdentifier);
    return {
      name: instance.identifier,
      kind: 'instance',
      resourceId: instance.clusterIdentifier === undefined ? instance.resourceId : cluster?.resourceId,
      engine: instance.engine,
      host: instance.host ?? '',
      port: instance.port ?? engineOf(instance.engine)?.defaultPort ?? 0,
      user,
      instance: { ...instance, iamAuthentication: cluster?.iamAuthentication ?? instance.iamAuthentication },
    };
  });
}
