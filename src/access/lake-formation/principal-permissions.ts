import { createHash } from 'crypto';
import { CfnElement, CfnResource, type IResolvable, Lazy, Reference, type Stack, Tokenization } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DataPermission } from './data-permissions';
import { isLiteral } from '../../validation/invalid';

/** The longest logical ID. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const LOGICAL_ID_CHARACTERS = 255;

/**
 * The grants of Lake Formation to one role: one AWS::LakeFormation::PrincipalPermissions for each thing, as CloudFormation wants it. The
 * account's own settings (AWS::LakeFormation::DataLakeSettings) are not touched: writing them replaces the account's administrators.
 *
 * A dependency on this construct waits for all of the grants, and a dependency of it holds for each of them.
 */
export class PrincipalPermissions extends Construct {
  /** @param principalArn the role that gets the grants */
  public constructor(scope: Construct, id: string, principalArn: string, permissions: readonly DataPermission[]) {
    super(scope, id);
    // It does nothing but wait: CDK knows dependencies among resources only, and the grants are none to it.
    const all = new CfnResource(this, 'All', { type: 'AWS::CloudFormation::WaitConditionHandle' });
    const grants = new Grants(this, 'Each', principalArn, permissions, all);
    all.addOverride('DependsOn', Lazy.list({ produce: () => grants.logicalIds() }));
  }
}

/**
 * A name in which tokens, which read differently in each synthesis, are what they stand for. It must not depend on the other grants: one
 * that gets another logical ID is granted again, and then revoked under its former ID.
 */
function stableName(name: string, stack: Stack): string {
  if (isLiteral(name)) return name;
  const ofToken = (token: IResolvable) => (Reference.isReference(token) ? `${token.target.node.path}.${token.displayName}` : JSON.stringify(stack.resolve(token)));
  return Tokenization.reverseString(name).mapTokens({ mapToken: ofToken }).join({ join: (left, right) => `${left}${right}` });
}

/** All grants as one element of the template: as constructs of their own, those of 200 tables take CDK longer than all else of a connection. */
class Grants extends CfnElement {
  private readonly idSuffixes: readonly string[];

  public constructor(
    scope: Construct, id: string,
    private readonly principalArn: string, private readonly permissions: readonly DataPermission[], private readonly all: CfnResource,
  ) {
    super(scope, id);
    const names = permissions.map(({ name }) => stableName(name, this.stack));
    this.idSuffixes = names.map((name, index) => {
      const stable = names.indexOf(name) === index ? name : `${name}:${index}`;
      const hash = createHash('sha256').update(`${this.node.path}/${stable}`).digest('hex').slice(0, 8).toUpperCase();
      return `${stable.replace(/[^A-Za-z0-9]/g, '').slice(0, 100)}${hash}`;
    });
  }

  public logicalIds(): string[] {
    const own = String(this.stack.resolve(this.logicalId));
    return this.idSuffixes.map((suffix) => own.slice(0, LOGICAL_ID_CHARACTERS - suffix.length) + suffix);
  }

  /** @internal */
  public _toCloudFormation(): object {
    const ids = this.logicalIds();
    const dependencies = this.all.obtainDependencies().flatMap((each) => (CfnResource.isCfnResource(each) ? [each.logicalId] : []));
    // Resolved once for all of them. The first keeps the token, by which CDK finds a reference to another stack.
    const resolved: unknown = this.stack.resolve(this.principalArn);
    return {
      Resources: Object.fromEntries(this.permissions.map(({ permissions, resource }, index) => [ids[index], {
        Type: 'AWS::LakeFormation::PrincipalPermissions',
        Properties: {
          Principal: { DataLakePrincipalIdentifier: index === 0 ? this.principalArn : resolved },
          Resource: resource,
          Permissions: permissions,
          // Required, though the platform may pass nothing on.
          PermissionsWithGrantOption: [],
        },
        ...(dependencies.length > 0 && { DependsOn: dependencies }),
      }])),
    };
  }
}
