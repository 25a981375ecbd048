import { type CfnLogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ofPacks } from './function-acknowledgements';
import type { FunctionOptions } from './function-options';
import { acknowledge } from '../policy/acknowledge';

/**
 * The log of a function, which goes when the function goes.
 *
 * @param contents what it holds, to say why it needs no key of the account's own
 */
export function functionLog(scope: Construct, options: FunctionOptions, contents: string): LogGroup {
  const { logRetention: retention = RetentionDays.ONE_MONTH, logEncryptionKey: encryptionKey } = options;
  const logGroup = new LogGroup(scope, 'Log', { retention, encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
  if (!encryptionKey) {
    const reason = `The log holds ${contents}; set logEncryptionKey to encrypt it with a key of yours`;
    acknowledge(logGroup.node.defaultChild as CfnLogGroup, ofPacks('CloudWatchLogGroupEncrypted', reason));
  }
  return logGroup;
}
