import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Duration } from 'aws-cdk-lib/core';
import type { OnDeploy } from './on-deploy';
import type { IConnection } from '../connection/i-connection';

/** Properties of a `ConnectionVerifier`. */
export interface ConnectionVerifierProps {
  /** The connection to verify; it must be in the same stack. */
  readonly connection: IConnection;

  /**
   * What happens when the stack is deployed.
   *
   * @default OnDeploy.WARN
   */
  readonly onDeploy?: OnDeploy;

  /**
   * Adds a statement to the connection's trust policy that lets the verifier's own role in, so that it can probe without a token of
   * the platform. Without it, the verifier of an OIDC connection needs a token in each invocation.
   *
   * @default - true, and false for an existing role, whose trust policy is left as it is
   */
  readonly trustVerifier?: boolean;

  /**
   * How long one verification may take, at most 15 minutes. When the time runs out the report holds what was found so far.
   *
   * @default Duration.minutes(5)
   * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  readonly timeout?: Duration;

  /**
   * Memory of the function in MiB.
   *
   * @default 512
   */
  readonly memorySize?: number;

  /**
   * How long the function's log is kept. It holds reports, no secrets and no contents.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Key that encrypts the function's log.
   *
   * @default - the service's own encryption
   */
  readonly logEncryptionKey?: IKey;

  /**
   * How many verifications may run at once.
   *
   * @default - the account's unreserved concurrency
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Where failed asynchronous invocations go.
   *
   * @default - none: the verifier is invoked synchronously
   */
  readonly deadLetterQueue?: IQueue;

  /**
   * The VPC to run in. Its subnets need a route to STS, IAM, Systems Manager, the probed services and, to answer CloudFormation, to S3:
   * by endpoints or a NAT gateway. IAM has an endpoint in few regions.
   *
   * @default - no VPC
   */
  readonly vpc?: IVpc;

  /**
   * The subnets to run in.
   *
   * @default - the VPC's private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the function.
   *
   * @default - a new one that allows all outbound traffic
   */
  readonly securityGroups?: ISecurityGroup[];
}
