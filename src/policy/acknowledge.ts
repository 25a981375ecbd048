import { CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import type { Grant } from './grant';
import { isLiteral } from '../validation/invalid';

/** A finding of a rule that is right as it is, and why. */
export interface Acknowledgement {
  readonly rule: string;
  /** What the rule found, for rules that report each finding: `Resource::*`. */
  readonly finding?: string;
  readonly reason: string;
}

/** An entry of the metadata that version 2 reads. */
interface Suppression {
  readonly id: string;
  readonly reason: string;
  readonly applies_to?: readonly string[];
}

/** A value of a template in the form in which cdk-nag names it in a finding: references in angle brackets. */
function findingText(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument]] = Object.entries(value as Record<string, unknown>);
  if (intrinsic === 'Ref') return `<${argument}>`;
  if (intrinsic === 'Fn::GetAtt' && Array.isArray(argument)) return `<${argument.join('.')}>`;
  if (intrinsic === 'Fn::Join' && Array.isArray(argument)) return argument[1].map(findingText).join(argument[0]);
  if (intrinsic === 'Fn::ImportValue') return findingText(argument);
  return JSON.stringify(value);
}

/**
 * Records acknowledgements for both generations of cdk-nag: version 3 reads those of the core, version 2 the resource's metadata.
 * The library itself depends on neither. Calls for one resource add up.
 */
export function acknowledge(resource: CfnResource, acknowledgements: readonly Acknowledgement[]): void {
  if (acknowledgements.length === 0) return;
  // Written as metadata because Validations.acknowledge of the oldest supported core refuses a second `::`, which every ARN has.
  const reasons = acknowledgements.map(({ rule, finding, reason }) => [finding ? `${rule}[${finding}]` : rule, reason]);
  resource.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Object.fromEntries(reasons));
  const { rules_to_suppress: earlier = [] } = (resource.getMetadata('cdk_nag') ?? {}) as { readonly rules_to_suppress?: readonly Suppression[] };
  const byRule = new Map(earlier.map(({ id, reason, applies_to: findings = [] }) => [`${id} ${reason}`, { id, reason, findings: [...findings] }]));
  for (const { rule, finding, reason } of acknowledgements) {
    const key = `${rule} ${reason}`;
    const entry = byRule.get(key) ?? { id: rule, reason, findings: [] };
    byRule.set(key, entry);
    if (finding) entry.findings.push(finding);
  }
  const suppressions = [...byRule.values()].map(({ id, reason, findings }): Suppression => (
    findings.length > 0 ? { id, reason, applies_to: findings } : { id, reason }
  ));
  resource.addMetadata('cdk_nag', { rules_to_suppress: suppressions });
}

/** Acknowledges a resource with a wildcard. */
export function wildcardAcknowledgement(stack: Stack, resource: string, reason: string): Acknowledgement {
  return { rule: 'AwsSolutions-IAM5', finding: `Resource::${isLiteral(resource) ? resource : findingText(stack.resolve(resource))}`, reason };
}

/** Acknowledges each wildcard of a policy with the reason that its statement head carries. */
export function acknowledgeWildcards(policy: CfnResource, grants: readonly Grant[]): void {
  const stack = Stack.of(policy);
  acknowledge(policy, grants.flatMap(({ head, resource }) => {
    if (!resource.includes('*')) return [];
    if (!head.wildcardReason) throw new Error(`${head.sid} grants on ${resource} without a reason for the wildcard: every wildcard needs one.`);
    return [wildcardAcknowledgement(stack, resource, head.wildcardReason)];
  }));
}
