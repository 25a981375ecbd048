import { DescribeStacksCommand, CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { App } from 'aws-cdk-lib/core';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsBedrockApiKeyStack } from '../../examples/four-minds-bedrock-api-key/four-minds-bedrock-api-key-stack';

const STACK = 'FourMindsBedrockApiKey';
const MODEL = 'amazon.nova-lite-v1:0';

let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;

type Env = { readonly account: string; readonly region: string };
const stackOf = (expiryDays = 90) => (app: App, env: Env) => { new FourMindsBedrockApiKeyStack(app, STACK, { env, modelIds: [MODEL], expiryDays }); };

beforeAll(async () => {
  session = await SandboxSession.start();
  outputs = await session.deploy(stackOf(), STACK);
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

test('slice', async () => {
  console.log(outputs);
  const report = await session.verify(outputs.FourMindsVerifierFunction, { action: 'test-connection' });
  console.log(summary(report).join('\n'), JSON.stringify(report, null, 1));
  console.log((await session.aws.logs()).split('\n').filter((l) => /denied|rotation|lambda/.test(l)).join('\n').slice(-6000));
});
