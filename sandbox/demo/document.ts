import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { foldedJson } from './folded-json';
import type { Narrator } from './narrator';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';
import { CACHE } from '../python-environment';

const FILE = path.join(CACHE, 'four-minds-document.json');

/** What a person copies into the platform's form. */
export function showForm({ fields: ofConnection, integrations }: ConnectionDocumentV1, narrator: Narrator): void {
  narrator.step("What to paste into 4MINDS's form");
  for (const { displayName, fields } of [{ displayName: 'The connection itself', fields: ofConnection }, ...Object.values(integrations)]) {
    narrator.say(displayName, ...Object.entries(fields).map(([label, value]) => `  ${label}: ${[value].flat().join(', ')}`));
  }
}

/** What the platform can ingest: the whole as a file, the essence here. */
export async function showDocument(document: ConnectionDocumentV1, narrator: Narrator): Promise<void> {
  narrator.step('The document, which the platform can ingest');
  await writeFile(FILE, `${JSON.stringify(document, null, 2)}\n`);
  narrator.say(`The whole is in ${path.relative(process.cwd(), FILE)}; here the receipts of permissions and probes are only counted.`);
  narrator.say(...foldedJson(withoutReceipts(document)).split('\n'));
}

function withoutReceipts({ integrations, ...document }: ConnectionDocumentV1) {
  const counted = Object.entries(integrations).map(([integration, section]) => [
    integration, { ...section, permissions: `${section.permissions.length} permissions`, probes: `${section.probes.length} probes` },
  ]);
  return { ...document, integrations: Object.fromEntries(counted) as Record<string, unknown> };
}
