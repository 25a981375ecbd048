import { type IPrincipal, type IRole, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, Duration, Stack, Tags, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Connection, type ConnectionFacts } from './connection';
import type { PolicyTarget } from './permission-policies';
import { requireRoleOptions, type RoleOptions } from './role-options';
import type { Principal, Trust } from '../document/connection-document-v1';
import { ConnectionMethod } from '../platform/connection-method';
import type { Platform } from '../platform/platform';
import type { PolicyDocumentJson, StatementJson } from '../policy/statement';
import { invalid } from '../validation/invalid';
import { warning } from '../validation/warning';
import { needsRaisedTrustQuota, trustPolicyJson, verifierStatement } from './trust/trust-policy';
import { TrustPolicyPrincipal } from './trust/trust-policy-principal';

/** A connection through an IAM role that the platform assumes. @internal */
export abstract class RoleConnection extends Connection {
  /** The role that the platform assumes. */
  public readonly role: IRole;
  /** The ARN of the role: the first thing that a platform's form asks for. */
  public readonly roleArn: string;
  /** The principal to grant further permissions to. */
  public readonly grantPrincipal: IPrincipal;

  /** Whether the role existed before, so that its trust policy is not ours. @internal */
  public readonly _imported: boolean;

  private readonly maxSession: Duration;
  private trustStatements: readonly StatementJson[];
  private verifierRoleArn?: string;

  protected constructor(
    scope: Construct, id: string, platform: Platform, method: ConnectionMethod, options: RoleOptions,
    trust: readonly StatementJson[] | ((connection: Construct) => readonly StatementJson[]),
  ) {
    super(scope, id, platform, method, options);
    requireRoleOptions(options);
    // A trust in what the connection makes itself is known when the connection is there.
    this.trustStatements = typeof trust === 'function' ? trust(this) : trust;
    this.maxSession = options.maxSessionDuration ?? Duration.hours(1);
    this._imported = options.role !== undefined;
    this.role = options.role ?? this.createRole(options);
    this.roleArn = this.role.roleArn;
    this.grantPrincipal = this.role.grantPrincipal;
    if (this._imported) this.refuseForeignRole();
    for (const [key, value] of Object.entries(options.tags ?? {})) Tags.of(this).add(key, value);
  }

  /** Who the trust lets in, in the words of the document. @internal */
  protected abstract _trust(): Omit<Trust, 'policy' | 'verifier'>;

  /** Whether the verifier comes in by the trust policy unless something else is said. @internal */
  public _trustsVerifierByDefault(): boolean {
    return !this._imported;
  }

  /** Lets the verifier's role assume this one, if the trust is ours. @internal */
  public _trustVerifier(verifierRoleArn: string): void {
    if (this._imported || !(this.role instanceof Role)) {
      throw new Error(`${this.node.path} uses an existing role, whose trust policy this library does not edit. Leave out trustVerifier, and give the verifier a token when you invoke it.`);
    }
    // STS sends an external ID with AssumeRole only.
    const externalId = this.method === ConnectionMethod.CROSS_ACCOUNT_ROLE ? this._trust().externalId : undefined;
    const statement = verifierStatement(verifierRoleArn, externalId);
    this.role.assumeRolePolicy?.addStatements(PolicyStatement.fromJson(statement));
    this.trustStatements = [...this.trustStatements, statement];
    this.verifierRoleArn = verifierRoleArn;
    this._updateDocument();
  }

  /** @internal */
  public _facts(): ConnectionFacts {
    const principal: Principal = { type: 'role', arn: this.roleArn, name: this.role.roleName, imported: this._imported };
    const verifier = this.verifierRoleArn ? { verifier: this.verifierRoleArn } : {};
    return {
      status: 'ready',
      principal,
      trust: { ...this._trust(), ...verifier, policy: { ...this._trustPolicy() } },
      sessionSeconds: this.maxSession.toSeconds(),
    };
  }

  /** The trust policy as it is written or, for an existing role, as it must be. @internal */
  public _trustPolicy(): PolicyDocumentJson {
    return trustPolicyJson(this.trustStatements);
  }

  /** @internal */
  protected _policyTarget(): PolicyTarget {
    return { roles: [this.role.roleName] };
  }

  private createRole(options: RoleOptions): Role {
    const policy = trustPolicyJson(this.trustStatements);
    if (needsRaisedTrustQuota(policy)) this._warn(warning('trustPolicyQuota', 'The trust policy is longer than 2,048 characters: raise the IAM quota "Role trust policy length" to 4,096 before deploying.'));
    return new Role(this, 'Role', {
      assumedBy: new TrustPolicyPrincipal(policy.Statement),
      roleName: options.roleName,
      path: options.path,
      description: options.description ?? `Lets ${this.platform.displayName} use what it was granted, and nothing else`,
      maxSessionDuration: this.maxSession,
      permissionsBoundary: options.permissionsBoundary,
    });
  }

  /** A role of another account cannot be given policies from this stack, and CDK would leave them unattached without a word. */
  private refuseForeignRole(): void {
    const { account } = Stack.of(this);
    if (Token.isUnresolved(this.roleArn) || Token.isUnresolved(account)) return;
    const arn = Stack.of(this).splitArn(this.roleArn, ArnFormat.SLASH_RESOURCE_NAME);
    if (arn.account === account) return;
    throw invalid('role', this.roleArn, `belongs to account ${arn.account} and the stack to ${account}`, 'Deploy the connection in the account of the role');
  }
}
