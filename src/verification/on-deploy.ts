/** What the verifier does when its stack is deployed. */
export enum OnDeploy {
  /** Tests the connection; a failed check fails the deployment, which CloudFormation then rolls back. */
  FAIL = 'FAIL',
  /** Tests the connection and shows the result as a stack output; the deployment goes on whatever it is. */
  WARN = 'WARN',
  /** Does nothing: the verifier runs when it is invoked. */
  NEVER = 'NEVER',
}
