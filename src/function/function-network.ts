import { type IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { Annotations } from 'aws-cdk-lib/core';
import type { IDependable } from 'constructs';
import type { FunctionOptions } from './function-options';

/** What a function connects to inside a network. */
export interface NetworkTarget {
  /** Undefined when its security groups are not known: they are left as they are. */
  readonly connectable?: IConnectable;
  /** A TCP port. */
  readonly openPort: number;
}

/** The routes out of the subnets of a function. @returns what a custom resource must wait for, and be gone before */
export function routesOf({ vpc, vpcSubnets }: FunctionOptions): readonly IDependable[] {
  return vpc ? [vpc.selectSubnets(vpcSubnets).internetConnectivityEstablished] : [];
}

/** Lets a function in to a target. @returns what a custom resource must wait for, and be gone before */
export function letIn(from: IConnectable, { connectable, openPort }: NetworkTarget, description: string): readonly IDependable[] {
  if (!connectable) return [];
  from.connections.allowTo(connectable, Port.tcp(openPort), description);
  // Where all outbound traffic is allowed already, CDK warns that it leaves the rule out, which is no news.
  for (const group of from.connections.securityGroups) Annotations.of(group).acknowledgeWarning('@aws-cdk/aws-ec2:ipv4IgnoreEgressRule');
  return [...from.connections.securityGroups, ...connectable.connections.securityGroups];
}
