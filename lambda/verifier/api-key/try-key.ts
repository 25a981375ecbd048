import type { GivenKey } from './key-source';
import { readKeyState } from './key-state';
import { readShortTermKey } from './short-term-key';
import { bearerClient } from '../../aws/bearer-client';
import { failureOf } from '../../aws/failure';
import { keyRefusalOf } from '../../aws/key-refusal';
import type { ConnectionContext } from '../connection/context';
import { found, passed, type Finding } from '../probes/finding';

/** A key that Bedrock takes, or what is wrong with it. */
export interface TriedKey {
  readonly finding: Finding;
  readonly works: boolean;
}

const refused = (finding: Finding): TriedKey => ({ finding, works: false });

/** Calls Bedrock with the key, as the platform's own Test Connection does. What its owner may do there is the integration's to check. */
export async function tryKey(key: GivenKey, context: ConnectionContext): Promise<TriedKey> {
  const { document: { region }, calls, request } = context;
  const shortTerm = readShortTermKey(key.token);
  if (shortTerm && shortTerm.expiresAt.getTime() <= Date.now()) return refused(found('API_KEY_EXPIRED', {}));
  if (shortTerm && shortTerm.region !== region) return refused(found('API_KEY_WRONG_REGION', { keyRegion: shortTerm.region, region }));

  const { BedrockClient, ListFoundationModelsCommand } = await import('@aws-sdk/client-bedrock');
  const client = new BedrockClient(bearerClient(region, async () => key.token));
  const how = request.bearerToken === undefined ? 'the API key of the secret' : 'the API key that was given';
  const works = { finding: passed(`Bedrock takes ${how}`, shortTerm && { expiresAt: shortTerm.expiresAt.toISOString() }), works: true };
  try {
    await calls.mustWork((abortSignal) => client.send(new ListFoundationModelsCommand({}), { abortSignal }));
    return works;
  } catch (error) {
    const failure = failureOf(error);
    const { reason, kind } = failure;
    switch (keyRefusalOf(failure)) {
      case 'expired': return refused(found('API_KEY_EXPIRED', {}));
      case 'not-allowed': return refused(found('API_KEY_NOT_ALLOWED', { reason }));
      case 'not-valid': return refused(await revokedOr(found('API_KEY_NOT_VALID', { reason }), key, context));
      default:
        // Whoever is told what he may not do has been let in.
        if (kind === 'denied') return works;
        throw error;
    }
  } finally {
    client.destroy();
  }
}

async function revokedOr(otherwise: Finding, { credentialId }: GivenKey, context: ConnectionContext): Promise<Finding> {
  if (credentialId === undefined) return otherwise;
  try {
    const { state } = await readKeyState(context, credentialId);
    if (state === 'expired') return found('API_KEY_EXPIRED', {});
    return state === 'active' ? otherwise : found('API_KEY_REVOKED', { state: state === 'deleted' ? 'deleted' : 'switched off' });
  } catch {
    // The check api-key.lifetime says why IAM could not be asked.
    return otherwise;
  }
}
