import type { Grant, StatementHead } from './grant';
import { upperBoundLength } from './measure';
import { policyDocumentJson, type Statement, statementJson } from './statement';

/**
 * The size of a managed policy, white space not counted.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MANAGED_POLICY_CHARACTERS = 6144;

/** The grants of one access, in the order in which they may be packed. */
export interface GrantList {
  /** Short name of the access, letters and digits: it names the policies that hold nothing else. */
  readonly name: string;
  readonly grants: readonly Grant[];
}

/** One managed policy's content. */
export interface PackedPolicy {
  readonly name: string;
  readonly grants: readonly Grant[];
}

const EMPTY_DOCUMENT = JSON.stringify(policyDocumentJson([])).length;

function headLength(head: StatementHead): number {
  // And the comma that separates statements.
  return upperBoundLength(JSON.stringify(statementJson({ ...head, resources: [] }))) + 1;
}

function resourceLength({ resource, tokenBound }: Grant): number {
  return upperBoundLength(JSON.stringify(resource), tokenBound) + 1;
}

/** A resource under its conditions is the smallest piece: one that is longer than a policy can be has nowhere to go. */
function requireFit({ head, unit }: Grant, length: number, limit: number): void {
  if (length <= limit) return;
  throw new Error(`${head.sid} on ${unit} alone would make a policy of ${length} characters and IAM takes ${limit}. Give it fewer or shorter conditions.`);
}

/** Fills policies one after another; a policy is closed when the next grant does not fit. */
function fill(grants: readonly Grant[], limit: number): Grant[][] {
  const policies: Grant[][] = [];
  const headLengths = new Map<StatementHead, number>();
  let heads = new Set<StatementHead>();
  let length = Number.POSITIVE_INFINITY;
  for (const grant of grants) {
    const ofHead = headLengths.get(grant.head) ?? headLength(grant.head);
    headLengths.set(grant.head, ofHead);
    const ofResource = resourceLength(grant);
    if (length + ofResource + (heads.has(grant.head) ? 0 : ofHead) > limit) {
      policies.push([]);
      heads = new Set();
      length = EMPTY_DOCUMENT;
      requireFit(grant, length + ofHead + ofResource, limit);
    }
    if (!heads.has(grant.head)) length += ofHead;
    length += ofResource;
    heads.add(grant.head);
    policies[policies.length - 1].push(grant);
  }
  return policies;
}

/**
 * Packs the grants of all accesses of a connection into as few policies as sequential filling allows, also inside one statement.
 *
 * The policies that one access fills hold only that access; what is left of each shares the last policies. So one more resource
 * at the end of an access leaves the full policies of all accesses as they were.
 */
export function packGrants(lists: readonly GrantList[], limit = MANAGED_POLICY_CHARACTERS): PackedPolicy[] {
  const full: PackedPolicy[] = [];
  const rest: Grant[] = [];
  for (const { name, grants } of lists) {
    const policies = fill(grants, limit);
    full.push(...policies.slice(0, -1).map((policy, index) => ({ name: `${name}Policy${index + 1}`, grants: policy })));
    rest.push(...(policies.at(-1) ?? []));
  }
  return [...full, ...fill(rest, limit).map((policy, index) => ({ name: `Policy${index + 1}`, grants: policy }))];
}

/** The statements of one packed policy: grants of one head are one statement, in order of first appearance. */
export function statementsOf(grants: readonly Grant[]): Statement[] {
  const resources = new Map<StatementHead, string[]>();
  for (const { head, resource } of grants) {
    const known = resources.get(head);
    if (known) known.push(resource);
    else resources.set(head, [resource]);
  }
  return [...resources].map(([{ sid, actions, conditions }, list]) => ({ sid, actions, conditions, resources: list }));
}

/** How many of the listed things (buckets, models, tables) have all their grants in the first policies. */
export function unitsWithin(policies: readonly PackedPolicy[], quota: number): { readonly fit: number; readonly all: number } {
  const units = (some: readonly PackedPolicy[]) => new Set(some.flatMap(({ grants }) => grants.map(({ unit }) => unit)));
  const beyond = units(policies.slice(quota));
  const all = units(policies);
  return { fit: all.size - beyond.size, all: all.size };
}
