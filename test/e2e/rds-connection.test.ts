import { IAMClient, ListEntitiesForPolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { App } from 'aws-cdk-lib/core';
import { RdsEngine } from 'cdk-ai-platform-access';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsRdsStack, type ExistingDatabases, type FourMindsRdsStackProps } from '../../examples/four-minds-rds/four-minds-rds-stack';
import type { DatabaseServer } from '../../sandbox/databases/database-server';
import { authorizeByPolicies, createInstance } from '../../sandbox/databases/local-aws-databases';
import { startDatabases, type Databases } from '../../sandbox/databases/start-databases';
import type { Decision } from '../../sandbox/databases/token-verifier';
import { createBucket } from '../../sandbox/state';
import type { VerificationReportV1 } from '../../src/verification/verification-report-v1';
import { runSql } from '../rds/admin';

const SUBJECT = 'workspace:acme';
const USER = 'fourminds_iam_user';

let session: SandboxSession;
let databases: Databases;
let decisions: Decision[] = [];
let outputs: Readonly<Record<string, string>>;

const existing = ({ resourceId, host, port, engine }: DatabaseServer): ExistingDatabases => ({
  [resourceId]: { host, port, engine: engine === 'postgres' ? RdsEngine.POSTGRES : RdsEngine.MARIADB },
});
const deploy = (id: string, props: Partial<FourMindsRdsStackProps>) => session.deploy((app: App, env) => {
  new FourMindsRdsStack(app, id, { env, subject: SUBJECT, databases: {}, authoritiesBucket: 'authorities', ...props });
}, id);
const s3 = () => new S3Client({ ...session.aws.clientConfig(), forcePathStyle: true });
const verify = async (action: 'test-connection' | 'import' = 'test-connection', functionName = outputs.FourMindsVerifierFunction) =>
  session.verify(functionName, { action, limits: { callSeconds: 3 } });
const problems = (report: VerificationReportV1) => summary(report).filter((line) => /\| (?:fail|warn|skipped) \|/.test(line) && !line.includes('NOT_APPLICABLE') && !line.startsWith('trust.'));

beforeAll(async () => {
  session = await SandboxSession.start();
  databases = await startDatabases({ authorize: authorizeByPolicies(session.aws), onDecision: (decision) => decisions.push(decision) });
  const { postgres, mariadb } = databases;
  for (const server of [postgres, mariadb]) await createInstance(session.aws, { server });
  await runSql(postgres, 'postgres', [
    `CREATE USER ${USER} WITH LOGIN; GRANT rds_iam TO ${USER}`, 'CREATE USER payroll_iam_user WITH LOGIN; GRANT rds_iam TO payroll_iam_user',
    'CREATE DATABASE shop', 'CREATE DATABASE closed', 'REVOKE CONNECT ON DATABASE closed FROM PUBLIC',
  ]);
  await runSql(postgres, 'shop', [
    "CREATE TABLE customers AS SELECT n AS id, 'customer ' || n AS name, '\\x00'::bytea AS photo FROM generate_series(1, 3) n",
    'CREATE TABLE visits AS SELECT n FROM generate_series(1, 50001) n', 'CREATE TABLE hidden (a int)',
    `GRANT SELECT ON customers, visits TO ${USER}`,
  ]);
  await runSql(mariadb, '', [
    ...[USER, 'payroll_iam_user'].map((user) => `CREATE USER '${user}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`),
    'CREATE DATABASE stock', 'USE stock', "CREATE TABLE stock.items AS SELECT seq AS id, CONCAT('item ', seq) AS name FROM seq_1_to_4", `GRANT SELECT ON stock.* TO '${USER}'@'%'`,
  ]);
  session.secrets.push('customer 2', 'item 3', postgres.admin.password, mariadb.admin.password);
  await createBucket(session.aws, { name: 'authorities', objects: { 'global-bundle.pem': databases.ca } });
  await createBucket(session.aws, { name: 'imported' });
  outputs = await deploy('FourMindsRds', { databases: { ...existing(postgres), ...existing(mariadb) }, deniedDatabaseUsers: ['payroll_iam_user'], importBucket: 'imported' });
}, 180_000);
afterAll(async () => {
  await databases?.stop();
  await session?.stop();
});
beforeEach(() => { decisions = []; });
jest.setTimeout(60_000);

describe('4MINDS and two databases', () => {
  test('are connected when the stack is deployed', () => {
    expect(outputs.FourMindsVerification).toBe('Connection successful! Found 2 instance(s).');
  });

  test('is let in by the policies that are deployed, step by step, and as nobody else', async () => {
    const report = await verify();
    expect(problems(report)).toEqual([]);
    expect(report).toMatchObject({ status: 'pass', message: 'Connection successful! Found 2 instance(s).' });
    const ids = report.checks.filter(({ integration }) => integration === 'rds').map(({ id }) => id);
    expect([...new Set(ids)]).toEqual([
      'rds.list-instances', 'rds.instance', 'rds.status', 'rds.engine', 'rds.iam-authentication', 'rds.policy', 'rds.dns', 'rds.tcp', 'rds.tls', 'rds.token',
      'rds.login', 'rds.query', 'rds.browse', 'rds.other-user', 'rds.denied-user',
    ]);
    expect(decisions.filter((decision) => decision === 'not-allowed')).toHaveLength(2);
    expect(report.checks.filter(({ id }) => id === 'rds.browse').map(({ detail }) => [detail?.database, detail?.tables, detail?.readable])).toEqual(
      expect.arrayContaining([['shop', 3, 2], ['stock', 1, 1]]));
  });

  test('imports what the user may read, whole or marked as cut, to the bucket', async () => {
    const report = await verify('import');
    expect(summary(report).filter((line) => line.startsWith('rds.'))).toEqual([
      'rds.import-tables | sandbox-postgres/shop | skipped | RDS_TABLES_WITHOUT_RIGHTS',
      'rds.import-tables | sandbox-postgres/shop.public.customers | pass | OK',
      'rds.import-tables | sandbox-postgres/shop.public.visits | warn | RDS_TABLE_TRUNCATED',
      'rds.import-tables | sandbox-mariadb/stock.items | pass | OK',
    ]);
    expect(report).toMatchObject({ status: 'warn', integrations: [{ message: expect.stringMatching(/^Imported 3 table\(s\), 50007 row\(s\), \d+ byte\(s\) to s3:\/\/imported\/rds\/\.$/) }] });
    const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: 'imported' }));
    expect(Contents.map(({ Key }) => Key)).toEqual(['rds/sandbox-mariadb/stock/stock.items.csv', 'rds/sandbox-postgres/shop/public.customers.csv', 'rds/sandbox-postgres/shop/public.visits.csv']);
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: 'imported', Key: 'rds/sandbox-postgres/shop/public.customers.csv' }));
    expect(await Body?.transformToString()).toBe('id,name\n1,customer 1\n2,customer 2\n3,customer 3\n');
  });
});
