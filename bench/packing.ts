import { App, Stack } from 'aws-cdk-lib/core';
import { BedrockAccess, OidcFederationRole, Platform } from 'cdk-ai-platform-access';
import { stackOf } from './apps/all-accesses';
import { MODEL_KINDS, type ModelKind, models } from './apps/models';
import { atMost, type Row } from './row';

const POLICY_CHARACTERS = 6144;

interface Statement { readonly Sid: string; readonly Resource: string | readonly string[] }
interface Resource { readonly Type: string; readonly Properties: { readonly PolicyDocument: { readonly Statement: readonly Statement[] } } }

function bedrock(kind: ModelKind | 'mixture'): Stack {
  const stack = new Stack(new App(), 'Bench', { env: { account: '123456789012', region: 'us-east-1' } });
  const connection = new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new BedrockAccess(stack, 'Models', { connection, models: models(kind, 50) });
  return stack;
}

/** How many policies a connection takes, against how many the characters of its statements would fill if a policy had no limit. */
function packing(name: string, stack: Stack): Row {
  const app = stack.node.root as App;
  const resources = Object.entries(app.synth().getStackByName(stack.stackName).template.Resources as Record<string, Resource>);
  const policies = resources.filter(([id, { Type }]) => Type === 'AWS::IAM::ManagedPolicy' && id.startsWith('FourMindsPermissions'));
  const all = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  const resourcesOf = (sid: string) => all.filter(({ Sid }) => Sid === sid).flatMap(({ Resource }) => Resource);
  const whole = new Map(all.map((statement) => [statement.Sid, { ...statement, Resource: resourcesOf(statement.Sid) }]));
  const bound = JSON.stringify({ Version: '2012-10-17', Statement: [...whole.values()] }).length / POLICY_CHARACTERS;
  return atMost(`Policies for ${name}, against the character bound (${bound.toFixed(2)})`, 1.05, policies.length, Math.ceil(bound), 'policies');
}

export async function rows(): Promise<readonly Row[]> {
  return [
    ...MODEL_KINDS.map((kind) => packing(`50 ${kind}`, bedrock(kind))),
    packing('50 models, each of these in turn', bedrock('mixture')),
    packing('all accesses, 50 models, 50 endpoints, 200 tables', stackOf(new App())),
  ];
}
