import { type IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import type { IDependable } from 'constructs';
import type { FunctionOptions } from './function-options';

/** What a function connects to inside a network. */
export interface NetworkTarget {
  /** Undefined when its security groups are not known: they are left as they are. */
  readonly connectable?: IConnectable;
  /** A TCP port. */
  readonly port: number;
}

/** The routes out of the subnets of a function. @returns what a custom resource must wait for, and be gone before */
export function routesOf({ vpc, vpcSubnets }: FunctionOptions): readonly IDependable[] {
  return vpc ? [vpc.selectSubnets(vpcSubnets).internetConnectivityEstablished] : [];
}

/** Lets a function in to a target. @returns what a custom resource must wait for, and be gone before */
export function letIn(from: IConnectable, { connectable, port }: NetworkTarget, description: string): readonly IDependable[] {
  if (!connectable) return [];
  from.connections.allowTo(connectable, Port.tcp(port), description);
  return [...from.connections.securityGroups, ...connectable.connections.securityGroups];
}
