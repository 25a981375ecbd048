import type { Grant } from '../../policy/grant';
import type { GrantList } from '../../policy/pack';

/**
 * What has no condition is one list. A statement under a condition that models share, such as the profiles of a geography or the
 * guardrail, is a list of its own. Conditions on the ARN of a profile or router stand in one statement each: together they are a list.
 */
function listOf({ head: { sid, conditions } }: Grant): string {
  if (conditions === undefined) return 'Bedrock';
  return conditions.ArnEquals ? 'BedrockModelBehindArn' : sid;
}

/**
 * The grants in lists that are packed apart. A statement's head is repeated in each policy that holds a grant of it, and a condition makes
 * it as long as two or three ARNs: in the caller's order, model by model, every policy would repeat all of them. Every list keeps the
 * caller's order, so that a model at the end changes no full policy.
 */
export function bedrockGrantLists(grants: readonly Grant[]): readonly GrantList[] {
  const lists = new Map<string, Grant[]>([['Bedrock', []]]);
  for (const grant of grants) {
    const name = listOf(grant);
    const known = lists.get(name);
    if (known) known.push(grant);
    else lists.set(name, [grant]);
  }
  return [...lists].map(([name, list]) => ({ name, grants: list }));
}
