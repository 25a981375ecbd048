import { EXTERNAL_ID, OIDC_TRUST, CROSS_ACCOUNT_TRUST } from './trust/policies';
import { createRedactor } from '../../../lambda/log/redactor';
import { createCalls } from '../../../lambda/verifier/calls/calls';
import { startDeadline } from '../../../lambda/verifier/calls/deadline';
import { createLimiter } from '../../../lambda/verifier/calls/limiter';
import { planConnection } from '../../../lambda/verifier/connection/connection-plan';
import { INTEGRATIONS } from '../../../lambda/verifier/integrations/integrations';
import { parseRequest } from '../../../lambda/verifier/request/parse-request';
import { BEDROCK_PROBES } from '../../../src/access/bedrock/bedrock-permissions';
import { LAKE_FORMATION_PROBES } from '../../../src/access/lake-formation/lake-formation-permissions';
import type { Probe } from '../../../src/access/permission';
import { RDS_PROBES } from '../../../src/access/rds/rds-permissions';
import { S3_PROBES } from '../../../src/access/s3/s3-permissions';
import { SAGEMAKER_PROBES } from '../../../src/access/sagemaker/sagemaker-permissions';
import type { BedrockSection, ConnectionDocumentV1, LakeFormationSection, RdsSection, S3Section, SageMakerSection } from '../../../src/document/connection-document-v1';
import { CONNECTION_PROBES } from '../../../src/verification/connection-probes';

const calls = () => {
  const deadline = startDeadline(0);
  return createCalls({ deadline, limiter: createLimiter(1), callMs: 1, propagationMs: 0 });
};
type Integrations = ConnectionDocumentV1['integrations'];
const common = { successMessage: '', fields: {}, permissions: [], probes: [] };
const s3 = (allBuckets: boolean): S3Section => ({
  ...common, displayName: 'Amazon S3', scope: { allBuckets, buckets: allBuckets ? [] : ['b'], deniedBuckets: [] },
});
const COGNITO = {
  userPoolId: 'us-east-1_pool',
  userPoolProvider: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_pool',
  appClientId: 'client',
  identityPoolId: 'us-east-1:12345678-1234-1234-1234-123456789012',
  username: 'service-user',
  passwordSecretArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:password-AbCdEf',
};
const bedrock = (scope: Partial<BedrockSection['scope']>): BedrockSection => ({
  ...common,
  displayName: 'Amazon Bedrock',
  scope: { allModels: false, streaming: true, invoke: true, models: [], deniedModels: [], responseMappings: {}, ...scope },
});
const BEDROCK_SCOPES: readonly Partial<BedrockSection['scope']>[] = [
  {}, { streaming: false }, { invoke: false }, { allModels: true }, { allModels: true, regions: ['us-east-1'] }, { guardrail: { arn: 'a' } },
];
const sagemaker = (allEndpoints: boolean): SageMakerSection => ({
  ...common, displayName: 'Amazon SageMaker', scope: { allEndpoints, endpoints: allEndpoints ? [] : [{ name: 'e' }], streaming: allEndpoints, lineage: true, deniedEndpoints: [] },
});
const lakeFormation: LakeFormationSection = {
  ...common,
  displayName: 'AWS Lake Formation',
  scope: { allDatabases: false, databases: ['d'], tables: [], lfTags: [], deniedTables: [], workgroup: 'primary', resultsLocation: 's3://b/p/', grants: true },
};
const rds: RdsSection = {
  ...common,
  displayName: 'Amazon RDS',
  scope: { allDatabases: false, databaseUser: 'u', databases: [], deniedDatabases: [], deniedDatabaseUsers: [] },
};
const documentOf = (method: ConnectionDocumentV1['method'], integrations: Integrations = {}): ConnectionDocumentV1 => ({
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
  integrations,
  warnings: [],
});

test('the probes of the connection are those of the table, each with what the table expects', async () => {
  const planned = (await Promise.all((['oidc-federation', 'cross-account-role', 'cognito', 'bedrock-api-key'] as const).map(async (method) => {
    const over = calls();
    // Sign-ins begin when a connection is planned, and here their time is over before that.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const plan = await planConnection({ document: documentOf(method), request: parseRequest({ action: 'test-connection' }), calls: over, redactor: createRedactor() });
    plan.close();
    return plan.probes.map(({ id, expects }) => `${id} ${expects}`);
  }))).flat();
  const table = CONNECTION_PROBES.filter(({ id }) => id !== 'connection.document').map(({ id, expects }) => `${id} ${expects}`);
  expect(new Set(planned)).toEqual(new Set(table));
});

test.each<[string, readonly Integrations[], readonly Probe[]]>([
  ['S3', [{ s3: s3(true) }, { s3: s3(false) }], S3_PROBES],
  ['Bedrock', BEDROCK_SCOPES.map((scope) => ({ bedrock: bedrock(scope) })), BEDROCK_PROBES],
  ['SageMaker', [{ sagemaker: sagemaker(true) }, { sagemaker: sagemaker(false) }], SAGEMAKER_PROBES],
  ['Lake Formation', [{ 'lake-formation': lakeFormation }], LAKE_FORMATION_PROBES],
  ['RDS', [{ rds }], RDS_PROBES],
])('the probes of %s are those of the table, each in its action and with what the table expects', async (_, sections, table) => {
  const planned = await Promise.all((['test-connection', 'import'] as const).flatMap((action) => sections.map(async (integrations) => {
    const { limits } = parseRequest({ action });
    const credentials = async () => { throw new Error('not needed'); };
    const plans = await Promise.all(INTEGRATIONS.map(async ({ plan }) => plan({ document: documentOf('oidc-federation', integrations), action, limits, calls: calls(), credentials })));
    plans.forEach((plan) => plan?.close());
    return plans.flatMap((plan) => plan?.probes ?? []).map(({ id, expects }) => `${id} ${expects} ${action}`);
  })));
  expect(new Set(planned.flat())).toEqual(new Set(table.map(({ id, expects, action }) => `${id} ${expects} ${action}`)));
});

test('an integration that the connection does not have is not planned', () => {
  const { limits } = parseRequest({ action: 'import' });
  const context = { document: documentOf('oidc-federation'), action: 'import', limits, calls: calls(), credentials: async () => { throw new Error('not needed'); } } as const;
  expect(INTEGRATIONS.map(({ plan }) => plan(context))).toEqual(INTEGRATIONS.map(() => undefined));
});
