import type { BedrockContext } from './bedrock-context';
import { conversable, notGranted, regionNotGranted } from './candidates';
import { converse, converseStream, type Invocation } from './converse';
import { grantedInvocations } from './invoke';
import { listFoundationModels } from './list-models';
import { isPolicyRefusal } from './model-failure';
import { failureOf, type Failure } from '../../aws/failure';
import { keyRefusalOf } from '../../aws/key-refusal';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe, ProbeTarget, Proof } from '../probes/probe';

/** One of these must have worked, or a refusal could be one of the credentials. */
const PROVEN_BY: readonly Proof[] = [{ probe: 'bedrock.invoke' }, { probe: 'bedrock.get-model' }, { probe: 'bedrock.list-models' }];

/**
 * Tries what must be refused. Policies are asked before the model is looked for; what is not there after all proves nothing.
 * An answer that reads like a refusal and speaks of a subscription came past the policies, and one of the API key itself never met them.
 */
async function mustBeRefused(
  context: BedrockContext, { call: model, region }: Invocation, open: Finding, send: (signal: AbortSignal) => Promise<unknown>,
): Promise<Finding> {
  try {
    await context.calls.once(send);
    return open;
  } catch (error) {
    const failure = failureOf(error);
    const ofKey = ['expired', 'not-valid'].includes(keyRefusalOf(failure) ?? '');
    if (ofKey ? isOfOtherRegion(context, failure, region) : isPolicyRefusal(failure)) return passed(`'${model}' is refused in ${region}, as it must be`);
    if (failure.kind === 'denied' && !ofKey) return open;
    if (failure.kind === 'service' || failure.kind === 'network') return found('BEDROCK_REFUSAL_UNPROVEN', { model, region, reason: failure.name });
    throw error;
  }
}

/** A short-term API key is taken in one region only: elsewhere Bedrock refuses the key itself, whatever its owner may do there. */
function isOfOtherRegion({ bearerToken, document }: BedrockContext, failure: Failure, region: string): boolean {
  return bearerToken !== undefined && region !== document.region && keyRefusalOf(failure) === 'not-valid';
}

function denialProbe(id: string, targets: () => Promise<readonly ProbeTarget[]>): Probe {
  const proven = async () => (await targets()).map((target) => ({ ...target, provenBy: PROVEN_BY }));
  return { id, integration: 'bedrock', expects: 'denied', targets: proven };
}

/** What can't be tried is said, with the reason. */
function nothing(name: string, reason: string): readonly ProbeTarget[] {
  return [{ name, check: async () => found('NOT_APPLICABLE', { reason }) }];
}

export function deniedModelProbe(context: BedrockContext): Probe {
  const { section: { scope }, document: { region } } = context;
  return denialProbe('bedrock.denied-model', async () => {
    const named = scope.deniedModels;
    const chosen = named.length > 0 ? undefined : notGranted(await listFoundationModels(context), scope.models, region);
    const invocations = chosen === undefined ? named : [{ call: chosen, region }];
    if (invocations.length === 0) return nothing(region, 'every model that could be tried is granted');
    return invocations.map((invocation) => ({
      name: invocation.call,
      check: async () => mustBeRefused(context, invocation, found('BEDROCK_MODEL_NOT_REFUSED', { model: invocation.call }), (signal) => converse(context, invocation, signal)),
    }));
  });
}

/** The first granted model, called in regions that are not granted: each call is authorised where it is made. */
export function deniedRegionProbe(context: BedrockContext): Probe {
  const { section: { scope }, document } = context;
  return denialProbe('bedrock.denied-region', async () => {
    const byId = scope.models.find(({ type, responses }) => (type === 'foundation-model' || type === 'inference-profile') && responses.length > 0);
    const [first] = scope.allModels ? await grantedInvocations(context) : [];
    // The ARN of a profile names its region, so that only the ID can be called elsewhere.
    const granted = byId?.call ?? first?.call;
    // Where a region is named, any model will do: nothing may be called there.
    const call = granted ?? (scope.deniedRegions && conversable(await listFoundationModels(context))[0]);
    if (call === undefined) return nothing(document.region, 'no granted model has an ID that other regions know');
    const neighbour = regionNotGranted(byId?.regions[0] ?? document.region, byId?.regions ?? scope.regions ?? []);
    const regions = scope.deniedRegions ?? (neighbour === undefined ? [] : [neighbour]);
    if (regions.length === 0) return nothing(call, 'there is no other region to try');
    return regions.map((region) => {
      const invocation = { call, region };
      return {
        name: `${call} in ${region}`,
        check: async () => mustBeRefused(context, invocation, found('BEDROCK_REGION_NOT_REFUSED', { model: call, region }), (signal) => converse(context, invocation, signal)),
      };
    });
  });
}

export function streamDeniedProbe(context: BedrockContext): Probe {
  return denialProbe('bedrock.stream-denied', async () => (await grantedInvocations(context)).slice(0, 1).map((invocation) => ({
    name: invocation.name,
    check: async () => mustBeRefused(context, invocation, found('BEDROCK_STREAM_NOT_REFUSED', { model: invocation.call }), (signal) => converseStream(context, invocation, signal)),
  })));
}

export function withoutGuardrailProbe(context: BedrockContext): Probe {
  return denialProbe('bedrock.without-guardrail', async () => (await grantedInvocations(context)).slice(0, 1).map((invocation) => {
    const unguarded = { ...invocation, withoutGuardrail: true };
    return {
      name: invocation.name,
      check: async () => mustBeRefused(context, invocation, found('BEDROCK_GUARDRAIL_NOT_ENFORCED', { model: invocation.call }), (signal) => converse(context, unguarded, signal)),
    };
  }));
}
