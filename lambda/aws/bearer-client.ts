/**
 * The configuration of a Bedrock client that comes with an API key, and never with credentials that happen to be there.
 *
 * The user agent names the region: neither the key nor, where the endpoint is not AWS's own, the address does.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-use.html
 */
export function bearerClient(region: string, apiKey: () => Promise<string>) {
  const customUserAgent: [string, string][] = [['region', region]];
  return { region, token: async () => ({ token: await apiKey() }), authSchemePreference: ['httpBearerAuth'], customUserAgent };
}
