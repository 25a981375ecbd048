import { type CfnFunction, Function as LambdaFunction, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { CustomResource, Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { functionAcknowledgements } from '../function/function-acknowledgements';
import { FUNCTION_RUNTIME, functionCode } from '../function/function-code';
import { functionLog } from '../function/function-log';
import type { FunctionOptions } from '../function/function-options';
import { type FunctionGrant, FunctionRole } from '../function/function-role';
import { acknowledge } from '../policy/acknowledge';

export interface ProvisionerFunctionProps extends FunctionOptions {
  /** The folder under assets/, an entry of lambda/bundle.mjs. */
  readonly asset: string;
  /** What it provisions, as the words go after `of`: `a database user`. */
  readonly provisions: string;
  /** What its own role may do besides running. */
  readonly grants: readonly FunctionGrant[];
  readonly environment?: Readonly<Record<string, string>>;
  /** @default - 5 minutes */
  readonly timeout?: Duration;
}

/**
 * Provisions what CloudFormation has no type for: a function with a role and a log of its own, which answers CloudFormation by itself.
 * Its handler calls `answer` of lambda/provisioner/answer.ts.
 */
export class ProvisionerFunction extends Construct {
  public readonly handler: IFunction;

  public constructor(scope: Construct, id: string, props: ProvisionerFunctionProps) {
    super(scope, id);
    const { asset, provisions, grants, environment, timeout = Duration.minutes(5), logRetention, logEncryptionKey, ...more } = props;
    const { path, permissionsBoundary, ...options } = more;
    const logGroup = functionLog(this, { logRetention, logEncryptionKey }, 'what was done to which names, no secrets and no contents');
    const { vpc, deadLetterQueue } = options;
    const own = new FunctionRole(this, 'Execution', { logGroup, purpose: ['the provisioner', provisions], vpc, deadLetterQueue, path, permissionsBoundary });
    own.grant(grants);
    const handler = new LambdaFunction(this, 'Function', {
      description: `The provisioner of ${provisions}`,
      code: functionCode(asset),
      handler: 'index.handler',
      runtime: FUNCTION_RUNTIME,
      // The role carries a managed policy with everything that is needed; CDK would add inline policies.
      role: own.role.withoutPolicyUpdates(),
      environment,
      timeout,
      memorySize: 256,
      logGroup,
      ...options,
    });
    handler.node.addDependency(own);
    acknowledge(handler.node.defaultChild as CfnFunction, functionAcknowledgements(options, {
      concurrency: 'CloudFormation invokes it once for each change of its resource',
      deadLetterQueue: 'It answers CloudFormation, which reports a missing answer as a failure of the stack',
      vpc: 'Calls AWS services only and reaches nothing inside a VPC',
    }));
    this.handler = handler;
  }

  /**
   * Declares what is provisioned. It is made after the function's rights, and removed before them.
   *
   * @param type the resource type: `Custom::AiPlatform...`
   */
  public provision(scope: Construct, id: string, type: string, properties: Readonly<Record<string, unknown>>): CustomResource {
    const resource = new CustomResource(scope, id, { serviceToken: this.handler.functionArn, resourceType: type, properties: { ...properties } });
    resource.node.addDependency(this);
    return resource;
  }
}
