import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** What a caller can say of every Lambda function of this library. */
export interface FunctionOptions {
  /**
   * How long the function's log is kept. It holds no secrets and no contents.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * Key that encrypts the function's log. Its key policy must let CloudWatch Logs use it, or the log can't be made.
   *
   * @default - the service's own encryption
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logEncryptionKey?: IKey;

  /**
   * How many invocations may run at once.
   *
   * @default - the account's unreserved concurrency
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Where failed asynchronous invocations go. Their events are kept there whole, tokens included: invoke a verifier with tokens
   * synchronously.
   *
   * @default - none: the function is invoked synchronously, or answers CloudFormation itself
   */
  readonly deadLetterQueue?: IQueue;

  /**
   * The VPC to run in. Its subnets need a route to every service that the function calls (for the verifier STS, IAM, Systems Manager and
   * the probed services) and, to answer CloudFormation, to S3: by endpoints or a NAT gateway. IAM has an endpoint in few regions. Databases
   * that the function connects to let it in where their security groups are known, so that it must be their VPC or one connected to it.
   *
   * @default - no VPC
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
   */
  readonly vpc?: IVpc;

  /**
   * The subnets to run in.
   *
   * @default - the VPC's private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Path of the function's role and of its policy, such as `/ai-platforms/`.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * The most that the function's role can ever be allowed.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /**
   * The security groups of the function.
   *
   * @default - a new one that allows all outbound traffic
   */
  readonly securityGroups?: ISecurityGroup[];
}
