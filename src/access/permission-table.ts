import type { Permission } from './permission';
import type { Grant, StatementHead } from '../policy/grant';
import type { Conditions } from '../policy/statement';

/** Resources of one kind that an access is granted on, and what restricts the grant. */
export interface ResourceGrant<Kind extends string> {
  readonly on: Kind;
  readonly resource: string;
  readonly unit: string;
  readonly tokenBound?: number;
  readonly conditions?: Conditions;
  /** Why the resource holds a wildcard, if it does. */
  readonly wildcardReason?: string;
}

/**
 * Turns granted resources into grants by the permission table: each row of the resource's kind becomes, with the other rows of its
 * `sid`, one statement head. A head that needs several condition blocks gets a number behind its `sid`.
 */
export function grantsOf<Kind extends string>(table: readonly Permission<Kind>[], resources: readonly ResourceGrant<Kind>[]): Grant[] {
  const heads = new Map<string, StatementHead>();
  const blocks = new Map<string, number>();

  function headOf(sid: string, { on, conditions, wildcardReason }: ResourceGrant<Kind>): StatementHead {
    const key = conditions ? `${sid} ${on} ${JSON.stringify(conditions)}` : `${sid} ${on}`;
    const known = heads.get(key);
    if (known) return known;
    const block = (blocks.get(sid) ?? 0) + 1;
    blocks.set(sid, block);
    const actions = table.filter((row) => row.sid === sid && row.on === on).map((row) => row.action);
    const head = { sid: block === 1 ? sid : `${sid}${block}`, actions, conditions, wildcardReason };
    heads.set(key, head);
    return head;
  }

  const sidsOf = new Map<Kind, Set<string>>();
  for (const { on, sid } of table) sidsOf.set(on, (sidsOf.get(on) ?? new Set()).add(sid));
  const grants: Grant[] = [];
  for (const granted of resources) {
    const { on, resource, unit, tokenBound } = granted;
    for (const sid of sidsOf.get(on) ?? []) grants.push({ head: headOf(sid, granted), resource, unit, tokenBound });
  }
  return grants;
}

/** The rows of the table that are in force for the granted resources. */
export function activePermissions<Kind extends string>(
  table: readonly Permission<Kind>[],
  resources: readonly ResourceGrant<Kind>[],
): readonly Permission<Kind>[] {
  const kinds = new Set(resources.map(({ on }) => on));
  return table.filter((row) => kinds.has(row.on));
}
