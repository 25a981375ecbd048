import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';
import type { ConnectionContext } from '../connection/context';

/** The key that the checks are made with, and where it came from. */
export interface GivenKey {
  readonly token: string;
  /** Of a key from the secret: its credential in IAM. */
  readonly credentialId?: string;
}

/** The secret of the document holds no key. */
export class EmptySecret extends Error {
  public override readonly name = 'EmptySecret';
}

/** A connection by API key keeps one secret. */
export function secretArnOf({ secrets }: ConnectionDocumentV1): string | undefined {
  return secrets?.[0]?.arn;
}

/** The key of the invocation, else the one that the platform reads from the secret. */
export async function readKey({ document, request, calls, redactor }: ConnectionContext): Promise<GivenKey> {
  if (request.bearerToken !== undefined) return { token: request.bearerToken };
  const SecretId = secretArnOf(document);
  if (SecretId === undefined) throw new EmptySecret();
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({ region: document.region });
  try {
    const { SecretString } = await calls.mustWork((abortSignal) => client.send(new GetSecretValueCommand({ SecretId }), { abortSignal }));
    const { apiKey: token, credentialId } = JSON.parse(SecretString || '{}') as { apiKey?: string; credentialId?: string };
    if (!token) throw new EmptySecret();
    redactor.add(token);
    return { token, ...(credentialId && { credentialId }) };
  } finally {
    client.destroy();
  }
}
