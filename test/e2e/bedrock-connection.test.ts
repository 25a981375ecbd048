import { DetachRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { App } from 'aws-cdk-lib/core';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { KoreAiBedrockStack } from '../../examples/kore-ai-bedrock/kore-ai-bedrock-stack';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';

const PRINCIPAL = 'arn:aws:iam::222222222222:role/platform';

let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
  session = await SandboxSession.start();
  outputs = await session.deploy((app: App, env) => new KoreAiBedrockStack(app, 'KoreAiBedrock', { env, principal: PRINCIPAL }), 'KoreAiBedrock');
}, 120_000);
afterAll(async () => session?.stop());

test('verified itself when it was deployed', () => {
  expect(outputs.KoreAiVerification).toBe('Connection successful! Found 24 foundation model(s) and 0 custom model(s).');
});

test('says what to enter in the form', () => {
  expect(outputs.KoreAiBedrockModelIds).toBe('amazon.nova-lite-v1:0,us.anthropic.claude-sonnet-4-5-20250929-v1:0');
  const { integrations } = JSON.parse(outputs.KoreAiDocument) as ConnectionDocumentV1;
  expect(integrations.bedrock?.fields).toEqual({ 'Region': session.aws.region, 'Model ID': ['amazon.nova-lite-v1:0', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'] });
});

test('invokes what is granted and is refused elsewhere', async () => {
  const report = await session.verify(outputs.KoreAiVerifierFunction, { action: 'test-connection' });
  expect(schemaErrors(report)).toEqual([]);
  expect(summary(report).filter((line) => line.startsWith('bedrock.'))).toEqual([
    'bedrock.list-models | us-east-1 | pass | OK',
    'bedrock.list-profiles | us-east-1 | pass | OK',
    'bedrock.get-custom-model | us-east-1 | skipped | NOT_APPLICABLE',
    'bedrock.get-model | amazon.nova-lite-v1:0 | pass | OK',
    'bedrock.get-model | us.anthropic.claude-sonnet-4-5-20250929-v1:0 | pass | OK',
    'bedrock.invoke | amazon.nova-lite-v1:0 | pass | OK',
    'bedrock.invoke | us.anthropic.claude-sonnet-4-5-20250929-v1:0 | pass | OK',
    'bedrock.denied-model | amazon.nova-pro-v1:0 | pass | OK',
    'bedrock.denied-region | amazon.nova-lite-v1:0 in us-west-2 | pass | OK',
    'bedrock.stream-denied | amazon.nova-lite-v1:0 | pass | OK',
  ]);
  expect(await session.aws.logs()).not.toContain('[ministack mock');
});

test('fails with its policy detached, and says what to do', async () => {
  const iam = new IAMClient(session.aws.clientConfig());
  const RoleName = outputs.KoreAiRoleArn.split('/').at(-1);
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies) await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  const report = await session.verify(outputs.KoreAiVerifierFunction, { action: 'test-connection' });
  expect(report.status).toBe('fail');
  expect(report.checks.find(({ id }) => id === 'bedrock.list-models')).toMatchObject({ code: 'BEDROCK_LIST_DENIED', fix: expect.stringContaining('bedrock:ListFoundationModels') });
  expect(report.checks.filter(({ id }) => id === 'bedrock.invoke').map(({ code }) => code)).toEqual(['BEDROCK_MODEL_DENIED', 'BEDROCK_MODEL_DENIED']);
  // Nothing worked, so that no refusal proves anything; which model to try need not be asked for, because one is named.
  expect(report.checks.filter(({ id }) => id.includes('denied')).map(({ code }) => code)).toEqual(['DENIAL_NOT_PROVEN', 'DENIAL_NOT_PROVEN', 'DENIAL_NOT_PROVEN']);
});
