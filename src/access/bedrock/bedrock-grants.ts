import type { RequiredGuardrail } from './bedrock-access-props';
import { INVOKE, STREAM, BEDROCK_PERMISSIONS, STREAMING_ACTIONS, type BedrockResource } from './bedrock-permissions';
import type { ModelDefinition, Place } from './model-definition';
import { modelGrants } from './model-grants';
import type { Grant } from '../../policy/grant';
import type { Conditions } from '../../policy/statement';
import type { Permission } from '../permission';
import { grantsOf, type ResourceGrant } from '../permission-table';

/** The caller's choice, checked. */
export interface BedrockChoice {
  readonly models: readonly ModelDefinition[];
  /** Undefined: the listed models only. */
  readonly allModels?: { readonly regions?: readonly string[] };
  readonly streaming: boolean;
  readonly marketplaceSubscription: boolean;
  readonly guardrail?: RequiredGuardrail;
  /** Undefined: the verifier takes one. */
  readonly deniedRegions?: readonly string[];
}

type Resource = ResourceGrant<BedrockResource>;

const CHOSEN = 'The owner chose allModels: true';
const KINDS_OF_ACCOUNT: readonly (readonly [BedrockResource, readonly string[]])[] = [
  ['profile', ['inference-profile', 'application-inference-profile']],
  ['provisionedModel', ['provisioned-model']],
  ['customModelDeployment', ['custom-model-deployment']],
  ['importedModel', ['imported-model']],
  ['promptRouter', ['prompt-router', 'default-prompt-router']],
];

/** Every model; within regions, those behind a profile are still reached wherever the profile sends a call. */
function allModelGrants(regions: readonly string[] | undefined, { partition, account }: Place): Resource[] {
  const common = { unit: 'all models', wildcardReason: CHOSEN };
  const places = regions ?? ['*'];
  const profiles = places.flatMap((region) => KINDS_OF_ACCOUNT[0][1].map((kind) => `arn:${partition}:bedrock:${region}:${account}:${kind}/*`));
  return [
    ...places.map((region): Resource => ({ ...common, on: 'foundationModel', resource: `arn:${partition}:bedrock:${region}::foundation-model/*` })),
    ...KINDS_OF_ACCOUNT.flatMap(([on, kinds]) => places.flatMap((region) => kinds.map((kind): Resource => ({ ...common, on, resource: `arn:${partition}:bedrock:${region}:${account}:${kind}/*` })))),
    ...(regions ? [{ ...common, on: 'modelBehind' as const, resource: `arn:${partition}:bedrock:*::foundation-model/*`, conditions: { ArnLike: { 'bedrock:InferenceProfileArn': profiles } } }] : []),
  ];
}

/** Any numbered version, unless one is named; a draft is named by the ARN alone. */
function guardrailCondition({ guardrailArn, version }: RequiredGuardrail): Conditions {
  const key = 'bedrock:GuardrailIdentifier';
  if (version === undefined) return { StringLike: { [key]: `${guardrailArn}:*` } };
  return { StringEquals: { [key]: version === 'DRAFT' ? guardrailArn : `${guardrailArn}:${version}` } };
}

function both(one: Conditions | undefined, other: Conditions): Conditions {
  const operators = new Set([...Object.keys(one ?? {}), ...Object.keys(other)]);
  return Object.fromEntries([...operators].map((operator) => [operator, { ...one?.[operator], ...other[operator] }]));
}

/** The rows of the permission table that the choice can use. */
export function bedrockTable({ streaming }: Pick<BedrockChoice, 'streaming'>): readonly Permission<BedrockResource>[] {
  return streaming ? BEDROCK_PERMISSIONS : BEDROCK_PERMISSIONS.filter(({ action }) => !STREAMING_ACTIONS.includes(action));
}

/** What the caller's choice grants. The models come last, so that one more of them moves nothing else. */
export function bedrockResources({ models, allModels, marketplaceSubscription, guardrail }: BedrockChoice, place: Place): readonly Resource[] {
  const { partition, region, account } = place;
  return [
    { on: 'account', resource: '*', unit: 'lists', wildcardReason: 'AWS grants the lists of Bedrock on * only' },
    { on: 'customModel', resource: `arn:${partition}:bedrock:${region}:${account}:custom-model/*`, unit: 'lists', wildcardReason: 'The platform shows the custom models of the account, and cannot invoke them' },
    ...(guardrail ? [{ on: 'guardrail' as const, resource: guardrail.guardrailArn, unit: 'guardrail' }] : []),
    ...(marketplaceSubscription ? [{
      on: 'subscription' as const,
      resource: '*',
      unit: 'subscription',
      conditions: { StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } },
      wildcardReason: 'AWS grants subscriptions on * only; the condition admits them through Bedrock alone',
    }] : []),
    ...(allModels ? allModelGrants(allModels.regions, place) : modelGrants(models, place)),
  ];
}

/** The grants: with a guardrail, invocations are under its condition, which no other action has. */
export function bedrockGrants(choice: BedrockChoice, resources: readonly Resource[]): readonly Grant[] {
  const table = bedrockTable(choice);
  if (!choice.guardrail) return grantsOf(table, resources);
  const condition = guardrailCondition(choice.guardrail);
  const invokes = ({ action }: Permission) => action === INVOKE || action === STREAM;
  return [
    ...grantsOf(table.filter((row) => !invokes(row)), resources),
    ...grantsOf(table.filter(invokes).map((row) => ({ ...row, sid: `${row.sid}Guarded` })), resources.map((each) => ({ ...each, conditions: both(each.conditions, condition) }))),
  ];
}
