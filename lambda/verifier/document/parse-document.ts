import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';

/** The document that was read is not one that this verifier can work with. */
export class MalformedDocument extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedDocument';
  }
}

const REQUIRED = ['platform', 'method', 'partition', 'account', 'region', 'principal', 'trust', 'sts', 'integrations'] as const;

/**
 * Enough to tell a document that is cut off, empty or of another version. The deployment validated the rest against the schema,
 * and a full validator would weigh more than the verifier.
 */
export function parseDocument(text: string): ConnectionDocumentV1 {
  const document = parseJson(text);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw new MalformedDocument('it is no JSON object');
  const { schemaVersion } = document as { schemaVersion?: unknown };
  if (schemaVersion !== 1) throw new MalformedDocument(`schemaVersion is ${JSON.stringify(schemaVersion) ?? 'missing'}, and this verifier knows 1`);
  const missing = REQUIRED.filter((name) => !Object.hasOwn(document, name));
  if (missing.length > 0) throw new MalformedDocument(`it lacks ${missing.join(', ')}`);
  return document as ConnectionDocumentV1;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedDocument('its parts do not make up one JSON text');
  }
}
