import { SecurityGroup, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  AuroraMysqlEngineVersion, ClusterInstance, Credentials, DatabaseCluster, DatabaseClusterEngine, DatabaseInstance, DatabaseInstanceEngine,
  PostgresEngineVersion,
  type DatabaseClusterProps, type DatabaseInstanceProps,
} from 'aws-cdk-lib/aws-rds';
import { Stack } from 'aws-cdk-lib/core';
import { OidcFederationRole, Platform, RdsDatabase, RdsEngine, RdsIamAuthAccess, type RdsIamAuthAccessProps } from '../../../src';
import { ENV, newStack } from '../../synthesis/template';

export type Options = Omit<RdsIamAuthAccessProps, 'connection'>;

export function grant(options: Options, stack: Stack = newStack({ env: ENV })): Stack {
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new RdsIamAuthAccess(stack, 'Rds', { connection, ...options });
  return stack;
}

const vpcOf = (stack: Stack): IVpc => (stack.node.tryFindChild('Vpc') as IVpc | undefined) ?? Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-12345678', availabilityZones: ['us-east-1a', 'us-east-1b'], privateSubnetIds: ['subnet-12345678', 'subnet-87654321'],
});

export const VERSION_16 = PostgresEngineVersion.VER_16;

export function instanceIn(stack: Stack, props: Partial<DatabaseInstanceProps> = {}, id = 'Instance'): DatabaseInstance {
  const engine = DatabaseInstanceEngine.postgres({ version: VERSION_16 });
  return new DatabaseInstance(stack, id, { vpc: vpcOf(stack), engine, credentials: Credentials.fromGeneratedSecret('owner'), ...props });
}

export function clusterIn(stack: Stack, props: Partial<DatabaseClusterProps> = {}): DatabaseCluster {
  const engine = DatabaseClusterEngine.auroraMysql({ version: AuroraMysqlEngineVersion.VER_3_08_0 });
  return new DatabaseCluster(stack, 'Cluster', { vpc: vpcOf(stack), engine, writer: ClusterInstance.serverlessV2('Writer'), ...props });
}

export const securityGroupIn = (stack: Stack) => SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345678');

export const POSTGRES = RdsDatabase.fromResourceId('db-ABCDEFGHIJKL', { engine: RdsEngine.POSTGRES, host: 'a.example.com' });
export const MYSQL = RdsDatabase.fromResourceId('db-MNOPQRSTUVWX', { engine: RdsEngine.MYSQL, host: 'b.example.com', port: 3307, database: 'shop' });
export const MARIADB = RdsDatabase.fromResourceId('db-YZABCDEFGHIJ', { engine: RdsEngine.MARIADB, host: 'c.example.com' });
export const AURORA = RdsDatabase.fromResourceId('cluster-ABCDEFGHIJKL', { engine: RdsEngine.AURORA_POSTGRESQL, host: 'd.cluster-x.example.com' });
export const PROXY = RdsDatabase.fromResourceId('prx-0123456789abcdef0', { engine: RdsEngine.POSTGRES, host: 'e.proxy-x.example.com' });
