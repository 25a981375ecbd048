import type { IManagedPolicy, IRole } from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import type { PolicyOptions } from './policy-options';
import { requirePath } from '../policy/path';
import { invalid, isLiteral } from '../validation/invalid';

/** Options of every connection through an IAM role. */
export interface RoleOptions extends PolicyOptions {
  /**
   * An existing role. It gets the permissions; its trust policy is left as it is, and the document says what it must contain.
   *
   * @default - a role is created
   */
  readonly role?: IRole;

  /**
   * A fixed name of the role, at most 64 characters. A fixed name can exist once in an account, whatever its case, so such a stack
   * cannot be deployed to a second region.
   *
   * @default - a name made by CloudFormation
   */
  readonly roleName?: string;

  /**
   * What the role is for, at most 1,000 characters.
   *
   * @default - a sentence that names the platform
   */
  readonly description?: string;

  /**
   * The longest session, from one hour to twelve.
   *
   * @default Duration.hours(1)
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
   */
  readonly maxSessionDuration?: Duration;

  /**
   * The most that the role can ever be allowed.
   *
   * @default - no boundary
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /**
   * Tags of everything that the connection creates for itself. An OIDC provider, which is shared, does not get them.
   *
   * @default - no tags
   */
  readonly tags?: { [key: string]: string };

  /**
   * Lets the platform pass session tags (`sts:TagSession`), which reach policies as `aws:PrincipalTag`.
   *
   * @default false
   */
  readonly sessionTags?: boolean;

  /**
   * Lets the platform set a source identity (`sts:SetSourceIdentity`), which CloudTrail shows.
   *
   * @default false
   */
  readonly sourceIdentity?: boolean;
}

/** Refuses role options that IAM would refuse, or that an existing role could not follow. */
export function requireRoleOptions(options: RoleOptions): void {
  const { role, roleName, path, description, maxSessionDuration } = options;
  if (role) {
    const ignored = (['roleName', 'description', 'permissionsBoundary', 'maxSessionDuration', 'sessionTags', 'sourceIdentity'] as const).find((name) => options[name] !== undefined);
    if (ignored) throw invalid(ignored, undefined, 'is given together with an existing role, which is left as it is', `Leave out ${ignored}, or leave out role`);
  }
  if (isLiteral(roleName) && !/^[\w+=,.@-]{1,64}$/.test(roleName)) {
    throw invalid('roleName', roleName, 'is no name that IAM takes', 'Use at most 64 letters, digits and the characters _+=,.@-');
  }
  requirePath(path);
  if (isLiteral(description) && description.length > 1000) {
    throw invalid('description', `${description.slice(0, 20)}...`, `is ${description.length} characters long and IAM takes 1,000`, 'Shorten it');
  }
  if (maxSessionDuration?.isUnresolved()) {
    throw invalid('maxSessionDuration', undefined, 'is only known at deployment, and the document states it as a number', 'Give it as a literal');
  }
  if (maxSessionDuration) {
    const seconds = maxSessionDuration.toSeconds();
    if (seconds < 3600 || seconds > 43200) throw invalid('maxSessionDuration', `${seconds} seconds`, 'is outside what IAM takes', 'Give one hour to twelve hours');
  }
}
