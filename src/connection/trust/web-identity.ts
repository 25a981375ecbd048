import type { IOpenIdConnectProvider } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { requireExternalId } from './external-id';
import { issuerPath, requireIssuerUrl } from './issuer';
import { SharedOidcProvider } from './shared-oidc-provider';
import { refuseDollar, requireSubjects } from './subjects';
import type { WebIdentityTrust } from './trust-policy';
import type { Trust } from '../../document/connection-document-v1';
import type { Platform } from '../../platform/platform';
import { parseArn } from '../../validation/arn';
import { invalid, isLiteral, requireText } from '../../validation/invalid';
import { type Warning, warning } from '../../validation/warning';
import type { WebIdentityOptions } from '../web-identity-options';

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
  requireText('provider.openIdConnectProviderArn', arn);
  if (!isLiteral(arn)) return arn;
  const parts = parseArn(arn);
  if (parts?.resource !== `oidc-provider/${issuerPath(issuerUrl)}`) {
    throw invalid('provider', arn, `is not the provider of ${issuerUrl}`, `Give the one whose ARN ends with oidc-provider/${issuerPath(issuerUrl)}`);
  }
  if (isLiteral(account) && parts.account !== account) {
    throw invalid('provider', arn, `belongs to account ${parts.account} and the stack to ${account}`, 'Give the provider of the account of the role');
  }
  return arn;
}

/** The trust in the platform's issuer, whose provider is made where the account has none of this app's. */
export function webIdentityTrust(
  scope: Construct, platform: Platform, options: WebIdentityOptions, session: Pick<WebIdentityTrust, 'sessionTags' | 'sourceIdentity'>,
): WebIdentityTrust {
  const { issuerUrl } = platform;
  if (issuerUrl === undefined) throw invalid('platform', platform.displayName, 'has no issuer', 'Give issuerUrl to Platform.custom');
  requireIssuerUrl('issuerUrl', issuerUrl);
  requireExternalId('externalId', options.externalId);
  const audience = requireAudience(platform);
  return {
    ...requireSubjects(options),
    providerArn: options.provider
      ? existingProviderArn(options.provider, issuerUrl, Stack.of(scope).account)
      : SharedOidcProvider.arnFor(scope, issuerUrl, audience),
    issuerPath: issuerPath(issuerUrl),
    issuerUrl,
    audience,
    externalId: options.externalId,
    ...session,
  };
}

/** The trust in the words of the document, but for its actions. */
export function webIdentityFacts(trust: WebIdentityTrust): Omit<Trust, 'actions'> {
  const { issuerUrl, providerArn, audience, subjects, subjectPatterns, anySubject, externalId } = trust;
  return {
    issuer: issuerUrl,
    providerArn,
    audiences: [audience],
    subjects: [...subjects],
    subjectPatterns: [...subjectPatterns],
    anySubject,
    ...(externalId ? { externalId } : {}),
  };
}

/** What is to be known about a trust that is wide, or narrow in appearance only. */
export function webIdentityWarnings(trust: WebIdentityTrust, platform: Platform): readonly Warning[] {
  const name = platform.displayName;
  const [host] = trust.issuerPath.split('/');
  return [
    ...(trust.anySubject ? [warning('anySubject', `Every subject that ${name} issues a token for can assume this role if it knows its ARN. List subjects as soon as ${name} tells you yours.`)] : []),
    ...(trust.externalId ? [warning('externalIdUnused', 'STS sends no external ID with a web identity token: the external ID protects nothing here. The subject does.')] : []),
    ...(host !== host.toLowerCase() ? [warning('issuerInUpperCase', `The issuer ${trust.issuerUrl} has upper-case letters in its host: make sure that the iss claim of the token has them too.`)] : []),
  ];
}
