import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { CfnOutput, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ConnectionDocumentV1 } from './connection-document-v1';
import type { DocumentOutput } from './document-output';
import { chunks, serialize } from './serialize';

/**
 * A standard parameter holds 4 KB.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
const PARAMETER_CHARACTERS = 4096;

/**
 * What the platform is told: one versioned JSON document, as stack outputs with stable names and as SSM parameters. The schema is
 * published with this package as `schema/connection-document.schema.json`.
 */
export class ConnectionDocument extends Construct {
  /** The start of the names of all outputs of this document: the path of the connection within its stack, letters and digits only. */
  public readonly outputPrefix: string;

  private current = '';
  private parameterNameList: readonly string[] = [];
  private readonly parameterPrefix: string;

  public constructor(scope: Construct, id: string, parameterPrefix?: string) {
    super(scope, id);
    const stack = Stack.of(this);
    const path = scope.node.scopes.slice(stack.node.scopes.length).map((each) => each.node.id);
    this.outputPrefix = path.join('').replace(/[^A-Za-z0-9]/g, '');
    this.requireOwnNames(scope.node.path);
    this.parameterPrefix = parameterPrefix ?? `/ai-platform-access/${stack.stackName}/${this.outputPrefix}`;
  }

  /** The document as JSON text; holds tokens until deployment. */
  public get json(): string {
    return Lazy.uncachedString({ produce: () => this.current });
  }

  /** The names of the SSM parameters that hold the document, in order: their values, joined, are the document. */
  public get parameterNames(): string[] {
    return Lazy.list({ produce: () => [...this.parameterNameList] });
  }

  /** @internal */
  public _parameterArns(): string[] {
    const stack = Stack.of(this);
    return this.parameterNameList.map((name) => stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') }));
  }

  /** @internal */
  public _parameterNames(): readonly string[] {
    return this.parameterNameList;
  }

  /** @internal */
  public _update(document: ConnectionDocumentV1, outputs: readonly DocumentOutput[]): void {
    const before = new Set(this.node.children);
    this.current = serialize(document);
    const platform = document.platform.displayName;
    for (const { name, label, value } of outputs) {
      before.delete(this.output(name, typeof value === 'string' ? value : value.join(','), `${platform}: ${label}`));
    }
    before.delete(this.output('Document', this.current, `${platform}: the whole connection document`));
    const parts = chunks(this.current, PARAMETER_CHARACTERS).map((value, index) => this.parameter(index + 1, value, platform));
    parts.forEach((part) => before.delete(part));
    this.parameterNameList = parts.map(({ name = '' }) => name);
    before.delete(this.output('DocumentParameters', this.parameterNameList.join(','), `${platform}: SSM parameters that hold the document`));
    for (const child of before) this.node.tryRemoveChild(child.node.id);
  }

  /** Outputs and parameters are named after the connection, so two connections of a stack must not share a name. */
  private requireOwnNames(connection: string): void {
    if (this.outputPrefix === '') throw new Error(`${connection} has no letter and no digit in its ID to name outputs after. Choose another ID.`);
    const stack = Stack.of(this);
    const other = stack.node.findAll()
      .find((node) => node instanceof ConnectionDocument && node !== this && node.outputPrefix === this.outputPrefix && Stack.of(node) === stack);
    if (other) throw new Error(`${connection} and ${other.node.scope?.node.path} would have the same output names, which keep letters and digits only. Choose another ID.`);
  }

  private output(name: string, value: string, description: string): CfnOutput {
    const output = this.node.tryFindChild(name) as CfnOutput | undefined ?? new CfnOutput(this, name, { value, description });
    output.value = value;
    output.overrideLogicalId(`${this.outputPrefix}${name}`);
    return output;
  }

  private parameter(part: number, value: string, platform: string): CfnParameter {
    const id = `Parameter${part}`;
    const parameter = this.node.tryFindChild(id) as CfnParameter | undefined ?? new CfnParameter(this, id, {
      name: `${this.parameterPrefix}/document/${part}`, value, type: 'String', description: `${platform}: connection document, part ${part}`,
    });
    parameter.value = value;
    return parameter;
  }
}
