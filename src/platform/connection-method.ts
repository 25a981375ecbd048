/** How a platform comes into an AWS account. */
export enum ConnectionMethod {
  /** The platform exchanges a token of its own OIDC issuer for credentials (`sts:AssumeRoleWithWebIdentity`). */
  OIDC_FEDERATION = 'oidc-federation',
  /** The platform's AWS account assumes a role (`sts:AssumeRole` with an external ID). */
  CROSS_ACCOUNT_ROLE = 'cross-account-role',
  /** The platform signs in to a Cognito user pool and gets a role's credentials from an identity pool. */
  COGNITO = 'cognito',
  /** The platform calls Amazon Bedrock with an API key. */
  BEDROCK_API_KEY = 'bedrock-api-key',
}
