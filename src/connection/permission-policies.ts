import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ofPacks } from '../function/function-acknowledgements';
import { acknowledge, acknowledgeWildcards } from '../policy/acknowledge';
import { packGrants, statementsOf, unitsWithin, type GrantList } from '../policy/pack';
import { policyDocumentJson } from '../policy/statement';

/** Whom the policies are attached to, and how many it can carry. */
export interface PolicyTarget {
  readonly roles?: string[];
  readonly users?: string[];
}

export interface PermissionPoliciesProps {
  readonly target: PolicyTarget;
  readonly quota: number;
  readonly namePrefix?: string;
  readonly path?: string;
  readonly description: string;
}

/** The managed policies of a connection, packed anew each time an access is added. */
export class PermissionPolicies extends Construct {
  public constructor(scope: Construct, id: string, private readonly props: PermissionPoliciesProps) {
    super(scope, id);
  }

  /** Replaces the policies by those that these grants need. */
  public update(lists: readonly GrantList[]): void {
    for (const child of this.node.children) this.node.tryRemoveChild(child.node.id);
    const { quota, namePrefix, path, description, target } = this.props;
    const policies = packGrants(lists);
    if (policies.length > quota) {
      const { fit, all } = unitsWithin(policies, quota);
      throw new Error(`The permissions need ${policies.length} managed policies and the ${target.users ? 'user' : 'role'} carries ${quota}: ${fit} of ${all} listed resources fit. `
        + "List fewer, grant all of them at once, or raise the IAM quota 'Managed policies attached to an IAM role' (20 at most) and set managedPolicyQuota.");
    }
    for (const { name, grants } of policies) {
      const policy = new CfnManagedPolicy(this, name, {
        ...target,
        path,
        description,
        managedPolicyName: namePrefix && `${namePrefix}-${name}`,
        policyDocument: policyDocumentJson(statementsOf(grants)),
      });
      acknowledgeWildcards(policy, grants);
      if (target.users) acknowledge(policy, ofPacks('IAMUserNoPolicies', 'The user is the owner of one API key; a group would let others share its permissions'));
    }
  }
}
