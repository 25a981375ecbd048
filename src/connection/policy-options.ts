import { invalid } from '../validation/invalid';

/** Options of every connection about the policies and the document that it writes. */
export interface PolicyOptions {
  /**
   * Path of the role and of the managed policies, such as `/ai-platforms/`.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * How many managed policies the role may carry: the IAM quota "Managed policies attached to an IAM role", at most 20, less those
   * that you attach yourself.
   *
   * @default 10
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  readonly managedPolicyQuota?: number;

  /**
   * Gives the managed policies fixed names that start like this. A fixed name can exist once in an account, so such a stack cannot
   * be deployed to a second region.
   *
   * @default - names made by CloudFormation
   */
  readonly policyNamePrefix?: string;

  /**
   * Path of the SSM parameters that hold the document, such as `/platforms/4minds`.
   *
   * @default '/ai-platform-access/<stack name>/<connection>'
   */
  readonly documentParameterPrefix?: string;
}

/** Refuses a quota that IAM does not have. */
export function requireQuota(quota: number | undefined): void {
  if (quota === undefined || (Number.isInteger(quota) && quota >= 1 && quota <= 20)) return;
  throw invalid('managedPolicyQuota', String(quota), 'is not a number of managed policies that a role can carry', 'Give 1 to 20; the default quota of IAM is 10');
}
