import { CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import { CfnDeletionPolicy, Lazy, Stack, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { issuerPath } from './issuer';

const ID_PREFIX = 'AiPlatformOidcProvider-';

/** IAM takes at most this many audiences for one provider. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const AUDIENCES = 100;

/** The stack itself or, of a nested one, the outermost: a nested stack can neither be depended on nor depend on its parent. */
function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}

/** The stacks that can share a provider with this one: those of its stage, because no dependency crosses a stage. */
function stacksOf(stack: Stack): readonly Stack[] {
  const stage = Stage.of(stack);
  return (stage ?? stack).node.findAll().filter((node): node is Stack => Stack.isStack(node) && Stage.of(node) === stage);
}

/**
 * The OIDC provider of an issuer. An account has one provider for each URL, so all connections of an app to the same issuer in the
 * same account share it. It is retained on deletion: others may use it, and a rollback must not take it from them. That rules out
 * RetainExceptOnCreate too: rolling back the creation of a provider that existed has deleted the existing one.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 * @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1048
 */
export class SharedOidcProvider extends Construct {
  /**
   * The provider for the issuer that this app already has in the account of `scope`'s stack, or a new one in that stack.
   *
   * @returns its ARN; the stack of `scope` is made to depend on the provider's where they differ
   */
  public static arnFor(scope: Construct, issuerUrl: string, audience: string): string {
    const stack = outermost(Stack.of(scope));
    // Different for each issuer, and the same whatever else the stack holds: a new logical ID would create the provider twice.
    const id = `${ID_PREFIX}${encodeURIComponent(issuerPath(issuerUrl))}`;
    for (const each of stacksOf(stack)) {
      const found = each.node.tryFindChild(id);
      if (!(found instanceof SharedOidcProvider) || stack.account !== each.account) continue;
      found.addAudience(audience);
      if (each === stack) return found.arn;
      stack.addDependency(each, `it shares the OIDC provider of ${issuerUrl}: give both connections a provider to keep the stacks apart`);
      return stack.formatArn({ service: 'iam', region: '', resource: 'oidc-provider', resourceName: issuerPath(issuerUrl) });
    }
    const provider = new SharedOidcProvider(stack, id, issuerUrl);
    provider.addAudience(audience);
    return provider.arn;
  }

  public readonly arn: string;
  private readonly audiences = new Set<string>();

  private constructor(scope: Construct, id: string, public readonly issuerUrl: string) {
    super(scope, id);
    const provider = new CfnOIDCProvider(this, 'Resource', {
      url: issuerUrl,
      clientIdList: Lazy.list({ produce: () => [...this.audiences] }),
    });
    provider.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    provider.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    this.arn = provider.attrArn;
  }

  private addAudience(audience: string): void {
    this.audiences.add(audience);
    if (this.audiences.size > AUDIENCES) throw new Error(`The OIDC provider of ${this.issuerUrl} would have ${this.audiences.size} audiences and IAM takes ${AUDIENCES}. Use fewer.`);
  }
}
