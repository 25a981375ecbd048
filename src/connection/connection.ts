import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { Annotations, Stack } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { IConnection } from './i-connection';
import { PermissionPolicies, type PolicyTarget } from './permission-policies';
import { requireNames, requireQuota, type PolicyOptions } from './policy-options';
import type { AccessContribution } from '../access/access-contribution';
import { ConnectionDocument } from '../document/connection-document';
import type { ConnectionDocumentV1 } from '../document/connection-document-v1';
import { formOutputs } from '../document/document-output';
import { formValues, integrationSection } from '../document/integration-section';
import type { FunctionGrant } from '../function/function-role';
import type { ConnectionMethod } from '../platform/connection-method';
import { INTEGRATION_NAMES } from '../platform/integration';
import type { Platform } from '../platform/platform';
import { partitionOf } from '../policy/partition';
import { invalid, isLiteral } from '../validation/invalid';
import type { Warning } from '../validation/warning';

/** The facts of a connection that its kind knows: everything of the document but the integrations. */
export type ConnectionFacts = Pick<ConnectionDocumentV1, 'status' | 'principal' | 'trust' | 'registration' | 'cognito' | 'secrets'>
  & { readonly sessionSeconds: number };

/**
 * How a platform comes in. Accesses are added to a connection by naming it in their props; the connection packs their permissions
 * into managed policies and writes the document.
 * @internal
 */
export abstract class Connection extends Construct implements IConnection {
  /** The implementation behind the interface; only this library's connections can carry an access. @internal */
  public static _of(connection: IConnection): Connection {
    if (connection instanceof Connection) return connection;
    if (connection === undefined) throw invalid('connection', undefined, 'is missing', 'Give the connection that the access or the verifier is for');
    throw new Error(`${connection.node.path} is no connection of this library. Give an OidcFederationRole, a CrossAccountRole or another of its connections.`);
  }

  /** The connection of an access. The two can be in two stacks, but of one account and region: the policies name the access's. @internal */
  public static _ofAccess(access: Construct, given: IConnection): Connection {
    const connection = Connection._of(given);
    for (const part of ['account', 'region'] as const) {
      const [theirs, ours] = [Stack.of(connection)[part], Stack.of(access)[part]];
      if (isLiteral(theirs) && isLiteral(ours) && theirs !== ours) {
        throw invalid('connection', connection.node.path, `is in the ${part} ${theirs}, and the access ${access.node.path} in ${ours}`, `Create the access in a stack of ${theirs}`);
      }
    }
    return connection;
  }

  /** The platform that comes in. */
  public readonly platform: Platform;
  /** How it comes in. */
  public readonly method: ConnectionMethod;
  /** What the platform is told. */
  public readonly document: ConnectionDocument;
  /** The principal to grant further permissions to. */
  public abstract readonly grantPrincipal: IPrincipal;

  private readonly contributions: AccessContribution[] = [];
  private readonly accessListeners: ((contribution: AccessContribution) => void)[] = [];
  private readonly warnings: string[] = [];
  private policies?: PermissionPolicies;
  private verifier?: IConstruct;

  protected constructor(scope: Construct, id: string, platform: Platform, method: ConnectionMethod, private readonly options: PolicyOptions) {
    super(scope, id);
    platform._requireMethod(method);
    requireQuota(options.managedPolicyQuota);
    requireNames(options);
    this.platform = platform;
    this.method = method;
    this.document = new ConnectionDocument(this, 'Document', options.documentParameterPrefix);
  }

  /** @internal */
  public abstract _facts(): ConnectionFacts;

  /** Values of the connection form's fields, by the fields' names. @internal */
  public abstract _fieldValues(): Readonly<Record<string, string | undefined>>;

  /** What the verifier's own role needs to come in as the platform does. @internal */
  public _verifierGrants(): readonly FunctionGrant[] {
    return [];
  }

  /** @internal */
  protected abstract _policyTarget(): PolicyTarget;

  /** Adds an access: called by the access's constructor. @internal */
  public _addAccess(contribution: AccessContribution): void {
    const { integration, warnings } = contribution;
    this.platform._requireIntegration(integration);
    if (this.contributions.some((each) => each.integration === integration)) {
      throw new Error(`${this.node.path} already has an access to ${INTEGRATION_NAMES[integration]}. List all of its resources in one.`);
    }
    this.contributions.push(contribution);
    this._warn(...warnings);
    this.policies ??= new PermissionPolicies(this, 'Permissions', {
      target: this._policyTarget(),
      quota: this.options.managedPolicyQuota ?? 10,
      namePrefix: this.options.policyNamePrefix,
      path: this.options.path,
      description: `What ${this.platform.displayName} may do`,
    });
    this.policies.update(this.contributions.flatMap(({ grants }) => grants));
    this._updateDocument();
    this.accessListeners.forEach((listener) => listener(contribution));
  }

  /** Calls back for each access, those that are there already and those to come. @internal */
  public _onAccess(listener: (contribution: AccessContribution) => void): void {
    this.contributions.forEach(listener);
    this.accessListeners.push(listener);
  }

  /** Refuses a second verifier, whose outputs would have the names of the first one's. @internal */
  public _addVerifier(verifier: IConstruct): void {
    if (this.verifier) throw invalid('connection', this.node.path, `has the verifier ${this.verifier.node.path} already`, 'Use that one, or create another connection');
    this.verifier = verifier;
  }

  /** Says something to the person who synthesizes and to the reader of the document. @internal */
  public _warn(...warnings: readonly Warning[]): void {
    for (const { name, message } of warnings) {
      this.warnings.push(message);
      Annotations.of(this).addWarningV2(`cdk-ai-platform-access:${name}`, message);
    }
  }

  /** The integrations that have been added so far. @internal */
  public _contributions(): readonly AccessContribution[] {
    return this.contributions;
  }

  /** Writes the document anew; called whenever something that it says has changed. @internal */
  public _updateDocument(): void {
    const { platform, method } = this;
    const stack = Stack.of(this);
    const { account, region, urlSuffix } = stack;
    const { sessionSeconds, ...facts } = this._facts();
    const stsEndpoint = `https://sts.${region}.${urlSuffix}`;
    const values = { region, stsEndpoint, ...this._fieldValues() };
    const fields = platform.connectionFields(method);
    const sections = this.contributions.map((each) => [each.integration, integrationSection(platform, region, each)]);
    this.document._update({
      schemaVersion: 1,
      platform: { id: platform.id, displayName: platform.displayName },
      method,
      status: facts.status,
      partition: partitionOf(stack),
      account,
      region,
      principal: facts.principal,
      trust: facts.trust,
      sts: { endpoint: stsEndpoint, sessionSeconds },
      ...(facts.registration ? { registration: facts.registration } : {}),
      ...(facts.cognito ? { cognito: facts.cognito } : {}),
      ...(facts.secrets ? { secrets: facts.secrets } : {}),
      fields: formValues(fields, values),
      integrations: Object.fromEntries(sections),
      warnings: [...this.warnings],
    }, formOutputs(platform, fields, values, this.contributions));
  }
}
