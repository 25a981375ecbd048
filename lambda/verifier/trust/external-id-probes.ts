import { randomUUID } from 'node:crypto';
import { openingsOf, verifierNeedsExternalId } from './admission';
import type { Statement } from './policy';
import type { TrustReader } from './trust-reader';
import { failureOf } from '../../aws/failure';
import type { ConnectionContext } from '../connection/context';
import type { RoleEntrance } from '../connection/session';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** Both a wrong and a missing external ID must be refused: really tried where the verifier is let in, and read from the policy for the platform. */
export function externalIdProbes(context: ConnectionContext, reader: TrustReader, attempt: RoleEntrance): readonly Probe[] {
  return [
    externalIdProbe(context, reader, attempt, 'trust.wrong-external-id', 'another external ID', `wrong-${randomUUID()}`),
    externalIdProbe(context, reader, attempt, 'trust.missing-external-id', 'no external ID', undefined),
  ];
}

function externalIdProbe(
  context: ConnectionContext, reader: TrustReader, attempt: RoleEntrance, id: string, what: string, externalId: string | undefined,
): Probe {
  const { document: { method, trust } } = context;
  const applies = method === 'cross-account-role' && trust.externalId !== undefined;
  return {
    id,
    expects: 'denied',
    targets: applies ? [
      { name: 'the platform', check: async () => proveFromPolicy(context, reader, what) },
      { name: 'the verifier', check: async () => tryIt(context, reader, attempt, what, externalId), provenBy: [{ probe: 'connection.credentials' }] },
    ] : [],
  };
}

async function proveFromPolicy({ document: { trust } }: ConnectionContext, reader: TrustReader, what: string): Promise<Finding> {
  const openings = openingsOf(await reader.policy(), trust).filter(({ kind }) => kind === 'external-id' || kind === 'anyone');
  return openings.length > 0
    ? found('EXTERNAL_ID_NOT_ENFORCED', { what }, { proof: 'trust policy', openings: openings.map(({ text }) => text) })
    : passed(`The trust policy in force refuses the platform with ${what} (read from the policy: only the platform could try it)`, { proof: 'trust policy' });
}

async function tryIt(
  { document: { trust }, calls }: ConnectionContext, reader: TrustReader, attempt: RoleEntrance, what: string, externalId: string | undefined,
): Promise<Finding> {
  const policy = await policyIfReadable(reader);
  if (policy !== undefined && trust.verifier !== undefined && !verifierNeedsExternalId(policy, trust)) {
    return found('NOT_APPLICABLE', { reason: "the statement that lets in the verifier asks for no external ID, so that the verifier's attempt would prove nothing" });
  }
  const refusal = await calls.isRefused((signal) => attempt.withExternalId(externalId, signal));
  return refusal.refused ? passed(`STS refuses the role with ${what}`, { proof: 'sts' }) : found('EXTERNAL_ID_NOT_ENFORCED', { what }, { proof: 'sts' });
}

async function policyIfReadable(reader: TrustReader): Promise<readonly Statement[] | undefined> {
  try {
    return await reader.policy();
  } catch (error) {
    if (failureOf(error).kind === 'time-ran-out') throw error;
    return undefined;
  }
}
