import { CfnManagedPolicy, ManagedPolicy, type IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { keyGrants } from './key-grants';
import { acknowledge, wildcardAcknowledgement } from '../../policy/acknowledge';
import type { Grant } from '../../policy/grant';
import { statementsOf } from '../../policy/pack';
import { policyDocumentJson } from '../../policy/statement';

const REASON = 'A permissions boundary allows nothing by itself: it names the actions that any policy of the user may ever allow';

/** The most that the user of a key can ever be allowed, whatever else is attached: the actions of the access, by API key only. */
export class KeyBoundary extends Construct {
  public readonly policy: IManagedPolicy;
  private actions: readonly string[] = [];

  public constructor(scope: Construct, id: string, path: string | undefined) {
    super(scope, id);
    const boundary = new CfnManagedPolicy(this, 'Policy', {
      path,
      description: 'The most that the user of a Bedrock API key may be allowed',
      policyDocument: Lazy.any({ produce: () => policyDocumentJson(statementsOf(this.grants())) }),
    });
    acknowledge(boundary, [wildcardAcknowledgement(Stack.of(this), ['*'], REASON)]);
    this.policy = ManagedPolicy.fromManagedPolicyArn(this, 'Arn', boundary.ref);
  }

  /** Lets policies allow these actions. */
  public allow(actions: readonly string[]): void {
    this.actions = [...new Set([...this.actions, ...actions])];
  }

  private grants(): readonly Grant[] {
    const head = { sid: 'BedrockAccess', actions: this.actions };
    return [...keyGrants('LONG_TERM'), ...(this.actions.length > 0 ? [{ head, resource: '*', unit: 'the boundary' }] : [])];
  }
}
