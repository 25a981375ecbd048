import type { IConstruct, IDependable } from 'constructs';
import type { Permission, Probe } from './permission';
import type { NetworkTarget } from '../function/function-network';
import type { FunctionGrant } from '../function/function-role';
import type { Integration } from '../platform/integration';
import type { GrantList } from '../policy/pack';
import type { Warning } from '../validation/warning';

/** What an access brings to its connection: grants for the policies, and its section of the document. */
export interface AccessContribution {
  readonly integration: Integration;
  /** In lists that fill policies of their own; one, unless statements are so long that it pays to keep them apart. */
  readonly grants: readonly GrantList[];
  /** The rows of the permission table that are in force. */
  readonly permissions: readonly Permission[];
  /** What each kind of resource is, in words. */
  readonly resources: Readonly<Record<string, string>>;
  readonly probes: readonly Probe[];
  /** Values of the platform's form fields, by the fields' names. */
  readonly fieldValues: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What the probes run against. */
  readonly scope: object;
  readonly warnings: readonly Warning[];
  /** What the verifier's own role needs for checks that the platform's credentials can't make. */
  readonly verifierGrants?: readonly FunctionGrant[];
  /** What the verifier connects to inside its network, when it has one. */
  readonly networkTargets?: readonly NetworkTarget[];
  /** What must be deployed, besides the connection itself, before the access works. */
  readonly readyAfter?: readonly IDependable[];
  /** What names the connection's principal, so that it is deployed after the connection where it is in another stack. */
  readonly namesPrincipal?: IConstruct;
}
