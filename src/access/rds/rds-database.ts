import { Connections, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IDatabaseCluster, IDatabaseInstance, IDatabaseProxy } from 'aws-cdk-lib/aws-rds';
import { ArnFormat, type IResource, Stack, Token } from 'aws-cdk-lib/core';
import { openPort } from './open-port';
import type { RdsDatabaseOptions, RdsEndpointOptions, RdsProxyOptions } from './rds-database-options';
import { requireEngine, type EngineRules } from './rds-engine';
import { invalid, isLiteral, requireText } from '../../validation/invalid';

/** Which kind of thing a resource ID names. */
export type RdsKind = 'instance' | 'cluster' | 'proxy';

/** A database as it is given. */
interface EndpointFacts {
  readonly kind: RdsKind;
  readonly resourceId: string;
  readonly identifier?: string;
  readonly engine: string;
  readonly rules: EngineRules;
  readonly host: string;
  readonly port: number;
  readonly database?: string;
  /** The construct, if it was given as one. */
  readonly resource?: IResource;
  readonly connectable?: IConnectable;
}

/** A database as the access works with it. */
export interface DatabaseFacts extends EndpointFacts {
  /** The port for rules of security groups. */
  readonly openPort: number;
}

const KINDS: Readonly<Record<string, RdsKind>> = { db: 'instance', cluster: 'cluster', prx: 'proxy' };

function kindOf(property: string, resourceId: string): RdsKind {
  const kind = KINDS[/^(?:(db|cluster)-[A-Z0-9]+|(prx)-[a-z0-9]+)$/.exec(resourceId)?.slice(1).find(Boolean) ?? ''];
  if (kind) return kind;
  throw invalid(property, resourceId, 'is no resource ID', 'Give it as RDS shows it under Configuration: db-ABCDEFGHIJKL, cluster-ABCDEFGHIJKL or prx-0123456789abcdef');
}

/** Some attributes of imported constructs throw when they are not known. */
function ifKnown(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A database that the platform may connect to. */
export class RdsDatabase {
  /** A DB instance of the app, or an imported one. */
  public static fromInstance(instance: IDatabaseInstance, options: RdsDatabaseOptions = {}): RdsDatabase {
    return new RdsDatabase((property) => {
      const { engineType, engineVersion } = instance.engine ?? {};
      const facts = RdsDatabase.knownFacts(property, 'DatabaseInstance.fromDatabaseInstanceAttributes', options, instance.instanceResourceId, engineType);
      return {
        ...facts,
        kind: 'instance',
        rules: requireEngine(property, facts.engine, engineVersion?.fullVersion ?? engineVersion?.majorVersion),
        identifier: instance.instanceIdentifier,
        host: instance.instanceEndpoint.hostname,
        port: instance.instanceEndpoint.port,
        resource: instance,
        connectable: instance,
      };
    });
  }

  /** An Aurora or Multi-AZ DB cluster of the app, or an imported one. The verifier connects to its writer. */
  public static fromCluster(cluster: IDatabaseCluster, options: RdsDatabaseOptions = {}): RdsDatabase {
    return new RdsDatabase((property) => {
      const resourceId = options.resourceId ?? ifKnown(() => cluster.clusterResourceIdentifier);
      const endpoint = ifKnown(() => cluster.clusterEndpoint.hostname);
      if (endpoint === undefined) throw invalid(property, undefined, 'has no known endpoint', 'Give clusterEndpointAddress and port to DatabaseCluster.fromDatabaseClusterAttributes');
      const facts = RdsDatabase.knownFacts(property, 'DatabaseCluster.fromDatabaseClusterAttributes', options, resourceId, cluster.engine?.engineType);
      return {
        ...facts,
        kind: 'cluster',
        rules: requireEngine(property, facts.engine),
        identifier: cluster.clusterIdentifier,
        host: endpoint,
        port: cluster.clusterEndpoint.port,
        resource: cluster,
        connectable: cluster,
      };
    });
  }

  /** A proxy. The platform's list of instances does not have proxies, so that it must be told the endpoint. */
  public static fromProxy(proxy: IDatabaseProxy, options: RdsProxyOptions): RdsDatabase {
    return new RdsDatabase((property) => {
      const rules = requireEngine(property, options.engine);
      const { resourceName } = Stack.of(proxy).splitArn(proxy.dbProxyArn, ArnFormat.COLON_RESOURCE_NAME);
      const { connections } = proxy as IDatabaseProxy & Partial<IConnectable>;
      return {
        kind: 'proxy',
        resourceId: resourceName ?? '',
        identifier: proxy.dbProxyName,
        engine: options.engine,
        rules,
        host: proxy.endpoint,
        port: rules.defaultPort,
        database: options.database,
        resource: proxy,
        connectable: connections && { connections },
      };
    });
  }

  /**
   * A database that is only known by name.
   *
   * @param resourceId `db-...` of an instance, `cluster-...` of a cluster, `prx-...` of a proxy
   */
  public static fromResourceId(resourceId: string, options: RdsEndpointOptions): RdsDatabase {
    return new RdsDatabase((property) => {
      requireText(property, resourceId);
      requireText(`${property}.host`, options.host);
      const kind = isLiteral(resourceId) ? kindOf(property, resourceId) : 'instance';
      const rules = requireEngine(property, options.engine);
      const { host, port = rules.defaultPort, engine, database, securityGroups } = options;
      if (isLiteral(host) && !/^(?=.{1,253}$)(?!.*\.\d+$)[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(host)) {
        throw invalid(property, host, 'is no host name', 'Give the endpoint as RDS shows it: no IP address, no port and no scheme');
      }
      return {
        kind,
        resourceId,
        engine,
        rules,
        host,
        port,
        database,
        ...(securityGroups && { connectable: { connections: new Connections({ securityGroups }) } }),
      };
    });
  }

  private static knownFacts(
    property: string, factory: string, options: RdsDatabaseOptions, resourceId: string | undefined, engineType: string | undefined,
  ) {
    const id = options.resourceId ?? resourceId;
    if (id === undefined) throw invalid(property, undefined, 'has no known resource ID', `Give it to ${factory}, or as resourceId here`);
    if (isLiteral(id)) kindOf(property, id);
    const engine = options.engine ?? engineType;
    if (engine === undefined) throw invalid(property, undefined, 'has no known engine', `Give it to ${factory}, or as engine here`);
    return { resourceId: id, engine, database: options.database };
  }

  private constructor(private readonly read: (property: string) => EndpointFacts) {}

  /** @internal */
  public _facts(property: string): DatabaseFacts {
    const facts = this.read(property);
    const { kind, engine, port, database } = facts;
    if (kind === 'instance' && engine.startsWith('aurora')) {
      throw invalid(property, isLiteral(facts.resourceId) ? facts.resourceId : undefined, 'is an instance of an Aurora cluster, and tokens are for the cluster', 'Give the cluster: fromCluster, or its resource ID cluster-...');
    }
    if (!Token.isUnresolved(port) && !(Number.isInteger(port) && port > 0 && port < 65536)) {
      throw invalid(property, String(port), 'is no TCP port', 'Give a number from 1 to 65535');
    }
    if (database === '') throw invalid(property, database, 'is no database name', 'Leave database out to look into all of them');
    return { ...facts, openPort: openPort(port, facts.resource, facts.rules.defaultPort) };
  }
}
