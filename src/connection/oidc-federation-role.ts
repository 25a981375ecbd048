import type { Construct } from 'constructs';
import { RoleConnection } from './role-connection';
import type { RoleOptions } from './role-options';
import type { WebIdentityOptions } from './web-identity-options';
import { ConnectionMethod } from '../platform/connection-method';
import type { Platform } from '../platform/platform';
import { warning } from '../validation/warning';
import { trustActions, webIdentityStatements, type WebIdentityTrust } from './trust/trust-policy';
import { webIdentityFacts, webIdentityTrust, webIdentityWarnings } from './trust/web-identity';

/** Properties of an `OidcFederationRole`. */
export interface OidcFederationRoleProps extends RoleOptions, WebIdentityOptions {
  /** The platform that comes in; it must have an issuer. */
  readonly platform: Platform;
}

/**
 * Lets a platform in by OIDC federation: it exchanges a token of its own issuer for credentials of a role, so that no key exists.
 * The trust names the exact audience and the exact subjects.
 */
export class OidcFederationRole extends RoleConnection {
  /** The ARN of the OIDC provider. */
  public readonly providerArn: string;

  private readonly trust: WebIdentityTrust;

  public constructor(scope: Construct, id: string, props: OidcFederationRoleProps) {
    const { platform, sessionTags = false, sourceIdentity = false } = props;
    platform._requireMethod(ConnectionMethod.OIDC_FEDERATION);
    const trust = webIdentityTrust(scope, platform, props, { sessionTags, sourceIdentity });
    super(scope, id, platform, ConnectionMethod.OIDC_FEDERATION, props, webIdentityStatements(trust));
    this.trust = trust;
    this.providerArn = trust.providerArn;
    this._warn(...webIdentityWarnings(trust, platform));
    if (props.role) this._warn(warning('existingRole', 'The role existed before: its trust policy is not changed. Compare it with trust.policy in the document.'));
    this._updateDocument();
  }

  /** @internal */
  public _fieldValues(): Readonly<Record<string, string | undefined>> {
    return { roleArn: this.roleArn, externalId: this.trust.externalId };
  }

  /** @internal */
  protected _trust() {
    return { actions: [...trustActions('sts:AssumeRoleWithWebIdentity', this.trust)], ...webIdentityFacts(this.trust) };
  }
}
