import { Template } from 'aws-cdk-lib/assertions';
import { App, type AppProps, Stack, type StackProps } from 'aws-cdk-lib/core';
import { documentsOf, requirePolicySizes } from './contract';
import { type Environment, COMMERCIAL, LONGEST, resolver, type Resource, type TemplateJson } from './resolve';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';
import type { PolicyDocumentJson } from '../../src/policy/statement';

export const ACCOUNT = '111111111111';
export const ENV = { account: ACCOUNT, region: 'us-east-1' };

/** A stack of its own app; agnostic of its environment unless one is given. */
export function newStack(props: StackProps = {}, app: AppProps = {}): Stack {
  return new Stack(new App({ analyticsReporting: false, ...app }), 'Stack', props);
}

/** A synthesized stack, read as it is after deployment. Getting one runs the contract over all of its documents and policies. */
export class Synthesized {
  public readonly json: TemplateJson;
  public readonly template: Template;
  private readonly documents: Readonly<Record<string, ConnectionDocumentV1>>;

  public constructor(
    stack: Stack, private readonly env: Environment = COMMERCIAL, private readonly parameters: Readonly<Record<string, string>> = {},
  ) {
    this.template = Template.fromStack(stack);
    this.json = this.template.toJSON() as TemplateJson;
    this.documents = documentsOf(this.json, env, parameters);
    documentsOf(this.json, LONGEST, parameters);
    requirePolicySizes(this.json, parameters);
  }

  /** The document of a connection: of the only one, unless the start of its outputs' names is given. */
  public document(outputPrefix?: string): ConnectionDocumentV1 {
    const found = outputPrefix === undefined ? Object.values(this.documents) : [this.documents[outputPrefix]];
    if (found.length !== 1 || !found[0]) throw new Error(`The documents are of: ${Object.keys(this.documents).join(', ')}`);
    return found[0];
  }

  public resolve(value: unknown): unknown {
    return resolver(this.json, this.env, this.parameters)(value);
  }

  public output(name: string): unknown {
    const output = this.json.Outputs?.[name];
    if (!output) throw new Error(`No output ${name} among: ${Object.keys(this.json.Outputs ?? {}).join(', ')}`);
    return this.resolve(output.Value);
  }

  /** The resources of a type with their properties resolved, by logical ID. */
  public resources(type: string): Readonly<Record<string, Resource & { readonly Properties: Readonly<Record<string, unknown>> }>> {
    const ofType = Object.entries(this.json.Resources ?? {}).filter(([, resource]) => resource.Type === type);
    return Object.fromEntries(ofType.map(([id, resource]) => {
      const Properties = this.resolve(resource.Properties ?? {}) as Readonly<Record<string, unknown>>;
      return [id, { ...resource, Properties }];
    }));
  }

  /** The managed policies attached to the roles whose logical ID starts so, in the template's order. */
  public policies(rolePrefix = ''): PolicyDocumentJson[] {
    const roles = Object.entries(this.json.Resources ?? {}).filter(([id, { Type }]) => Type === 'AWS::IAM::Role' && id.startsWith(rolePrefix)).map(([id]) => this.resolve({ Ref: id }));
    return Object.values(this.resources('AWS::IAM::ManagedPolicy'))
      .filter(({ Properties }) => ((Properties.Roles ?? []) as unknown[]).some((role) => rolePrefix === '' || roles.includes(role)))
      .map(({ Properties }) => Properties.PolicyDocument as PolicyDocumentJson);
  }

  /** The trust policy of the role whose logical ID starts so. */
  public trustPolicy(rolePrefix: string): PolicyDocumentJson {
    const roles = Object.entries(this.resources('AWS::IAM::Role')).filter(([id]) => id.startsWith(rolePrefix));
    if (roles.length !== 1) throw new Error(`${roles.length} roles start with ${rolePrefix}`);
    return roles[0][1].Properties.AssumeRolePolicyDocument as PolicyDocumentJson;
  }
}
