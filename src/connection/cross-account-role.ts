import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ConnectionFacts } from './connection';
import { RoleConnection } from './role-connection';
import type { RoleOptions } from './role-options';
import { ConnectionMethod } from '../platform/connection-method';
import type { Platform } from '../platform/platform';
import { partitionOf } from '../policy/partition';
import { invalid, isLiteral } from '../validation/invalid';
import { warning } from '../validation/warning';
import { requireExternalId } from './trust/external-id';
import { type TrustedPrincipal, trustedPrincipal } from './trust/principal';
import { type CrossAccountTrust, crossAccountStatements, trustActions } from './trust/trust-policy';

/** Properties of a `CrossAccountRole`. */
export interface CrossAccountRoleProps extends RoleOptions {
  /** The platform that comes in. */
  readonly platform: Platform;

  /**
   * Who may assume the role: 12 digits of an account, its root ARN, or the ARN of a role. A role must exist when the trust is
   * written, and IAM remembers its unique ID: if the platform makes the role anew, the trust must be written anew.
   *
   * @default - the platform's own
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
   */
  readonly principal?: string;

  /**
   * The external ID that the platform sends, to the letter: 2 to 1,224 letters, digits and `_+=,.@:/-`. Some platforms make a new
   * one each time their form is opened: copy it and leave the form open.
   *
   * @default - none; needed when the principal is a whole account
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
   */
  readonly externalId?: string;

  /**
   * Trusts a whole account without an external ID, where the platform sends none. Everybody in that account who may assume roles can
   * then assume this one, also on behalf of another customer of the platform.
   *
   * @default false
   */
  readonly allowMissingExternalId?: boolean;

  /**
   * The AWS organization that the principal must belong to, such as `o-a1b2c3d4e5`.
   *
   * @default - not checked
   */
  readonly organizationId?: string;
}

/** The platform's own principal: an account whose partition is known by its ARN, so that no other partition takes the number for one of its own. */
function principalOf({ _definition: { principal, principalPartition } }: Platform): string | undefined {
  return principalPartition ? `arn:${principalPartition}:iam::${principal}:root` : principal;
}

function requireTrust(props: CrossAccountRoleProps, principal: TrustedPrincipal): void {
  const { platform, externalId, allowMissingExternalId, organizationId } = props;
  requireExternalId('externalId', externalId);
  if (externalId !== undefined && allowMissingExternalId) {
    throw invalid('allowMissingExternalId', 'true', 'contradicts the externalId that is given', 'Leave out one of the two');
  }
  if (externalId === undefined && platform.externalIdRequired) {
    throw invalid('externalId', undefined, `is missing, and ${platform.displayName} always sends one`, `Copy it from ${platform.displayName}'s form`);
  }
  if (externalId === undefined && principal.accountRoot && !allowMissingExternalId) {
    throw invalid('externalId', undefined, `is missing, and the principal ${principal.arn} is a whole account, where only the external ID tells your connection from another customer's`,
      'Give the external ID that the platform sends, name a role as the principal, or set allowMissingExternalId: true');
  }
  if (isLiteral(organizationId) && !/^o-[a-z0-9]{10,32}$/.test(organizationId)) {
    throw invalid('organizationId', organizationId, 'is no organization ID', 'Give it in the form o-a1b2c3d4e5');
  }
}

/**
 * Lets a platform in from its own AWS account: its account or role assumes a role here, with an external ID that ties the role to
 * your account at the platform.
 */
export class CrossAccountRole extends RoleConnection {
  private readonly trust: CrossAccountTrust;

  public constructor(scope: Construct, id: string, props: CrossAccountRoleProps) {
    const { platform } = props;
    platform._requireMethod(ConnectionMethod.CROSS_ACCOUNT_ROLE);
    const given = props.principal ?? principalOf(platform);
    if (given === undefined) throw invalid('principal', undefined, 'is missing', `Give the account or role that ${platform.displayName} comes from`);
    const principal = trustedPrincipal('principal', given, partitionOf(Stack.of(scope)));
    requireTrust(props, principal);
    const trust: CrossAccountTrust = {
      principalArn: principal.arn,
      externalId: props.externalId,
      organizationId: props.organizationId,
      sessionTags: props.sessionTags ?? false,
      sourceIdentity: props.sourceIdentity ?? false,
    };
    super(scope, id, platform, ConnectionMethod.CROSS_ACCOUNT_ROLE, props, crossAccountStatements(trust));
    this.trust = trust;
    this.warnAboutTrust(props, principal);
    this._updateDocument();
  }

  /** @internal */
  public _facts(): ConnectionFacts {
    const facts = super._facts();
    const request = this.platform._definition.registrationRequest;
    if (!request) return facts;
    const { region, urlSuffix } = Stack.of(this);
    const registration = { request: request({ roleArn: this.roleArn, region, stsEndpoint: `https://sts.${region}.${urlSuffix}` }) };
    return { ...facts, status: 'pending registration', registration };
  }

  /** @internal */
  public _fieldValues(): Readonly<Record<string, string | undefined>> {
    return { roleArn: this.roleArn, externalId: this.trust.externalId };
  }

  /** @internal */
  protected _trust() {
    const { principalArn, externalId, organizationId } = this.trust;
    return {
      actions: [...trustActions('sts:AssumeRole', this.trust)],
      principals: [principalArn],
      ...(externalId ? { externalId } : {}),
      ...(organizationId ? { organizationId } : {}),
    };
  }

  private warnAboutTrust(props: CrossAccountRoleProps, principal: TrustedPrincipal): void {
    if (principal.accountRoot && !props.externalId) {
      this._warn(warning('missingExternalId', `Everybody in ${principal.arn} who may assume roles can assume this one: there is no external ID. Ask ${this.platform.displayName} for one, or for the role that it comes from.`));
    }
    if (props.maxSessionDuration && props.maxSessionDuration.toSeconds() > 3600) {
      this._warn(warning('roleChaining', 'A platform that comes from a role of its own gets sessions of one hour at most, because AWS limits role chaining.'));
    }
    if (props.role) this._warn(warning('existingRole', 'The role existed before: its trust policy is not changed. Compare it with trust.policy in the document.'));
  }
}
