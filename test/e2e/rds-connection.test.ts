import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { existing, OTHER_USER, problems, RdsSession, SUBJECT, USER } from './rds-session';
import { schemaErrors } from './report-schema';
import { summary } from './sandbox-session';
import { runSql } from '../../sandbox/databases/run-sql';
import { createBucket } from '../../sandbox/state';

let session: RdsSession;
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
  session = await RdsSession.start();
  const { postgres, mariadb } = session.databases;
  await runSql(postgres, 'postgres', ['CREATE DATABASE shop', 'CREATE DATABASE closed', 'REVOKE CONNECT ON DATABASE closed FROM PUBLIC']);
  await runSql(postgres, 'shop', [
    "CREATE TABLE customers AS SELECT n AS id, 'customer ' || n AS name, '\\x00'::bytea AS photo FROM generate_series(1, 3) n",
    'CREATE TABLE visits AS SELECT n FROM generate_series(1, 50001) n', 'CREATE TABLE hidden (a int)',
    `GRANT SELECT ON customers, visits TO ${USER}`,
  ]);
  await runSql(mariadb, '', [
    'CREATE DATABASE stock', 'USE stock', "CREATE TABLE stock.items AS SELECT seq AS id, CONCAT('item ', seq) AS name FROM seq_1_to_4", `GRANT SELECT ON stock.* TO '${USER}'@'%'`,
  ]);
  session.sandbox.secrets.push('customer 2', 'item 3', 'X-Amz-Signature');
  await createBucket(session.sandbox.aws, { name: 'imported' });
  outputs = await session.deploy('FourMindsRds', { databases: { ...existing(postgres), ...existing(mariadb) }, deniedDatabaseUsers: [OTHER_USER], importBucket: 'imported' });
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

describe('4MINDS and two databases', () => {
  test('are connected when the stack is deployed', () => {
    expect(outputs.FourMindsVerification).toBe('Connection successful! Found 2 instance(s).');
  });

  test('is let in by the policies that are deployed, step by step, and as nobody else', async () => {
    const report = await session.verify(outputs);
    expect(problems(report)).toEqual(['rds.browse | sandbox-postgres | skipped | RDS_DATABASES_CLOSED']);
    expect(report.checks.find(({ code }) => code === 'RDS_DATABASES_CLOSED')).toMatchObject({ detail: { databases: ['closed'] } });
    expect(report).toMatchObject({ status: 'pass', message: 'Connection successful! Found 2 instance(s).' });
    const ids = report.checks.filter(({ integration }) => integration === 'rds').map(({ id }) => id);
    expect([...new Set(ids)]).toEqual([
      'rds.list-instances', 'rds.instance', 'rds.status', 'rds.engine', 'rds.iam-authentication', 'rds.policy', 'rds.dns', 'rds.tcp', 'rds.tls', 'rds.token',
      'rds.login', 'rds.query', 'rds.browse', 'rds.other-user', 'rds.denied-user',
    ]);
    expect(session.decisions.filter((decision) => decision === 'not-allowed')).toHaveLength(2);
    expect(report.checks.filter(({ id, code }) => id === 'rds.browse' && code === 'OK').map(({ detail }) => [detail?.database, detail?.tables, detail?.readable])).toEqual(
      expect.arrayContaining([['shop', 3, 2], ['stock', 1, 1]]));
  });

  test('imports what the user may read, whole or marked as cut, to the bucket', async () => {
    const report = await session.verify(outputs, 'import');
    expect(summary(report).filter((line) => line.startsWith('rds.'))).toEqual([
      'rds.import-tables | sandbox-postgres/shop | skipped | RDS_TABLES_WITHOUT_RIGHTS',
      'rds.import-tables | sandbox-postgres/shop.public.customers | pass | OK',
      'rds.import-tables | sandbox-postgres/shop.public.visits | warn | RDS_TABLE_TRUNCATED',
      'rds.import-tables | sandbox-mariadb/stock.items | pass | OK',
    ]);
    expect(report).toMatchObject({ status: 'warn', integrations: [{ message: expect.stringMatching(/^Imported 3 table\(s\), 50007 row\(s\), \d+ byte\(s\) to s3:\/\/imported\/rds\/\.$/) }] });
    const s3 = new S3Client({ ...session.sandbox.aws.clientConfig(), forcePathStyle: true });
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'imported' }));
    expect(Contents.map(({ Key }) => Key)).toEqual(['rds/sandbox-mariadb/stock/stock.items.csv', 'rds/sandbox-postgres/shop/public.customers.csv', 'rds/sandbox-postgres/shop/public.visits.csv']);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'imported', Key: 'rds/sandbox-postgres/shop/public.customers.csv' }));
    expect(await Body?.transformToString()).toBe('id,name\n1,customer 1\n2,customer 2\n3,customer 3\n');
  });
});

describe('a token of the platform', () => {
  test('of the right subject gets in to the databases, another does not', async () => {
    const verifyAs = async (subject: string) => session.sandbox.verify(outputs.FourMindsVerifierFunction, {
      action: 'test-connection', limits: { callSeconds: 3 }, webIdentityToken: await session.sandbox.token(subject),
    });
    const good = await verifyAs(SUBJECT);
    expect(good.status).toBe('pass');
    const other = await verifyAs('workspace:umbrella');
    expect(other.status).toBe('fail');
    expect(new Set(other.checks.filter(({ integration }) => integration === 'rds').map(({ code }) => code))).toEqual(new Set(['NO_CREDENTIALS']));
  });
});

describe('at the end', () => {
  test('every report is what the published schema says', () => {
    expect(session.sandbox.reports.length).toBeGreaterThan(3);
    expect(session.sandbox.reports.flatMap(schemaErrors)).toEqual([]);
  });

  test('no token, password or content stands in a log, a report or an output', async () => {
    const stacks = await new CloudFormationClient(session.sandbox.aws.clientConfig()).send(new DescribeStacksCommand({}));
    const written = [await session.sandbox.aws.logs(), JSON.stringify(session.sandbox.reports), JSON.stringify(stacks.Stacks)].join('\n');
    expect(written).toContain('rds.login');
    expect(session.sandbox.secrets.filter((secret) => written.includes(secret))).toEqual([]);
  });
});
