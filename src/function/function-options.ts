import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** What a caller can say of any function of this library. */
export interface FunctionOptions {
  readonly logRetention?: RetentionDays;
  readonly logEncryptionKey?: IKey;
  readonly reservedConcurrentExecutions?: number;
  readonly deadLetterQueue?: IQueue;
  readonly vpc?: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
}
