import { parseArn } from '../../validation/arn';
import { invalid, isLiteral, requireText } from '../../validation/invalid';

/** The AWS principal that a cross-account trust lets in. */
export interface TrustedPrincipal {
  readonly arn: string;
  /** True when it is a whole account, so that only the external ID tells its users apart. */
  readonly accountRoot: boolean;
}

const CURE = 'Give the 12 digits of the account, arn:aws:iam::123456789012:root, or the ARN of a role';

/**
 * The ARN of the platform's principal from what the caller wrote.
 *
 * @param partition the partition of the stack; roles cannot be assumed across partitions
 */
export function trustedPrincipal(property: string, principal: string, partition: string): TrustedPrincipal {
  requireText(property, principal);
  if (!isLiteral(principal)) {
    throw invalid(property, undefined, 'is only known at deployment, and so could be * or a whole account without external ID', CURE);
  }
  if (/^\d{12}$/.test(principal)) return { arn: `arn:${partition}:iam::${principal}:root`, accountRoot: true };
  const arn = parseArn(principal);
  if (arn?.service === 'sts' && arn.resource.startsWith('assumed-role/')) {
    throw invalid(property, principal, 'is one session of a role', 'Give the ARN of the role itself: arn:aws:iam::123456789012:role/name');
  }
  if (arn?.service !== 'iam' || !/^\d{12}$/.test(arn.account) || !/^(?:root|role\/[\w+=,.@/-]+)$/.test(arn.resource)) {
    throw invalid(property, principal, 'is no account and no role', CURE);
  }
  if (isLiteral(partition) && arn.partition !== partition) {
    throw invalid(property, principal, `is in the partition ${arn.partition} and the stack in ${partition}`, 'A role can only be assumed within one partition');
  }
  return { arn: principal, accountRoot: arn.resource === 'root' };
}
