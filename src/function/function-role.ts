import { type CfnManagedPolicy, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FunctionOptions } from './function-options';
import { acknowledge, wildcardAcknowledgement, type Acknowledgement } from '../policy/acknowledge';
import { requirePath } from '../policy/path';

/** The network interfaces of a function in a VPC: AWS grants these on `*` for Lambda's sake. */
const VPC_ACTIONS = ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'];

/** A right of a function's own role. */
export interface FunctionGrant {
  readonly action: string;
  readonly resources: readonly string[];
  /** Why a resource holds a wildcard, if one does. */
  readonly wildcardReason?: string;
  /** The `Condition` block. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface FunctionRoleProps extends Pick<FunctionOptions, 'vpc' | 'deadLetterQueue' | 'path' | 'permissionsBoundary'> {
  readonly logGroup: ILogGroup;
  /** What the function is, and of what: `the verifier`, `a connection`. */
  readonly purpose: readonly [string, string];
}

/** `cognito-idp:AdminGetUser` as a statement ID: `CognitoIdpAdminGetUser`. */
export function sidOf(action: string): string {
  return action.split(/[:-]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** The own role of a function: the right to run, and what it is granted. All of it is one managed policy. */
export class FunctionRole extends Construct {
  public readonly role: Role;
  protected readonly policy: ManagedPolicy;
  private readonly holder: string;
  private readonly sids = new Map<string, number>();

  public constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    super(scope, id);
    const { logGroup, purpose: [holder, ofWhat], vpc, deadLetterQueue, path, permissionsBoundary } = props;
    requirePath(path);
    this.holder = holder;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: `Runs ${holder} of ${ofWhat}`, path, permissionsBoundary,
    });
    this.policy = new ManagedPolicy(this, 'Policy', { roles: [this.role], description: `What ${holder} of ${ofWhat} needs`, path });
    this.policy.addStatements(new PolicyStatement({ sid: 'WriteLog', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
    if (deadLetterQueue) {
      this.policy.addStatements(new PolicyStatement({ sid: 'SendToDeadLetterQueue', actions: ['sqs:SendMessage'], resources: [deadLetterQueue.queueArn] }));
    }
    if (deadLetterQueue?.encryptionMasterKey) {
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
      this.policy.addStatements(new PolicyStatement({
        sid: 'EncryptForDeadLetterQueue',
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: [deadLetterQueue.encryptionMasterKey.keyArn],
        conditions: { StringLike: { 'kms:ViaService': `sqs.${Stack.of(this).region}.*` } },
      }));
    }
    if (vpc) this.policy.addStatements(new PolicyStatement({ sid: 'RunInVpc', actions: VPC_ACTIONS, resources: ['*'] }));
    // Nag tools see no wildcard in the ARN of a log group, which is one attribute of it.
    if (vpc) this.acknowledge([{ rule: 'AwsSolutions-IAM5', findings: ['Resource::*'], reason: 'AWS grants the network interfaces of a Lambda function in a VPC on * only' }]);
  }

  public grant(grants: readonly FunctionGrant[]): void {
    for (const { action, resources, wildcardReason, conditions } of grants) {
      this.policy.addStatements(new PolicyStatement({ sid: this.ownSid(action), actions: [action], resources: [...resources], conditions }));
      const wildcards = resources.filter((resource) => resource.includes('*'));
      if (wildcards.length === 0) continue;
      if (wildcardReason === undefined) throw new Error(`${action} is granted to ${this.holder} on ${wildcards[0]} without a reason for the wildcard.`);
      this.acknowledge([wildcardAcknowledgement(Stack.of(this), wildcards, wildcardReason)]);
    }
  }

  /** Two accesses can grant one action, and a statement ID is unique in a policy. */
  private ownSid(action: string): string {
    const sid = sidOf(action);
    const count = (this.sids.get(sid) ?? 0) + 1;
    this.sids.set(sid, count);
    return count === 1 ? sid : `${sid}${count}`;
  }

  private acknowledge(acknowledgements: readonly Acknowledgement[]): void {
    acknowledge(this.policy.node.defaultChild as CfnManagedPolicy, acknowledgements);
  }
}
