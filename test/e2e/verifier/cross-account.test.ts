import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { allowBuckets, EXTERNAL_ID, LocalAccount, platform, PLATFORM_ACCOUNT, s3Section, type ConnectionState, type Statement } from './connected-account';
import { problems, runHandler, shortly } from './run-handler';
import { createBucket } from '../../../sandbox/state';

let account: LocalAccount;

beforeAll(async () => {
  account = await LocalAccount.start();
  await createBucket(account.aws, { name: 'prod-datasets' });
});
afterAll(async () => account?.stop());

const healthy = (): ConnectionState => ({
  method: 'cross-account-role', allow: allowBuckets('prod-datasets'), s3: s3Section({ buckets: ['prod-datasets'] }),
});

const test1 = { action: 'test-connection' };

test('a healthy connection: the external ID is needed by the platform and by the verifier', async () => {
  const { environment, document } = await account.connect(healthy());
  const { report } = await runHandler(environment, test1);
  const role = document.principal.arn;
  expect(shortly(report)).toEqual([
    `connection.document | ${environment.DOCUMENT_PARAMETERS} | pass OK`,
    `connection.credentials | ${role} | pass OK`,
    `trust.policy | ${role} | pass OK`,
    'trust.wrong-external-id | the platform | pass OK',
    'trust.wrong-external-id | the verifier | pass OK',
    'trust.missing-external-id | the platform | pass OK',
    'trust.missing-external-id | the verifier | pass OK',
    's3.head-bucket | prod-datasets | pass OK',
    's3.list-buckets-denied | account 123456789012 | pass OK',
  ]);
  expect(report).toMatchObject({ status: 'pass', platform: 'airia', method: 'cross-account-role' });
});

test('the platform itself gets in with the external ID only', async () => {
  const { document } = await account.connect(healthy());
  const sts = new STSClient(account.aws.clientConfig({ credentials: account.aws.rootOf(PLATFORM_ACCOUNT) }));
  const assume = async (ExternalId?: string) => sts.send(new AssumeRoleCommand({ RoleArn: document.principal.arn, RoleSessionName: 'airia', ExternalId })).then(() => 'ok', (error: Error) => error.name);
  expect([await assume(EXTERNAL_ID), await assume('other'), await assume()]).toEqual(['ok', 'AccessDenied', 'AccessDenied']);
});

/** The verifier's statement as it is in the document of the connection, or without its external ID. */
const verifier = (number: number, withExternalId = true): Statement => ({
  Sid: 'AllowVerifier',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::123456789012:role/verifier-${number}` },
  Action: 'sts:AssumeRole',
  ...(withExternalId && { Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } } }),
});

test.each<[string, (number: number) => readonly Statement[], string[]]>([
  ['the platform needs no external ID', (number) => [platform({ Condition: undefined }), verifier(number)], [
    'trust.policy | fail TRUST_POLICY_DIFFERS', 'trust.policy | fail TRUST_OPEN',
    'trust.wrong-external-id | fail EXTERNAL_ID_NOT_ENFORCED', 'trust.missing-external-id | fail EXTERNAL_ID_NOT_ENFORCED',
  ]],
  ['any external ID will do', (number) => [platform({ Condition: { StringLike: { 'sts:ExternalId': '*' } } }), verifier(number)], [
    'trust.policy | fail TRUST_POLICY_DIFFERS', 'trust.policy | fail TRUST_OPEN',
    'trust.wrong-external-id | fail EXTERNAL_ID_NOT_ENFORCED', 'trust.missing-external-id | fail EXTERNAL_ID_NOT_ENFORCED',
  ]],
  ['the external ID was regenerated', (number) => [platform({ Condition: { StringEquals: { 'sts:ExternalId': 'newer' } } }), { ...verifier(number), Condition: { StringEquals: { 'sts:ExternalId': 'newer' } } }], [
    'connection.credentials | fail ASSUME_ROLE_DENIED', 'trust.policy | fail TRUST_POLICY_DIFFERS', 'trust.policy | fail TRUST_OPEN',
    'trust.wrong-external-id | fail EXTERNAL_ID_NOT_ENFORCED', 'trust.wrong-external-id | skipped DENIAL_NOT_PROVEN',
    'trust.missing-external-id | fail EXTERNAL_ID_NOT_ENFORCED', 'trust.missing-external-id | skipped DENIAL_NOT_PROVEN',
    's3.head-bucket | skipped NO_CREDENTIALS', 's3.list-buckets-denied | skipped NO_CREDENTIALS', 's3.denied-bucket | skipped NO_CREDENTIALS', 's3.outside-prefix | skipped NO_CREDENTIALS',
  ]],
  ['the platform is not let in', (number) => [verifier(number)], ['trust.policy | fail TRUST_POLICY_DIFFERS']],
])('%s', async (_name, trustOf, expected) => {
  const { environment, roleName } = await account.connect(healthy());
  await account.setTrust(roleName, trustOf(Number(/\d+$/.exec(roleName)?.[0])));
  const { report } = await runHandler(environment, test1);
  expect(problems(report).map((problem) => problem.replace(/\| .* \| /, '| '))).toEqual(expected);
});

test('a verifier that needs no external ID proves nothing with its own attempts, and says so', async () => {
  const { environment, roleName } = await account.connect(healthy());
  const number = Number(/\d+$/.exec(roleName)?.[0]);
  await account.setTrust(roleName, [platform(), verifier(number, false)]);
  const { report } = await runHandler(environment, test1);
  expect(report.checks.filter(({ id, target }) => id.endsWith('external-id') && target === 'the verifier').map(({ code }) => code)).toEqual(['NOT_APPLICABLE', 'NOT_APPLICABLE']);
});

test('an external ID that is not enforced shows even when the policy cannot be read', async () => {
  const { environment, roleName } = await account.connect({ ...healthy(), verifierLacks: ['iam:GetRole'] });
  await account.setTrust(roleName, [platform(), verifier(Number(/\d+$/.exec(roleName)?.[0]), false)]);
  const { report } = await runHandler(environment, test1);
  expect(problems(report)).toEqual([
    expect.stringContaining('warn VERIFIER_NOT_ALLOWED'),
    'trust.wrong-external-id | the platform | warn DENIAL_INCONCLUSIVE',
    'trust.wrong-external-id | the verifier | fail EXTERNAL_ID_NOT_ENFORCED',
    'trust.missing-external-id | the platform | warn DENIAL_INCONCLUSIVE',
    'trust.missing-external-id | the verifier | fail EXTERNAL_ID_NOT_ENFORCED',
  ]);
});

test('without the verifier in the trust only the policy is read', async () => {
  const { environment } = await account.connect({ ...healthy(), trustVerifier: false });
  const { report } = await runHandler(environment, test1);
  expect(report.status).toBe('incomplete');
  expect(shortly(report).slice(1, 6).map((line) => line.replace(/\| .* \| /, '| '))).toEqual([
    'connection.credentials | skipped VERIFIER_NOT_TRUSTED', 'trust.policy | pass OK',
    'trust.wrong-external-id | pass OK', 'trust.wrong-external-id | skipped DENIAL_NOT_PROVEN', 'trust.missing-external-id | pass OK',
  ]);
});
