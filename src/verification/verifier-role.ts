import { type CfnManagedPolicy, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CONNECTION_PROBES } from './connection-probes';
import type { ConnectionVerifierProps } from './connection-verifier-props';
import type { VerifierGrant } from '../access/access-contribution';
import { acknowledge, wildcardAcknowledgement, type Acknowledgement } from '../policy/acknowledge';

/** The network interfaces of a function in a VPC: AWS grants these on `*` for Lambda's sake. */
const VPC_ACTIONS = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];

/** `iam:GetRole` as a statement ID: `IamGetRole`. */
function sidOf(action: string): string {
  const [service, name] = action.split(':');
  return `${service.charAt(0).toUpperCase()}${service.slice(1)}${name}`;
}

/** The verifier's own role: the right to run, and what the connection's probes need of it. It has none of the platform's rights. */
export class VerifierRole extends Construct {
  public readonly role: Role;
  private readonly policy: ManagedPolicy;

  public constructor(scope: Construct, id: string, logGroup: ILogGroup, props: ConnectionVerifierProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: 'Runs the verifier of a connection' });
    this.policy = new ManagedPolicy(this, 'Policy', { roles: [this.role], description: 'What the verifier of a connection needs' });
    this.policy.addStatements(new PolicyStatement({ sid: 'WriteLog', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
    if (props.deadLetterQueue) {
      this.policy.addStatements(new PolicyStatement({ sid: 'SendToDeadLetterQueue', actions: ['sqs:SendMessage'], resources: [props.deadLetterQueue.queueArn] }));
    }
    if (props.vpc) this.policy.addStatements(new PolicyStatement({ sid: 'RunInVpc', actions: VPC_ACTIONS, resources: ['*'] }));
    this.acknowledge(this.ownAcknowledgements(logGroup, props));
  }

  /**
   * Grants what the probes of the connection itself need.
   *
   * @param resources produces the ARNs that each action is needed on; an action without any is left out
   */
  public grantProbes(resources: Readonly<Record<string, (() => readonly string[]) | undefined>>): void {
    const actions = new Set(CONNECTION_PROBES.flatMap(({ verifierAction }) => verifierAction ?? []));
    for (const action of actions) {
      const produce = resources[action];
      if (!produce) continue;
      const ofAction = Lazy.list({ produce: () => [...produce()] });
      this.policy.addStatements(new PolicyStatement({ sid: sidOf(action), actions: [action], resources: ofAction }));
    }
  }

  /** Grants what the checks of one access need of the verifier itself. */
  public grantAccess(grants: readonly VerifierGrant[]): void {
    for (const { action, resources, wildcardReason } of grants) {
      this.policy.addStatements(new PolicyStatement({ sid: sidOf(action), actions: [action], resources: [...resources] }));
      const wildcards = resources.filter((resource) => resource.includes('*'));
      if (wildcards.length > 0 && wildcardReason === undefined) throw new Error(`${action} is granted to the verifier on ${wildcards[0]} without a reason for the wildcard.`);
      this.acknowledge(wildcards.map((resource) => wildcardAcknowledgement(Stack.of(this), resource, wildcardReason ?? '')));
    }
  }

  private ownAcknowledgements(logGroup: ILogGroup, { vpc }: ConnectionVerifierProps): readonly Acknowledgement[] {
    const [logGroupId] = [logGroup.node.defaultChild].flatMap((child) => child && 'logicalId' in child ? [logGroup.stack.resolve((child as { logicalId: string }).logicalId)] : []);
    return [
      { rule: 'AwsSolutions-IAM5', finding: `Resource::<${logGroupId}.Arn>`, reason: 'The ARN of a log group ends with :* for its streams, which Lambda names' },
      ...(vpc ? [{ rule: 'AwsSolutions-IAM5', finding: 'Resource::*', reason: 'AWS grants the network interfaces of a Lambda function in a VPC on * only' }] : []),
    ];
  }

  private acknowledge(acknowledgements: readonly Acknowledgement[]): void {
    acknowledge(this.policy.node.defaultChild as CfnManagedPolicy, acknowledgements);
  }
}
