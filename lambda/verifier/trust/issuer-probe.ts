import { spellingNote } from './spelling';
import { failureOf } from '../../aws/failure';
import type { ConnectionContext } from '../connection/context';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

const LONGEST_DOCUMENT = 65_536;

/** @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig */
export function issuerProbe({ document: { trust: { issuer } }, calls }: ConnectionContext): Probe {
  const check = async (expected: string): Promise<Finding> => {
    const url = `${expected.replace(/\/$/, '')}/.well-known/openid-configuration`;
    try {
      return await calls.once(async (signal) => {
        const response = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
        if (!response.ok) {
          await response.body?.cancel();
          return found('ISSUER_DISCOVERY_FAILED', { status: response.status, issuer: expected });
        }
        return judgeDiscovery(await readBounded(response), expected);
      });
    } catch (error) {
      const { kind, name } = failureOf(error);
      if (kind !== 'network' && kind !== 'timed-out') throw error;
      return found('ISSUER_UNREACHABLE', { reason: kind === 'network' ? name : 'no answer in time' });
    }
  };
  return { id: 'trust.issuer', expects: 'allowed', targets: issuer === undefined ? [] : [{ name: issuer, check: async () => check(issuer) }] };
}

export function judgeDiscovery(text: string | undefined, expected: string): Finding {
  if (text === undefined) return found('ISSUER_DISCOVERY_MALFORMED', { reason: `it is longer than ${LONGEST_DOCUMENT} bytes`, issuer: expected });
  let discovery: unknown;
  try {
    discovery = JSON.parse(text);
  } catch {
    return found('ISSUER_DISCOVERY_MALFORMED', { reason: 'it is not JSON', issuer: expected });
  }
  const { issuer, jwks_uri: keys } = (typeof discovery === 'object' && discovery !== null ? discovery : {}) as { issuer?: unknown; jwks_uri?: unknown };
  if (typeof issuer !== 'string') return found('ISSUER_DISCOVERY_MALFORMED', { reason: 'it names no issuer', issuer: expected });
  if (issuer !== expected) return found('ISSUER_DIFFERS', { actual: issuer.slice(0, 256), expected, note: spellingNote(issuer, [expected]) });
  if (typeof keys !== 'string') return found('ISSUER_DISCOVERY_MALFORMED', { reason: 'it names no jwks_uri', issuer: expected });
  return passed('The issuer publishes a discovery document that names itself');
}

/** Nothing when the document is too long to be one. */
async function readBounded(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    const bytes = part as Uint8Array;
    length += bytes.byteLength;
    if (length > LONGEST_DOCUMENT) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}
