import { CfnResource, Stack } from 'aws-cdk-lib/core';
import type { Grant } from './grant';
import { isLiteral } from '../validation/invalid';

/** What a rule finds at a resource and is right as it is, and why. */
export interface Acknowledgement {
  readonly rule: string;
  /** What the rule found, for rules that report each finding: `Resource::*`. */
  readonly findings?: readonly string[];
  readonly reason: string;
}

/** An entry of the metadata that version 2 reads. */
interface Suppression {
  readonly id: string;
  readonly reason: string;
  readonly applies_to?: readonly (string | { readonly regex: string })[];
}

/** `Validations.ACKNOWLEDGED_RULES_METADATA_KEY` of the core, which is not loaded for its name alone. */
export const ACKNOWLEDGED_RULES = 'aws:cdk:acknowledged-rules';

/** Synthesis resolves the metadata of a template several times, text by text, so a longer list is written as one pattern. */
const LISTED_FINDINGS = 20;

/** These findings and no others, as version 2 reads them. */
function suppression({ rule, findings, reason }: Acknowledgement): Suppression {
  if (!findings) return { id: rule, reason };
  if (findings.length <= LISTED_FINDINGS) return { id: rule, reason, applies_to: findings };
  const alternatives = findings.join('\n').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll('\n', '|');
  return { id: rule, reason, applies_to: [{ regex: `/^(?:${alternatives})$/` }] };
}

/**
 * A value of a template in the form in which cdk-nag names it in a finding: references in angle brackets.
 * @see https://github.com/cdklabs/cdk-nag/blob/main/src/utils/flatten-cfn-reference.ts
 */
function findingText(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>');
  const [[intrinsic, argument]] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Ref') return `<${argument}>`;
  if (intrinsic === 'Fn::GetAtt' && Array.isArray(argument)) return `<${argument.join('.')}>`;
  if (intrinsic === 'Fn::Join' && Array.isArray(argument)) return argument[1].map(findingText).join(argument[0]);
  if (intrinsic === 'Fn::ImportValue' || intrinsic === 'Fn::Sub') return findingText(argument);
  return JSON.stringify(value);
}

/**
 * Records acknowledgements for both generations of cdk-nag: version 3 reads those of the core, version 2 the resource's metadata.
 * The library itself depends on neither. Calls for one resource add up.
 */
export function acknowledge(resource: CfnResource, acknowledgements: readonly Acknowledgement[]): void {
  if (acknowledgements.length === 0) return;
  // Written as metadata because Validations.acknowledge of the oldest supported core refuses a second `::`, which every ARN has.
  const reasons: Record<string, string> = {};
  for (const { rule, findings, reason } of acknowledgements) {
    for (const name of findings?.map((finding) => `${rule}[${finding}]`) ?? [rule]) reasons[name] = reason;
  }
  resource.node.addMetadata(ACKNOWLEDGED_RULES, reasons);
  const { rules_to_suppress: earlier = [] } = (resource.getMetadata('cdk_nag') ?? {}) as { readonly rules_to_suppress?: readonly Suppression[] };
  const suppressions = [...earlier, ...acknowledgements.map(suppression)].map((each) => [JSON.stringify(each), each] as const);
  resource.addMetadata('cdk_nag', { rules_to_suppress: [...new Map(suppressions).values()] });
}

/** Acknowledges wildcards in the resources of a policy. */
export function wildcardAcknowledgement(stack: Stack, resources: readonly string[], reason: string): Acknowledgement {
  const findings = resources.map((resource) => `Resource::${findingText(isLiteral(resource) ? resource : stack.resolve(resource))}`);
  return { rule: 'AwsSolutions-IAM5', findings, reason };
}

/** Acknowledges each wildcard of a policy with the reason that its statement head carries. */
export function acknowledgeWildcards(policy: CfnResource, grants: readonly Grant[]): void {
  const byReason = new Map<string, string[]>();
  for (const { head: { sid, wildcardReason }, resource } of grants) {
    if (!/[*?]/.test(resource)) continue;
    if (!wildcardReason) throw new Error(`${sid} grants on ${resource} without a reason for the wildcard: every wildcard needs one.`);
    const resources = byReason.get(wildcardReason);
    if (resources) resources.push(resource);
    else byReason.set(wildcardReason, [resource]);
  }
  acknowledge(policy, [...byReason].map(([reason, resources]) => wildcardAcknowledgement(Stack.of(policy), resources, reason)));
}
