import type { IOpenIdConnectProvider } from 'aws-cdk-lib/aws-iam';

/** Which tokens of the platform's issuer let it in. */
export interface WebIdentityOptions {
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
   * An existing OIDC provider of the issuer. An account can have one provider for each issuer: one that a failed deployment left
   * behind, or that was made in the console, must be given here.
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
