import { invalid, isLiteral } from '../validation/invalid';

/** Options of every connection about the policies and the document that it writes. */
export interface PolicyOptions {
  /**
   * Path of the role and of the managed policies, such as `/ai-platforms/`. Another path later replaces them: where they have fixed
   * names, give them other ones together with it.
   *
   * @default '/'
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html
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
   * Path of the SSM parameters that hold the document, such as `/platforms/4minds`: at most 900 characters, fewer where a verifier reads
   * many parameters, because their names share its one policy.
   *
   * @default '/ai-platform-access/<stack name>/<connection>'
   */
  readonly documentParameterPrefix?: string;
}

/** Refuses names that IAM or Systems Manager would refuse once the library's own endings are behind them. */
export function requireNames({ policyNamePrefix, documentParameterPrefix }: PolicyOptions): void {
  if (isLiteral(policyNamePrefix) && !/^[\w+=,.@-]{1,100}$/.test(policyNamePrefix)) {
    throw invalid('policyNamePrefix', policyNamePrefix, 'is no start of a name that IAM takes', 'Use at most 100 letters, digits and the characters _+=,.@-');
  }
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
  if (isLiteral(documentParameterPrefix) && !/^(?!\/(?:aws|ssm))(?=.{2,900}$)(?:\/[\w.-]+){1,13}$/i.test(documentParameterPrefix)) {
    throw invalid('documentParameterPrefix', documentParameterPrefix, 'is no path that Systems Manager takes',
      'Start it with a slash and end it without, at most 13 levels of letters, digits and _.-, the first not starting with aws or ssm: /platforms/acme');
  }
}

/** Refuses a quota that IAM does not have. */
export function requireQuota(quota: number | undefined): void {
  if (quota === undefined || (Number.isInteger(quota) && quota >= 1 && quota <= 20)) return;
  throw invalid('managedPolicyQuota', String(quota), 'is not a number of managed policies that a role can carry', 'Give 1 to 20; the default quota of IAM is 10');
}
