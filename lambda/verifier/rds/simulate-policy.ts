import { type IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { failureOf } from '../../aws/failure';
import type { Calls } from '../calls/calls';

/** What IAM says of the role's policies; advisory, for it does not see everything that can deny. */
export type Simulation =
  | { readonly known: true; readonly allowed: boolean; readonly decision: string }
  | { readonly known: false; readonly reason: string };

/**
 * Asks IAM with the verifier's own rights. It looks at identity policies, the boundary and service control policies.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function simulateConnect(client: IAMClient, calls: Calls, roleArn: string, resource: string): Promise<Simulation> {
  try {
    const { EvaluationResults = [] } = await calls.mustWork((abortSignal) => client.send(
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: roleArn, ActionNames: ['rds-db:connect'], ResourceArns: [resource] }), { abortSignal },
    ));
    const decision = EvaluationResults[0]?.EvalDecision;
    return decision === undefined ? { known: false, reason: 'IAM gave no answer' } : { known: true, allowed: decision === 'allowed', decision };
  } catch (error) {
    const { kind, name } = failureOf(error);
    if (kind === 'time-ran-out') throw error;
    return { known: false, reason: name };
  }
}
