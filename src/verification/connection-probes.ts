/** A check of the connection itself, before any integration. */
export interface ConnectionProbe {
  /** Stable identifier. */
  readonly id: string;
  readonly expects: 'allowed' | 'denied';
  readonly description: string;
  /** What the verifier's own role needs for it, if anything. */
  readonly verifierAction?: string | readonly string[];
}

export const CONNECTION_PROBES: readonly ConnectionProbe[] = [
  { id: 'connection.document', expects: 'allowed', description: 'The document is read from Systems Manager and is whole', verifierAction: 'ssm:GetParameters' },
  { id: 'connection.credentials', expects: 'allowed', description: 'Credentials are obtained the way the platform obtains them', verifierAction: ['sts:AssumeRole', 'secretsmanager:GetSecretValue', 'kms:Decrypt'] },
  { id: 'trust.policy', expects: 'allowed', description: 'The trust policy that is in force says what the document says', verifierAction: 'iam:GetRole' },
  { id: 'trust.provider', expects: 'allowed', description: 'The OIDC provider exists and lists the audience', verifierAction: 'iam:GetOpenIDConnectProvider' },
  { id: 'trust.issuer', expects: 'allowed', description: 'The issuer publishes a discovery document that names itself' },
  { id: 'trust.token', expects: 'allowed', description: 'The iss, aud and sub of the given token agree with the trust policy' },
  { id: 'trust.wrong-subject', expects: 'denied', description: 'A token of another subject is refused' },
  { id: 'trust.wrong-external-id', expects: 'denied', description: 'AssumeRole with another external ID is refused', verifierAction: 'sts:AssumeRole' },
  { id: 'trust.missing-external-id', expects: 'denied', description: 'AssumeRole without an external ID is refused', verifierAction: 'sts:AssumeRole' },
  { id: 'api-key.lifetime', expects: 'allowed', description: 'The API key is active and is rotated before it expires', verifierAction: 'iam:ListServiceSpecificCredentials' },
  { id: 'api-key.other-services', expects: 'denied', description: 'STS and S3 refuse the API key' },
];
