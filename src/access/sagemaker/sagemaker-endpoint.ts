import type { IEndpointRef } from 'aws-cdk-lib/aws-sagemaker';
import { Fn } from 'aws-cdk-lib/core';
import type { SageMakerEndpointOptions } from './sagemaker-endpoint-options';
import { requireSageMakerName, requireTargetModel } from './sagemaker-name';
import { requireTestRequest } from './sagemaker-test-request';
import { parseArn } from '../../validation/arn';
import { invalid, isLiteral, requireLiteralList } from '../../validation/invalid';

interface Place {
  readonly account: string;
  readonly region: string;
}

function differ(theirs: string, ours: string): boolean {
  return isLiteral(theirs) && isLiteral(ours) && theirs !== ours;
}

function nameOf(endpointArn: string): string {
  return isLiteral(endpointArn) ? endpointArn.split('/').at(-1) ?? '' : Fn.select(1, Fn.split('/', endpointArn));
}

/** A SageMaker endpoint that a platform may invoke. */
export class SageMakerEndpoint {
  /**
   * An endpoint of the stack's account and region, by its name. Give the exact upper and lower case: AWS wants it in the call, and the
   * lower case in the policy, which is taken care of.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
   */
  public static fromName(endpointName: string, options?: SageMakerEndpointOptions): SageMakerEndpoint {
    return new SageMakerEndpoint(endpointName, undefined, options);
  }

  /**
   * An endpoint by its ARN, which must be of the stack's account and region. AWS writes ARNs of endpoints in lower case: if the name has
   * upper-case letters, prefer `fromName`.
   */
  public static fromArn(endpointArn: string, options?: SageMakerEndpointOptions): SageMakerEndpoint {
    return new SageMakerEndpoint(nameOf(endpointArn), endpointArn, options);
  }

  /** An endpoint of the app: a `CfnEndpoint`, an `IEndpoint`, or another construct that refers to one. */
  public static fromEndpoint(endpoint: IEndpointRef, options?: SageMakerEndpointOptions): SageMakerEndpoint {
    const { endpointArn } = endpoint.endpointRef;
    // The L1 and the interface know the name in its own case; an ARN has it in lower case only.
    const { attrEndpointName, endpointName } = endpoint as { readonly attrEndpointName?: string; readonly endpointName?: string };
    const name = isLiteral(endpointName) ? endpointName : attrEndpointName ?? endpointName;
    return new SageMakerEndpoint(name ?? nameOf(endpointArn), endpointArn, options, endpoint.env);
  }

  /** The name in the case in which it was given. @internal */
  public readonly _name: string;
  /** @internal */
  public readonly _arn?: string;
  /** @internal */
  public readonly _options: SageMakerEndpointOptions;

  private constructor(name: string, arn: string | undefined, options: SageMakerEndpointOptions = {}, private readonly home?: Place) {
    this._name = name;
    this._arn = arn;
    this._options = options;
  }

  /** Refuses what cannot be an endpoint of this account and region. @internal */
  public _require(property: string, stack: Place): void {
    this.requireHome(property, stack);
    requireSageMakerName(property, this._name, 'an endpoint');
    const { inferenceComponentNames, targetModels, testRequest } = this._options;
    requireSome(`${property}.inferenceComponentNames`, inferenceComponentNames, 'an endpoint that has none', (each, name) => requireSageMakerName(each, name, 'an inference component'));
    requireSome(`${property}.targetModels`, targetModels, 'all models of the endpoint', requireTargetModel);
    if (inferenceComponentNames && targetModels) {
      throw invalid(`${property}.targetModels`, undefined, 'is given together with inferenceComponentNames, whose requests name no target model', 'Leave out one of the two');
    }
    if (testRequest) requireTestRequest(`${property}.testRequest`, testRequest);
  }

  private requireHome(property: string, stack: Place): void {
    const refuse = (problem: string, cure: string) => invalid(property, [this._arn, this._name].find(isLiteral), problem, cure);
    const arn = isLiteral(this._arn) ? parseArn(this._arn) : undefined;
    if (isLiteral(this._arn) && (arn?.service !== 'sagemaker' || !/^endpoint\/[^/]+$/.test(arn.resource))) {
      throw refuse('is not the ARN of an endpoint', 'Give it in the form arn:aws:sagemaker:us-east-1:111122223333:endpoint/churn');
    }
    const { region, account } = arn ?? this.home ?? stack;
    if (differ(region, stack.region)) {
      throw refuse(`is in ${region} and the stack in ${stack.region}, and the platform's form takes one region`, 'Set up a connection in the region of the endpoint');
    }
    if (differ(account, stack.account)) throw refuse(`belongs to account ${account} and the stack to ${stack.account}`, 'Deploy the connection in the account of the endpoint');
  }
}

function requireSome(
  property: string, values: readonly string[] | undefined, without: string, require: (property: string, value: string) => void,
): void {
  if (values === undefined) return;
  requireLiteralList(property, values);
  if (values.length === 0) throw invalid(property, undefined, 'is empty', `Leave it out for ${without}`);
  values.forEach((value, index) => require(`${property}[${index}]`, value));
}
