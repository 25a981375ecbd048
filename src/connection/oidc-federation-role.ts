import type { IOpenIdConnectProvider } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { RoleConnection } from './role-connection';
import type { RoleOptions } from './role-options';
import { ConnectionMethod } from '../platform/connection-method';
import type { Platform } from '../platform/platform';
import { parseArn } from '../validation/arn';
import { invalid, isLiteral } from '../validation/invalid';
import { requireExternalId } from './trust/external-id';
import { issuerPath, requireIssuerUrl } from './trust/issuer';
import { SharedOidcProvider } from './trust/shared-oidc-provider';
import { refuseDollar, requireSubjects, type Subjects } from './trust/subjects';
import { trustActions, webIdentityStatements, type WebIdentityTrust } from './trust/trust-policy';

/** Properties of an `OidcFederationRole`. */
export interface OidcFederationRoleProps extends RoleOptions {
  /** The platform that comes in; it must have an issuer. */
  readonly platform: Platform;

  /**
   * The `sub` claims that are let in, compared exactly. Ask the platform which subject its tokens carry for you.
   *
   * @default - none; one of `subjects`, `subjectPatterns` and `allowAnySubject` is needed
   */
  readonly subjects?: string[];

  /**
   * Patterns of `sub` claims that are let in, with `*` and `?`. A pattern needs a literal part: `*` alone is refused.
   *
   * @default - none
   */
  readonly subjectPatterns?: string[];

  /**
   * Lets in every subject of the issuer: everybody whom the platform gives a token for this audience and who knows the role ARN.
   *
   * @default false
   */
  readonly allowAnySubject?: boolean;

  /**
   * An existing OIDC provider of the issuer. An account can have one provider for each issuer.
   *
   * @default - a provider is created, shared by all connections of the app to this issuer and account, and retained on deletion
   */
  readonly provider?: IOpenIdConnectProvider;

  /**
   * An external ID to hand to the platform. STS never sends one with a web identity token, so it protects nothing here; it goes into
   * the trust as `StringEqualsIfExists`, which is harmless, and into the document.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
   */
  readonly externalId?: string;
}

function requireAudience(platform: Platform): string {
  const audience = platform.audience ?? 'sts.amazonaws.com';
  if (isLiteral(audience) && !/^[^\s*?]{1,255}$/.test(audience)) {
    throw invalid('audience', audience, 'is no audience that can be compared exactly', 'Give the aud claim of the token: 1 to 255 characters without white space and wildcards');
  }
  refuseDollar('audience', audience);
  return audience;
}

/** The provider's ARN; an existing one must be of the issuer, whose name its ARN carries, and of the role's own account. */
function existingProviderArn(provider: IOpenIdConnectProvider, issuerUrl: string, account: string): string {
  const arn = provider.openIdConnectProviderArn;
  if (!isLiteral(arn)) return arn;
  const parts = parseArn(arn);
  if (parts?.resource !== `oidc-provider/${issuerPath(issuerUrl)}`) {
    throw invalid('provider', arn, `is not the provider of ${issuerUrl}`, `Give the one whose ARN ends with oidc-provider/${issuerPath(issuerUrl)}`);
  }
  if (isLiteral(account) && isLiteral(parts.account) && parts.account !== account) {
    throw invalid('provider', arn, `belongs to account ${parts.account} and the stack to ${account}`, 'Give the provider of the account of the role');
  }
  return arn;
}

/**
 * Lets a platform in by OIDC federation: it exchanges a token of its own issuer for credentials of a role, so that no key exists.
 * The trust names the exact audience and the exact subjects.
 */
export class OidcFederationRole extends RoleConnection {
  /** The ARN of the OIDC provider. */
  public readonly providerArn: string;

  private readonly trust: WebIdentityTrust & Subjects;
  private readonly issuerUrl: string;

  public constructor(scope: Construct, id: string, props: OidcFederationRoleProps) {
    const { platform } = props;
    platform._requireMethod(ConnectionMethod.OIDC_FEDERATION);
    if (platform.issuerUrl === undefined) {
      throw invalid('platform', platform.displayName, 'has no issuer', 'Give issuerUrl to Platform.custom');
    }
    requireIssuerUrl('issuerUrl', platform.issuerUrl);
    requireExternalId('externalId', props.externalId);
    const audience = requireAudience(platform);
    const trust: WebIdentityTrust = {
      ...requireSubjects(props),
      providerArn: props.provider
        ? existingProviderArn(props.provider, platform.issuerUrl, Stack.of(scope).account)
        : SharedOidcProvider.arnFor(scope, platform.issuerUrl, audience),
      issuerPath: issuerPath(platform.issuerUrl),
      audience,
      externalId: props.externalId,
      sessionTags: props.sessionTags ?? false,
      sourceIdentity: props.sourceIdentity ?? false,
    };
    super(scope, id, platform, ConnectionMethod.OIDC_FEDERATION, props, webIdentityStatements(trust));
    this.trust = trust;
    this.issuerUrl = platform.issuerUrl;
    this.providerArn = trust.providerArn;
    this.warnAboutTrust(props);
    this._updateDocument();
  }

  /** @internal */
  public _fieldValues(): Readonly<Record<string, string | undefined>> {
    return { roleArn: this.roleArn, externalId: this.trust.externalId };
  }

  /** @internal */
  protected _trust() {
    const { audience, subjects, subjectPatterns, anySubject, externalId, providerArn } = this.trust;
    return {
      actions: [...trustActions('sts:AssumeRoleWithWebIdentity', this.trust)],
      issuer: this.issuerUrl,
      providerArn,
      audiences: [audience],
      subjects: [...subjects],
      subjectPatterns: [...subjectPatterns],
      anySubject,
      ...(externalId ? { externalId } : {}),
    };
  }

  private warnAboutTrust(props: OidcFederationRoleProps): void {
    const name = this.platform.displayName;
    if (this.trust.anySubject) {
      this._warn(`Every subject that ${name} issues a token for can assume this role if it knows its ARN. List subjects as soon as ${name} tells you yours.`);
    }
    if (this.trust.externalId) {
      this._warn('STS sends no external ID with a web identity token: the external ID protects nothing here. The subject does.');
    }
    const [host] = this.trust.issuerPath.split('/');
    if (host !== host.toLowerCase()) this._warn(`The issuer ${this.issuerUrl} has upper-case letters in its host: make sure that the iss claim of the token has them too.`);
    if (props.role) this._warn('The role existed before: its trust policy is not changed. Compare it with trust.policy in the document.');
  }
}
