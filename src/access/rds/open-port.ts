import { CfnDBCluster, CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** What an instance is made of where it is no new one; it then has the port of that. */
const SOURCES = [
  'dbSnapshotIdentifier', 'dbClusterSnapshotIdentifier', 'sourceDbInstanceIdentifier', 'sourceDbiResourceId', 'sourceDbClusterIdentifier',
  'sourceDbInstanceAutomatedBackupsArn',
] as const;

/**
 * The port for rules of security groups: a literal where the construct tree tells it, because nag tools can't read a rule whose port is
 * only known at deployment, as the one of an endpoint is.
 *
 * The engine's own default holds for instances; of clusters, whose documented defaults differ, only a port that is set.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html#cfn-rds-dbinstance-port
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html#cfn-rds-dbcluster-port
 * @param endpointPort the port of the endpoint
 */
export function openPort(endpointPort: number, database: IConstruct | undefined, defaultPort: number): number {
  const resource = database?.node.defaultChild;
  if (!Token.isUnresolved(endpointPort) || !(resource instanceof CfnDBInstance || resource instanceof CfnDBCluster)) return endpointPort;
  const { port } = resource;
  if (port !== undefined) return Token.isUnresolved(port) ? endpointPort : Number(port);
  return resource instanceof CfnDBInstance && SOURCES.every((source) => resource[source] === undefined) ? defaultPort : endpointPort;
}
