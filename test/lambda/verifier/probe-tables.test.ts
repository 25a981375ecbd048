import { EXTERNAL_ID, OIDC_TRUST, CROSS_ACCOUNT_TRUST } from './trust/policies';
import { createRedactor } from '../../../lambda/log/redactor';
import { createCalls } from '../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../lambda/verifier/calls/limiter';
import { planConnection } from '../../../lambda/verifier/connection/connection-plan';
import { INTEGRATIONS } from '../../../lambda/verifier/integrations/integrations';
import { parseRequest } from '../../../lambda/verifier/request/parse-request';
import { BEDROCK_PROBES } from '../../../src/access/bedrock/bedrock-permissions';
import { S3_PROBES } from '../../../src/access/s3/s3-permissions';
import type { BedrockSection, ConnectionDocumentV1, S3Section } from '../../../src/document/connection-document-v1';
import { CONNECTION_PROBES } from '../../../src/verification/connection-probes';

const calls = () => {
  const deadline = startDeadline(0);
  return createCalls({ deadline, limiter: createLimiter(1), callMs: 1, propagationMs: 0 });
};
const scope = (allBuckets: boolean): S3Section => ({
  displayName: 'Amazon S3', successMessage: '', fields: {}, permissions: [], probes: [], scope: { allBuckets, buckets: allBuckets ? [] : [{ name: 'b' }], deniedBuckets: [] },
});
const COGNITO = {
  userPoolId: 'us-east-1_pool',
  userPoolProvider: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_pool',
  appClientId: 'client',
  identityPoolId: 'us-east-1:12345678-1234-1234-1234-123456789012',
  username: 'service-user',
  passwordSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:password-AbCdEf',
};
const documentOf = (method: ConnectionDocumentV1['method'], s3?: S3Section): ConnectionDocumentV1 => ({
  schemaVersion: 1,
  platform: { id: 'p', displayName: 'P' },
  method,
  status: 'ready',
  partition: 'aws',
  account: '123456789012',
  region: 'us-east-1',
  principal: { type: 'role', arn: 'arn:aws:iam::123456789012:role/r', name: 'r', imported: false },
  trust: { ...(method === 'oidc-federation' ? OIDC_TRUST : { ...CROSS_ACCOUNT_TRUST, externalId: EXTERNAL_ID }), verifier: undefined as unknown as string },
  sts: { endpoint: 'https://sts.us-east-1.amazonaws.com', sessionSeconds: 3_600 },
  ...(method === 'cognito' && { cognito: COGNITO }),
  fields: {},
  integrations: s3 ? { s3 } : {},
  warnings: [],
});

test('the probes of the connection are those of the table, each with what the table expects', async () => {
  const planned = (await Promise.all((['oidc-federation', 'cross-account-role', 'cognito'] as const).map(async (method) => {
    const plan = await planConnection({ document: documentOf(method), request: parseRequest({ action: 'test-connection' }), calls: calls(), redactor: createRedactor() });
    // The first calls are on their way, and their time is over at once.
    await plan.credentials;
    plan.close();
    return plan.probes.map(({ id, expects }) => `${id} ${expects}`);
  }))).flat();
  const table = CONNECTION_PROBES.filter(({ id }) => id !== 'connection.document').map(({ id, expects }) => `${id} ${expects}`);
  expect(new Set(planned)).toEqual(new Set(table));
});

test('the probes of S3 are those of the table, each in its action and with what the table expects', async () => {
  const planned = await Promise.all((['test-connection', 'import'] as const).flatMap((action) => [true, false].map(async (all) => {
    const { limits } = parseRequest({ action });
    const credentials = async () => { throw new Error('not needed'); };
    const plans = await Promise.all(INTEGRATIONS.map(async ({ plan }) => plan({ document: documentOf('oidc-federation', scope(all)), action, limits, calls: calls(), credentials })));
    return plans.flatMap((plan) => plan?.probes ?? []).map(({ id, expects }) => `${id} ${expects} ${action}`);
  })));
  expect(new Set(planned.flat())).toEqual(new Set(S3_PROBES.map(({ id, expects, action }) => `${id} ${expects} ${action}`)));
});

test('the probes of Bedrock are those of the table, each in its action and with what the table expects', async () => {
  const scopes: readonly Partial<BedrockSection['scope']>[] = [{}, { streaming: false }, { invoke: false }, { allModels: true }, { allModels: true, regions: ['us-east-1'] }, { guardrail: { arn: 'a' } }];
  const planned = await Promise.all((['test-connection', 'import'] as const).flatMap((action) => scopes.map(async (given) => {
    const { limits } = parseRequest({ action });
    const bedrock: BedrockSection = {
      displayName: 'Amazon Bedrock',
      successMessage: '',
      fields: {},
      permissions: [],
      probes: [],
      scope: { allModels: false, streaming: true, invoke: true, models: [], deniedModels: [], responseMappings: {}, ...given },
    };
    const document = { ...documentOf('oidc-federation'), integrations: { bedrock } };
    const plans = await Promise.all(INTEGRATIONS.map(async ({ plan }) => plan({ document, action, limits, calls: calls(), credentials: async () => { throw new Error('not needed'); } })));
    return plans.flatMap((plan) => plan?.probes ?? []).map(({ id, expects }) => `${id} ${expects} ${action}`);
  })));
  expect(new Set(planned.flat())).toEqual(new Set(BEDROCK_PROBES.map(({ id, expects, action }) => `${id} ${expects} ${action}`)));
});

test('an integration that the connection does not have is not planned', () => {
  const { limits } = parseRequest({ action: 'import' });
  const context = { document: documentOf('oidc-federation'), action: 'import', limits, calls: calls(), credentials: async () => { throw new Error('not needed'); } } as const;
  expect(INTEGRATIONS.map(({ plan }) => plan(context))).toEqual(INTEGRATIONS.map(() => undefined));
});
