import { type IAssumeRolePrincipal, type PolicyDocument, PolicyStatement, PrincipalBase, PrincipalPolicyFragment } from 'aws-cdk-lib/aws-iam';
import type { StatementJson } from '../../policy/statement';

/** Hands our own trust statements, with their statement IDs, to an `iam.Role`, whose trust policy stays open to further statements. */
export class TrustPolicyPrincipal extends PrincipalBase implements IAssumeRolePrincipal {
  /** Asked for by the type alone: a role takes whole statements. */
  public readonly policyFragment = new PrincipalPolicyFragment({});

  public constructor(private readonly statements: readonly StatementJson[]) {
    super();
  }

  public addToAssumeRolePolicy(document: PolicyDocument): void {
    document.addStatements(...this.statements.map((statement) => PolicyStatement.fromJson(statement)));
  }

  public dedupeString(): string | undefined {
    return undefined;
  }
}
