import { createRedactor } from '../../../../lambda/log/redactor';
import { planApiKey } from '../../../../lambda/verifier/api-key/plan-api-key';
import { createCalls } from '../../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../../lambda/verifier/calls/limiter';
import { runProbes } from '../../../../lambda/verifier/probes/run-probes';
import { parseRequest } from '../../../../lambda/verifier/request/parse-request';
import type { ConnectionDocumentV1 } from '../../../../src/document/connection-document-v1';
import { type Answer, refusal, startFailingService } from '../../aws/failing-service';

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf';
const NOBODY = 'http://127.0.0.1:1';
const holding = (SecretString?: string): Answer => ({ status: 200, body: { SecretString } });
const KEY = holding('{"apiKey":"ABSKexample","credentialId":"ACCAEXAMPLE"}');
const DAY_MS = 86_400_000;

/** IAM's answer about the keys of the user, in XML. */
const listed = (...keys: readonly { readonly id: string; readonly status: string; readonly days?: number }[]): string => {
  const members = keys.map(({ id, status, days }) => `<member><UserName>u</UserName><ServiceName>bedrock.amazonaws.com</ServiceName><ServiceSpecificCredentialId>${id}</ServiceSpecificCredentialId>`
    + `<Status>${status}</Status><CreateDate>2026-01-01T00:00:00Z</CreateDate>${days === undefined ? '' : `<ExpirationDate>${new Date(Date.now() + days * DAY_MS).toISOString()}</ExpirationDate>`}</member>`);
  return `<ListServiceSpecificCredentialsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListServiceSpecificCredentialsResult><ServiceSpecificCredentials>${members.join('')}</ServiceSpecificCredentials></ListServiceSpecificCredentialsResult></ListServiceSpecificCredentialsResponse>`;
};

interface Services { readonly secret: Answer; readonly bedrock?: Answer; readonly iam?: string }

/** Each check in short, and whether Bedrock's own checks get the key. */
async function verify({ secret, bedrock = { status: 200, body: { modelSummaries: [] } }, iam }: Services) {
  const services = await Promise.all([secret, bedrock, { status: 200, body: iam ?? '' }].map(async (answer) => startFailingService(answer)));
  const [secrets, models, identities] = services;
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_MAX_ATTEMPTS: '1',
    AWS_ENDPOINT_URL: NOBODY,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
    AWS_ENDPOINT_URL_BEDROCK: models.url,
    ...(iam !== undefined && { AWS_ENDPOINT_URL_IAM: identities.url }),
  });
  const deadline = startDeadline(10_000);
  const document = {
    method: 'bedrock-api-key',
    region: 'us-east-1',
    principal: { arn: 'arn:aws:iam::123456789012:user/u', name: 'u' },
    secrets: [{ arn: SECRET }],
    sts: { endpoint: 'https://sts.us-east-1.amazonaws.com', sessionSeconds: 90 * 86_400 },
  } as unknown as ConnectionDocumentV1;
  const calls = createCalls({ deadline, limiter: createLimiter(4), callMs: 5_000, propagationMs: 0 });
  const redactor = createRedactor();
  try {
    const plan = planApiKey({ document, request: parseRequest({ action: 'test-connection' }), calls, redactor });
    const checks = await runProbes(plan.probes, { region: 'us-east-1', callSeconds: 5, onDefect: () => undefined });
    const codes = Object.fromEntries(checks.filter(({ id }) => id !== 'api-key.other-services').map(({ id, code }) => [id.split('.')[1], code]));
    return { ...codes, key: await plan.bearerToken, redacted: redactor.text('ABSKexample') };
  } finally {
    deadline.clear();
    await Promise.all(services.map(async (service) => service.stop()));
  }
}

const ACTIVE = listed({ id: 'ACCAOTHER', status: 'Inactive', days: 80 }, { id: 'ACCAEXAMPLE', status: 'Active', days: 80 });

test('a key that works is given to the checks of Bedrock and shown nowhere', async () => {
  expect(await verify({ secret: KEY, iam: ACTIVE })).toEqual({ credentials: 'OK', lifetime: 'OK', key: 'ABSKexample', redacted: '***' });
});

test.each<[string, Answer, string]>([
  ['has no value', refusal("Secrets Manager can't find the specified secret value for staging label: AWSCURRENT", 'ResourceNotFoundException', 400), 'API_KEY_SECRET_EMPTY'],
  ['holds nothing', holding(), 'API_KEY_SECRET_EMPTY'],
  ['holds no key', holding('{"other":1}'), 'API_KEY_SECRET_EMPTY'],
  ['holds no JSON', holding('ABSKexample'), 'API_KEY_SECRET_EMPTY'],
  ['is not there', refusal("Secrets Manager can't find the specified secret.", 'ResourceNotFoundException', 400), 'API_KEY_SECRET_UNREADABLE'],
  ['may not be read', refusal('User: x is not authorized to perform: secretsmanager:GetSecretValue', 'AccessDeniedException', 400), 'API_KEY_SECRET_UNREADABLE'],
  ['can not be asked for', refusal('An error occurred on the server side.', 'InternalServiceError', 500), 'AWS_ERROR'],
])('a secret that %s gives no key', async (_, secret, code) => {
  expect(await verify({ secret, iam: ACTIVE })).toEqual({ credentials: code, lifetime: 'NO_CREDENTIALS', key: undefined, redacted: 'ABSKexample' });
});

test.each<[string, string | undefined, string]>([
  ['active and lasts', ACTIVE, 'OK'],
  ['active without an end', listed({ id: 'ACCAEXAMPLE', status: 'Active' }), 'OK'],
  ['at the last quarter of its life', listed({ id: 'ACCAEXAMPLE', status: 'Active', days: 22 }), 'API_KEY_ENDS_SOON'],
  ['before the last quarter of its life', listed({ id: 'ACCAEXAMPLE', status: 'Active', days: 23 }), 'OK'],
  ['past its end', listed({ id: 'ACCAEXAMPLE', status: 'Active', days: -1 }), 'API_KEY_EXPIRED'],
  ['expired', listed({ id: 'ACCAEXAMPLE', status: 'Expired', days: 1 }), 'API_KEY_EXPIRED'],
  ['switched off', listed({ id: 'ACCAEXAMPLE', status: 'Inactive', days: 80 }), 'API_KEY_REVOKED'],
  ['of a status that is new', listed({ id: 'ACCAEXAMPLE', status: 'Paused', days: 80 }), 'API_KEY_REVOKED'],
  ['deleted', listed({ id: 'ACCAOTHER', status: 'Active', days: 80 }), 'API_KEY_REVOKED'],
])('a key that is %s', async (_, iam, lifetime) => {
  expect(await verify({ secret: KEY, iam })).toMatchObject({ credentials: 'OK', lifetime });
});

test('a key whose credential is not known has no lifetime to tell', async () => {
  expect(await verify({ secret: holding('{"apiKey":"ABSKexample"}') })).toMatchObject({ credentials: 'OK', lifetime: 'API_KEY_SECRET_EMPTY' });
});

const NOT_VALID = refusal('Authentication failed: Please make sure your API Key is valid.');

test.each<[string, Answer, string | undefined, string, string | undefined]>([
  ['tells what its owner may not do', refusal('User: u is not authorized to perform: bedrock:ListFoundationModels because no identity-based policy allows it'), ACTIVE, 'OK', 'ABSKexample'],
  ['does not take it', NOT_VALID, ACTIVE, 'API_KEY_NOT_VALID', undefined],
  ['does not take it, when IAM cannot be asked why', NOT_VALID, undefined, 'API_KEY_NOT_VALID', undefined],
  ['does not take it, when it is switched off', NOT_VALID, listed({ id: 'ACCAEXAMPLE', status: 'Inactive' }), 'API_KEY_REVOKED', undefined],
  ['does not take it, when it is past its end', NOT_VALID, listed({ id: 'ACCAEXAMPLE', status: 'Active', days: -1 }), 'API_KEY_EXPIRED', undefined],
  ['says that it has expired', refusal('Bearer Token has expired'), ACTIVE, 'API_KEY_EXPIRED', undefined],
  ['may not be called with keys', refusal('User: u is not authorized to perform: bedrock:CallWithBearerToken on resource: *'), ACTIVE, 'API_KEY_NOT_ALLOWED', undefined],
  ['has a fault', refusal('oops', 'InternalServerException', 500), ACTIVE, 'AWS_ERROR', undefined],
])('Bedrock, which %s', async (_, bedrock, iam, credentials, key) => {
  expect(await verify({ secret: KEY, bedrock, ...(iam !== undefined && { iam }) })).toMatchObject({ credentials, key });
});
