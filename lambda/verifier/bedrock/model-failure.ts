import type { Failure } from '../../aws/failure';
import { found, type Finding } from '../probes/finding';

/** What was called, for the words of a finding. */
export interface Call {
  readonly model: string;
  readonly region: string;
}

/**
 * Bedrock has few error codes, so that the message decides.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html
 */
const SUBSCRIPTION = /aws-marketplace:|AWS Marketplace/i;
const USE_CASE = /use[- ]case (?:details|form)/i;
const NO_MODEL_ACCESS = /don't have access to the model|access to the model with the specified model ID/i;
const ON_DEMAND = /on-demand throughput/i;
const RETIRED = /end of its life|marked by provider as Legacy/i;
const UNKNOWN = /model identifier is invalid|not find|not found|does(?:n't| not) exist|resolve the foundation model|inference profile.*(?:invalid|not supported)/i;
const NO_CONVERSATION = /doesn't support the model that you provided|does not support (?:the )?converse/i;
const NOT_READY = new Set(['ModelNotReadyException', 'ServiceUnavailableException', 'ModelTimeoutException']);

/** The region of the resource in a refusal, when it is another than the call's. */
function destinationOf(reason: string, region: string): string | undefined {
  const destination = /on resource: arn:[^:]+:bedrock:([a-z0-9-]+)::foundation-model\//.exec(reason)?.[1];
  return destination === region ? undefined : destination;
}

/** What a failed call of a model means, or nothing when it is not about the model. */
export function findingOfModelFailure({ kind, name, reason }: Failure, { model, region }: Call): Finding | undefined {
  // Bedrock tells a missing subscription and a missing form as refusals or as missing resources, as it happens.
  if (SUBSCRIPTION.test(reason)) return found('BEDROCK_SUBSCRIPTION_MISSING', { model });
  if (USE_CASE.test(reason)) return found('BEDROCK_USE_CASE_MISSING', { model });
  if (RETIRED.test(reason)) return found('BEDROCK_MODEL_RETIRED', { model });
  if (kind === 'denied') {
    if (NO_MODEL_ACCESS.test(reason)) return found('BEDROCK_MODEL_ACCESS_MISSING', { model, region });
    const destination = destinationOf(reason, region);
    return destination === undefined ? found('BEDROCK_MODEL_DENIED', { model, reason }) : found('BEDROCK_DESTINATION_DENIED', { model, destination });
  }
  // Regions that are off do not know the account's credentials.
  if (kind === 'unrecognized-client') return found('UNRECOGNIZED_CLIENT', { region, reason });
  if (NOT_READY.has(name)) return found('BEDROCK_MODEL_NOT_READY', { model, status: reason });
  if (kind === 'network' && (name === 'ENOTFOUND' || name === 'EAI_AGAIN')) return found('BEDROCK_NOT_IN_REGION', { region });
  if (kind !== 'service') return undefined;
  if (ON_DEMAND.test(reason)) return found('BEDROCK_NEEDS_PROFILE', { model, region });
  if (NO_CONVERSATION.test(reason)) return found('BEDROCK_NO_CONVERSATION', { model });
  if (name === 'ResourceNotFoundException' || UNKNOWN.test(reason)) return found('BEDROCK_MODEL_NOT_FOUND', { model, region });
  return undefined;
}

/**
 * Whether the policies refused the call. What Bedrock says of subscriptions, forms and model access comes after the policies have let
 * the call pass, although it looks like a refusal.
 */
export function isPolicyRefusal({ kind, reason }: Failure): boolean {
  return kind === 'denied' && ![SUBSCRIPTION, USE_CASE, RETIRED, NO_MODEL_ACCESS].some((other) => other.test(reason));
}
