import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Lazy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CONNECTION_PROBES } from './connection-probes';
import type { ConnectionVerifierProps } from './connection-verifier-props';
import { FunctionRole, sidOf } from '../function/function-role';

/** The verifier's own role: the right to run, and what the connection's probes need of it. It has none of the platform's rights. */
export class VerifierRole extends FunctionRole {
  public constructor(scope: Construct, id: string, logGroup: ILogGroup, props: ConnectionVerifierProps) {
    const { vpc, deadLetterQueue, path, permissionsBoundary } = props;
    super(scope, id, { logGroup, purpose: ['the verifier', 'a connection'], vpc, deadLetterQueue, path, permissionsBoundary });
  }

  /**
   * Grants what the probes of the connection itself need.
   *
   * @param resources produces the ARNs that each action is needed on; an action without any is left out
   */
  public grantProbes(resources: Readonly<Record<string, (() => readonly string[]) | undefined>>): void {
    const actions = new Set(CONNECTION_PROBES.flatMap(({ verifierAction }) => verifierAction ?? []));
    for (const action of actions) {
      const produce = resources[action];
      if (!produce) continue;
      const ofAction = Lazy.list({ produce: () => [...produce()] });
      this.policy.addStatements(new PolicyStatement({ sid: sidOf(action), actions: [action], resources: ofAction }));
    }
  }
}
