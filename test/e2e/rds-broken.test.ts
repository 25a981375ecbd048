import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { OpenIdConnectProvider } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { ConnectionVerifier, OidcFederationRole, OnDeploy, Platform, RdsCertificateAuthorities, RdsIamAuthAccess } from 'cdk-ai-platform-access';
import { existing, OTHER_USER, problems, RdsSession, SUBJECT, USER } from './rds-session';
import { createCertificateAuthority } from '../../sandbox/databases/certificate-authority';
import { createInstance } from '../../sandbox/databases/local-aws-databases';
import { runSql } from '../../sandbox/databases/run-sql';

let session: RdsSession;
let outputs: Readonly<Record<string, string>>;
const POSTGRES = 'sandbox-postgres';
const LADDER = ['instance', 'status', 'engine', 'iam-authentication', 'policy', 'dns', 'tcp', 'tls', 'token', 'login', 'query'];
const skipped = (name: string, above: string) => [...LADDER.slice(LADDER.indexOf(above) + 1), 'browse'].map((rung) => `rds.${rung} | ${name} | skipped | RDS_NOT_REACHED`);
const UNPROVEN = ['rds.denied-user | sandbox-postgres as payroll_iam_user | skipped | DENIAL_NOT_PROVEN', 'rds.denied-database | sandbox-mariadb | skipped | DENIAL_NOT_PROVEN'];

beforeAll(async () => {
  session = await RdsSession.start();
  const { postgres, mariadb } = session.databases;
  await runSql(postgres, 'postgres', ['CREATE TABLE facts (a int)', `GRANT SELECT ON facts TO ${USER}`]);
  outputs = await session.deploy('FourMindsRds', { databases: existing(postgres), deniedDatabases: existing(mariadb), deniedDatabaseUsers: [OTHER_USER] });
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

/** Runs the verifier with one more statement in the role's policies. */
async function withStatement(statement: object): Promise<readonly string[]> {
  const iam = new IAMClient(session.sandbox.aws.clientConfig());
  const policy = { RoleName: outputs.FourMindsRoleArn.split('/').at(-1), PolicyName: 'by-hand' };
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }));
  try {
    return problems(await session.verify(outputs));
  } finally {
    await iam.send(new DeleteRolePolicyCommand(policy));
  }
}

async function withAuthorities(pem: string): Promise<readonly string[]> {
  const s3 = new S3Client({ ...session.sandbox.aws.clientConfig(), forcePathStyle: true });
  const put = (Body: string) => s3.send(new PutObjectCommand({ Bucket: 'authorities', Key: 'global-bundle.pem', Body }));
  await put(pem);
  const found = problems(await session.verify(outputs));
  await put(session.databases.ca);
  return found;
}

test('a database and a user that must refuse do so', async () => {
  expect(problems(await session.verify(outputs))).toEqual([]);
  expect([...session.decisions].sort()).toEqual(['accepted', 'accepted', 'accepted', 'not-allowed', 'not-allowed']);
});

test('a policy of the guide, with its wildcard, is found out', async () => {
  expect(await withStatement({ Effect: 'Allow', Action: 'rds-db:connect', Resource: 'arn:aws:rds-db:*:*:dbuser:*/*' })).toEqual([
    'rds.other-user | sandbox-postgres | fail | RDS_OTHER_USER_ALLOWED',
    'rds.denied-user | sandbox-postgres as payroll_iam_user | fail | RDS_USER_NOT_REFUSED',
    'rds.denied-database | sandbox-mariadb | fail | RDS_DATABASE_NOT_REFUSED',
  ]);
});

test('a refusal of MariaDB that is not the policies\' own proves nothing', async () => {
  const { mariadb } = session.databases;
  const resource = `arn:aws:rds-db:*:*:dbuser:${mariadb.resourceId}/${USER}`;
  await runSql(mariadb, '', `DROP USER '${USER}'@'%'`);
  const found = await withStatement({ Effect: 'Allow', Action: 'rds-db:connect', Resource: resource });
  await runSql(mariadb, '', `CREATE USER '${USER}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`);
  expect(found).toEqual([`rds.denied-database | ${mariadb.identifier} | skipped | RDS_REFUSAL_UNPROVEN`]);
  expect(session.sandbox.reports.at(-1)?.checks.find(({ code }) => code === 'RDS_REFUSAL_UNPROVEN')?.message).toContain('the policies allow rds-db:connect, so that the user is not there');
});

test('a refused token is told with what could be checked, and no guess', async () => {
  const found = await withStatement({ Effect: 'Deny', Action: 'rds-db:connect', Resource: '*' });
  expect(found).toEqual([
    `rds.policy | ${POSTGRES} | fail | RDS_CONNECT_NOT_ALLOWED`, `rds.login | ${POSTGRES} | fail | RDS_AUTHENTICATION_FAILED`, ...skipped(POSTGRES, 'login'),
    'rds.other-user | sandbox-postgres | skipped | DENIAL_NOT_PROVEN', ...UNPROVEN,
  ]);
  const login = session.sandbox.reports.at(-1)?.checks.find(({ id }) => id === 'rds.login');
  expect(login).toMatchObject({ detail: { checked: { policyAllowsConnect: false, iamAuthenticationEnabled: true, userExistsWithIam: true } }, fix: expect.stringContaining('The server does not say why') });
});

test("the guide's narrow policy for discovery breaks the list", async () => {
  const found = await withStatement({ Effect: 'Deny', Action: 'rds:DescribeDBInstances', Resource: 'arn:aws:rds:*:*:db:*' });
  expect(found[0]).toBe('rds.list-instances | region us-east-1 | fail | RDS_LIST_DENIED');
  expect(new Set(found.slice(1).map((line) => line.split(' | ')[3]))).toEqual(new Set(['RDS_NOT_REACHED']));
});

test('another certificate authority, or none, ends at TLS', async () => {
  const other = await createCertificateAuthority(session.sandbox.aws.folder, 'another CA');
  expect((await withAuthorities(other.certificate))[0]).toBe(`rds.tls | ${POSTGRES} | fail | RDS_TLS_UNTRUSTED`);
  expect(await withAuthorities('no certificate')).toContain(`rds.tls | ${POSTGRES} | fail | RDS_AUTHORITIES_UNREADABLE`);
});

test('a user that has lost rds_iam is asked for a password', async () => {
  await runSql(session.databases.postgres, 'postgres', `REVOKE rds_iam FROM ${USER}`);
  const found = problems(await session.verify(outputs));
  await runSql(session.databases.postgres, 'postgres', `GRANT rds_iam TO ${USER}`);
  expect(found[0]).toBe(`rds.login | ${POSTGRES} | fail | RDS_PASSWORD_EXPECTED`);
});

test('instances that can not work are told apart', async () => {
  const { postgres, mariadb } = session.databases;
  const instance = { server: postgres };
  await createInstance(session.sandbox.aws, { ...instance, identifier: 'iam-off', resourceId: 'db-IAMOFF', iamAuthentication: false });
  await createInstance(session.sandbox.aws, { ...instance, identifier: 'oracle', resourceId: 'db-ORACLE', engine: 'oracle-ee' });
  await createInstance(session.sandbox.aws, { server: { ...mariadb, engineVersion: '10.6.20', port: 1 }, identifier: 'old', resourceId: 'db-OLD' });
  await createInstance(session.sandbox.aws, { server: { ...postgres, port: 1 }, identifier: 'stopped', resourceId: 'db-STOPPED', status: 'stopped' });
  await createInstance(session.sandbox.aws, { server: { ...postgres, admin: { ...postgres.admin, user: USER } }, identifier: 'own', resourceId: 'db-MASTER' });
  const at = (resourceId: string, port = postgres.port) => existing({ ...postgres, resourceId, port });
  const others = await session.deploy('FourMindsRds', { databases: { ...at('db-IAMOFF'), ...at('db-ORACLE'), ...at('db-OLD'), ...at('db-STOPPED', 1), ...at('db-ABSENT'), ...at('db-MASTER') } });
  const report = await session.verify(others);
  const found = problems(report).filter((line) => !line.includes('| skipped |'));
  expect(found).toEqual([
    'rds.instance | db-ABSENT | fail | RDS_INSTANCE_NOT_FOUND',
    'rds.instance | own | fail | RDS_MASTER_USER',
    'rds.status | stopped | warn | RDS_INSTANCE_NOT_AVAILABLE',
    'rds.engine | oracle | fail | RDS_ENGINE_NOT_SUPPORTED',
    'rds.engine | old | fail | RDS_ENGINE_VERSION_NOT_SUPPORTED',
    'rds.iam-authentication | iam-off | fail | RDS_IAM_AUTHENTICATION_OFF',
    'rds.tcp | stopped | fail | RDS_CONNECTION_REFUSED',
  ]);
  expect(report.checks.find(({ code }) => code === 'RDS_ENGINE_NOT_SUPPORTED')?.message).toBe("RDS engine 'oracle-ee' is not supported");
});

test('every database of the region, when that was chosen, is tried, and what can not be browsed is only told', async () => {
  const all = await session.sandbox.deploy((app, env) => {
    const stack = new Stack(app, 'All', { env });
    const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', `arn:aws:iam::${env.account}:oidc-provider/api.4minds.ai`);
    const connection = new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: [SUBJECT], provider });
    const authorities = Bucket.fromBucketName(stack, 'Authorities', 'authorities');
    new RdsIamAuthAccess(stack, 'Rds', { connection, allDatabases: true, certificateAuthorities: RdsCertificateAuthorities.fromBucket(authorities, 'global-bundle.pem') });
    new ConnectionVerifier(stack, 'Verifier', { connection, onDeploy: OnDeploy.NEVER });
  }, 'All');
  const report = await session.verify(all);
  const lines = problems(report);
  expect(lines).toContain('rds.list-instances | region us-east-1 | warn | RDS_ENGINE_LEFT_OUT');
  expect(report.checks.filter(({ id, status }) => id === 'rds.query' && status === 'pass').map(({ target }) => target).sort()).toEqual(['sandbox-mariadb', 'sandbox-postgres']);
  expect(report.checks.filter(({ id, code }) => id === 'rds.other-user' && code === 'OK').length).toBeGreaterThan(1);
});

test('with the authorities that come with the verifier, a certificate of nobody is not trusted', async () => {
  const bundled = await session.deploy('FourMindsRds', { databases: existing(session.databases.postgres), authoritiesBucket: undefined });
  expect(problems(await session.verify(bundled))[0]).toBe(`rds.tls | ${POSTGRES} | fail | RDS_TLS_UNTRUSTED`);
});
