import type { Duration } from 'aws-cdk-lib/core';
import type { OnDeploy } from './on-deploy';
import type { IConnection } from '../connection/i-connection';
import type { FunctionOptions } from '../function/function-options';

/** Properties of a `ConnectionVerifier`. */
export interface ConnectionVerifierProps extends FunctionOptions {
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
   * @default - true; false for an existing role, whose trust policy is left as it is, and for Cognito, where the verifier signs in
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
}
