import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { BedrockContext } from '../../../../lambda/verifier/bedrock/bedrock-context';
import { deniedModelProbe, deniedRegionProbe, streamDeniedProbe, withoutGuardrailProbe } from '../../../../lambda/verifier/bedrock/refusals';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import type { Probe } from '../../../../lambda/verifier/probes/probe';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import { type Answer, clientOf, refusal, startFailingService } from '../../aws/failing-service';

const MODEL = { call: 'amazon.nova-lite-v1:0', region: 'us-east-1' };
const GRANTED = { type: 'foundation-model', call: 'amazon.nova-micro-v1:0', regions: ['us-east-1'], responses: ['converse'] };
const SCOPE = { allModels: false, streaming: false, invoke: true, models: [GRANTED], deniedModels: [MODEL], deniedRegions: ['eu-west-1'], guardrail: { arn: 'arn:aws:bedrock:us-east-1:123456789012:guardrail/g' } };
/** It passed, so that a refusal is one of the policies. */
const PROOF: Probe = { id: 'bedrock.list-models', expects: 'allowed', targets: [{ name: 'us-east-1', check: async () => ({ code: 'OK', values: { message: '' } }) }] };

/** The codes of what must be refused, when Bedrock answers like this to every call; without an answer nobody listens. */
async function codes(probeOf: (context: BedrockContext) => Probe, answer: Answer | undefined, withKey = false): Promise<readonly string[]> {
  const service = await startFailingService(answer ?? { status: 200 });
  if (answer === undefined) await service.stop();
  const deadline = startDeadline(5_000);
  const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 2_000, propagationMs: 0 });
  const runtime = new BedrockRuntimeClient({ ...clientOf(service), requestHandler: new NodeHttpHandler() });
  const context = { calls, document: { region: 'us-east-1' }, section: { scope: SCOPE }, runtimeIn: () => runtime, ...(withKey && { bearerToken: async () => 'key' }) } as unknown as BedrockContext;
  try {
    const checks = await runProbes([PROOF, probeOf(context)], { region: 'us-east-1', callSeconds: 1, onDefect: () => undefined });
    return checks.slice(1).map(({ code }) => code);
  } finally {
    runtime.destroy();
    deadline.clear();
    if (answer !== undefined) await service.stop();
  }
}

const BY_POLICY = refusal('User: arn:aws:sts::123456789012:assumed-role/r/s is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/m because no identity-based policy allows the bedrock:InvokeModel action');

test.each<[string, Answer | undefined, string]>([
  ['a refusal by the policies', BY_POLICY, 'OK'],
  ['an answer', { status: 200, body: { usage: {} } }, 'BEDROCK_MODEL_NOT_REFUSED'],
  ['no access to the model, which is asked for after the policies', refusal("You don't have access to the model with the specified model ID."), 'BEDROCK_MODEL_NOT_REFUSED'],
  ['no subscription', refusal('Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:Subscribe)'), 'BEDROCK_MODEL_NOT_REFUSED'],
  ['no form about the use case', refusal('Model use case details have not been submitted for this account.'), 'BEDROCK_MODEL_NOT_REFUSED'],
  ['no such model', refusal('The provided model identifier is invalid.', 'ValidationException', 400), 'BEDROCK_REFUSAL_UNPROVEN'],
  ['a missing resource', refusal('Could not resolve the foundation model', 'ResourceNotFoundException', 404), 'BEDROCK_REFUSAL_UNPROVEN'],
  ['nobody', undefined, 'BEDROCK_REFUSAL_UNPROVEN'],
  ['too many calls', refusal('Too many requests', 'ThrottlingException', 429), 'DENIAL_INCONCLUSIVE'],
  ['an expired session', refusal('The security token included in the request is expired', 'ExpiredTokenException'), 'DENIAL_INCONCLUSIVE'],
  ['a region that is off', refusal('The security token included in the request is invalid.', 'UnrecognizedClientException'), 'DENIAL_INCONCLUSIVE'],
  ['a wrong clock', refusal('Signature expired: 20150830T123600Z is now earlier than 20150830T124100Z', 'InvalidSignatureException'), 'BEDROCK_REFUSAL_UNPROVEN'],
])('a model that must be refused meets %s', async (_, answer, code) => {
  expect(await codes(deniedModelProbe, answer)).toEqual([code]);
});

const NOT_VALID = refusal('Authentication failed: Please make sure your API Key is valid.');

test.each<[string, (context: BedrockContext) => Probe, Answer, string]>([
  ['another region', deniedRegionProbe, NOT_VALID, 'OK'],
  ['another region, as an unknown client', deniedRegionProbe, refusal('The security token included in the request is invalid.', 'UnrecognizedClientException'), 'OK'],
  ['another region, when it has expired', deniedRegionProbe, refusal('Bearer Token has expired'), 'DENIAL_INCONCLUSIVE'],
  ['its own region, where that says nothing of the model', deniedModelProbe, NOT_VALID, 'DENIAL_INCONCLUSIVE'],
  ['its own region, when it has expired', deniedModelProbe, refusal('Bearer Token has expired'), 'DENIAL_INCONCLUSIVE'],
  ['its own region, by the policies of its user', deniedModelProbe, BY_POLICY, 'OK'],
])('an API key is refused in %s', async (_, probe, answer, code) => {
  expect(await codes(probe, answer, true)).toEqual([code]);
});

test.each<[string, (context: BedrockContext) => Probe, string]>([
  ['a region', deniedRegionProbe, 'BEDROCK_REGION_NOT_REFUSED'],
  ['a call without the guardrail', withoutGuardrailProbe, 'BEDROCK_GUARDRAIL_NOT_ENFORCED'],
])('%s that is not refused is told', async (_, probe, code) => {
  expect(await codes(probe, { status: 200, body: { usage: {} } })).toEqual([code]);
  expect(await codes(probe, BY_POLICY)).toEqual(['OK']);
});

test('credentials of a role that another region does not know prove nothing', async () => {
  expect(await codes(deniedRegionProbe, refusal('The security token included in the request is invalid.', 'UnrecognizedClientException'))).toEqual(['DENIAL_INCONCLUSIVE']);
});

test('a stream that is refused is one', async () => {
  expect(await codes(streamDeniedProbe, BY_POLICY)).toEqual(['OK']);
});
