import { App, Stack } from 'aws-cdk-lib/core';
import { BedrockAccess, BedrockModel, OidcFederationRole, Platform } from 'cdk-ai-platform-access';
import { type Row, atMost } from '../row';

const POLICY_CHARACTERS = 6144;
const FAMILIES = ['anthropic.claude-sonnet-4-5', 'amazon.nova-premier', 'meta.llama4-maverick-17b-instruct', 'mistral.pixtral-large-2502', 'cohere.command-r-plus'];

/** IDs of the length that real ones have. */
const ids = Array.from({ length: 50 }, (_, index) => `${FAMILIES[index % FAMILIES.length]}-2025${String(index).padStart(4, '0')}-v1:0`);

interface Statement { readonly Sid: string; readonly Resource: string | readonly string[] }
interface PolicyProperties { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }

/** How many policies the models take, against how many the characters of their statements would fill if a policy had no limit. */
function packing(name: string, models: BedrockModel[]): Row {
  const app = new App();
  const stack = new Stack(app, 'Bench', { env: { account: '123456789012', region: 'us-east-1' } });
  const connection = new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new BedrockAccess(stack, 'Models', { connection, models });
  const resources = Object.values(app.synth().getStackByName('Bench').template.Resources as Record<string, { readonly Type: string; readonly Properties: unknown }>);
  const policies = resources.filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy').map(({ Properties }) => Properties as PolicyProperties);
  const all = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const resourcesOf = (sid: string) => all.filter(({ Sid }) => Sid === sid).flatMap(({ Resource }) => Resource);
  const whole = new Map(all.map((statement) => [statement.Sid, { ...statement, Resource: resourcesOf(statement.Sid) }]));
  const bound = JSON.stringify({ Version: '2012-10-17', Statement: [...whole.values()] }).length / POLICY_CHARACTERS;
  return atMost(name, 1.05, policies.length, Math.ceil(bound), 'policies');
}

export async function rows(): Promise<readonly Row[]> {
  return [
    packing('50 foundation models', ids.map((id) => BedrockModel.foundationModel(id))),
    packing('50 inference profiles of a geography', ids.map((id) => BedrockModel.inferenceProfile(`us.${id}`))),
    packing('50 global inference profiles', ids.map((id) => BedrockModel.inferenceProfile(`global.${id}`))),
    packing('50 inference profiles with two further regions each', ids.map((id) => BedrockModel.inferenceProfile(`us.${id}`, { destinationRegions: ['us-east-2', 'us-west-2'] }))),
  ];
}
