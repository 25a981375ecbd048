/** An API key as it stands in the secret. */
export interface ApiKey {
  /** The bearer token. */
  readonly apiKey: string;
  /** The identifier of the service-specific credential, which is no secret. */
  readonly credentialId: string;
  /** When IAM lets it expire, in ISO 8601. */
  readonly expiresAt: string;
}

/** The secret's text; nothing when it holds no key of ours. */
export function parseApiKey(text: string | undefined): ApiKey | undefined {
  try {
    const { apiKey, credentialId, expiresAt } = JSON.parse(text ?? '') as Partial<Record<keyof ApiKey, unknown>>;
    if (typeof apiKey !== 'string' || typeof credentialId !== 'string' || typeof expiresAt !== 'string') return undefined;
    return { apiKey, credentialId, expiresAt };
  } catch {
    return undefined;
  }
}
