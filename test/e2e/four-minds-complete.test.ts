import { AthenaClient, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LakeFormationClient, ListPermissionsCommand } from '@aws-sdk/client-lakeformation';
import type { App } from 'aws-cdk-lib/core';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsCompleteStack } from '../../examples/four-minds-complete/four-minds-complete-stack';
import { type CustomerAccount, fillAccount, SUBJECT } from '../../sandbox/customer/account';
import { authorizeByPolicies } from '../../sandbox/databases/local-aws-databases';
import { runSql } from '../../sandbox/databases/run-sql';
import { type Databases, startDatabases } from '../../sandbox/databases/start-databases';
import type { ConnectionDocumentV1 } from '../../src/document/connection-document-v1';
import type { VerificationReportV1 } from '../../src/verification/verification-report-v1';

let session: SandboxSession;
let databases: Databases;
let account: CustomerAccount;
let outputs: Readonly<Record<string, string>>;

const USER = 'fourminds_iam_user';
const stack = (app: App) => { new FourMindsCompleteStack(app, 'Complete', account.fourMinds); };
const verify = async (action: 'test-connection' | 'import'): Promise<VerificationReportV1> => session.verify(outputs.FourMindsVerifierFunction, {
  action, webIdentityToken: await session.token(SUBJECT), otherWebIdentityToken: await session.token('workspace:umbrella'),
});
const messages = (report: VerificationReportV1) => Object.fromEntries(report.integrations.map((each) => [each.integration, each.message]));
const refused = (report: VerificationReportV1) => report.checks
  .filter(({ id }) => /denied|wrong|outside|other/.test(id)).map(({ id, target }) => `${id} ${target}`);

beforeAll(async () => {
  session = await SandboxSession.start();
  databases = await startDatabases({ authorize: authorizeByPolicies(session.aws) });
  account = await fillAccount(session.aws, databases);
  session.secrets.push(databases.postgres.admin.password, databases.mariadb.admin.password, 'X-Amz-Signature');
  session.secrets.push('12,7,0.4', 'Thigpen', 'The Land Girls', 'chevrolet chevelle malibu');
  outputs = await session.deploy(stack, 'Complete');
}, 180_000);
afterAll(async () => {
  await databases?.stop();
  await session?.stop();
});
jest.setTimeout(60_000);

test('one connection has the fields, and one document the sections, of five integrations', () => {
  const { fields, integrations } = JSON.parse(outputs.FourMindsDocument) as ConnectionDocumentV1;
  expect(fields).toEqual({ 'IAM Role ARN': outputs.FourMindsRoleArn, 'AWS Region': 'us-east-1' });
  expect(Object.keys(integrations).sort()).toEqual(['bedrock', 'lake-formation', 'rds', 's3', 'sagemaker']);
  expect(integrations.s3?.fields).toMatchObject({ 'Default Bucket': 'acme-prod-datasets' });
  expect(integrations['lake-formation']?.fields).toMatchObject({ 'Athena Results Location': expect.stringMatching(/^s3:\/\//) });
});

test('test connection passes in all of them, and nothing but what is granted is reached', async () => {
  const report = await verify('test-connection');
  expect(summary(report).filter((line) => !line.endsWith('| pass | OK'))).toEqual(['bedrock.get-custom-model | us-east-1 | skipped | NOT_APPLICABLE']);
  expect(messages(report)).toEqual({
    's3': 'Connection successful! Found 2 bucket(s).',
    'bedrock': 'Connection successful! Found 24 foundation model(s) and 0 custom model(s).',
    'sagemaker': 'Connection successful! Found 2 endpoint(s).',
    'lake-formation': 'Connection successful! Found 3 database(s).',
    'rds': 'Connection successful! Found 2 instance(s).',
  });
  expect(outputs.FourMindsVerification).toBe(report.message);
  expect(refused(report)).toEqual([
    'trust.wrong-subject a token of another subject', 'trust.wrong-subject every other subject and audience',
    's3.list-buckets-denied account 123456789012', 's3.denied-bucket acme-payroll',
    'bedrock.denied-model amazon.nova-pro-v1:0', 'bedrock.denied-region amazon.nova-lite-v1:0 in us-west-2',
    'lake-formation.denied-table a table that is not listed', 'lake-formation.denied-table transport.strikes',
    'lake-formation.denied-column transport.airports.latitude', expect.stringMatching(/^lake-formation\.outside-results /),
    'sagemaker.denied-endpoint an endpoint that is not listed', 'sagemaker.denied-endpoint Payroll',
    'rds.other-user sandbox-postgres', 'rds.other-user sandbox-mariadb', 'rds.denied-user sandbox-postgres as payroll_iam_user', 'rds.denied-user sandbox-mariadb as payroll_iam_user',
  ]);
});

test('the database user that came with the stack reads the listed schemas alone', async () => {
  const report = await verify('test-connection');
  expect(report.checks.filter(({ id }) => id === 'rds.browse').map(({ detail }) => [detail?.database, detail?.tables, detail?.readable]).sort()).toEqual([
    ['fleet', 1, 1], ['postgres', 0, 0], ['research', 3, 2],
  ]);
});

test('an import counts the real data of each', async () => {
  const report = await verify('import');
  expect(summary(report).filter((line) => !line.endsWith('| pass | OK'))).toEqual(['rds.import-tables | sandbox-postgres/research | skipped | RDS_TABLES_WITHOUT_RIGHTS']);
  expect(messages(report)).toEqual({
    'bedrock': 'Amazon Bedrock has nothing to import: the platform calls its models, which test-connection checks.',
    's3': expect.stringMatching(/^Import possible: 8 object\(s\), \d+ byte\(s\) in 2 place\(s\)/),
    'sagemaker': 'Import possible: 1 endpoint(s) that serve 1 model(s).',
    'lake-formation': expect.stringMatching(/^Import possible: 4837 row\(s\) in 2 table\(s\)/),
    'rds': expect.stringMatching(/^Import possible: 3 table\(s\), 23607 row\(s\)/),
  });
});

test('reports are what their schema says, and no secret, token or content stands in a report or a log', async () => {
  expect(session.reports.flatMap(schemaErrors)).toEqual([]);
  const written = [await session.aws.logs(), JSON.stringify(session.reports)].join('\n');
  expect(written).toContain('CREATE USER');
  expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
});

test('deletion takes role, grants, workgroup and database users along', async () => {
  await session.destroy(stack);
  const config = session.aws.clientConfig();
  const { Roles = [] } = await new IAMClient(config).send(new ListRolesCommand({}));
  expect(Roles.filter(({ RoleName }) => RoleName?.startsWith('Complete'))).toEqual([]);
  const { PrincipalResourcePermissions } = await new LakeFormationClient(config).send(new ListPermissionsCommand({}));
  expect(PrincipalResourcePermissions).toEqual([]);
  const { WorkGroups = [] } = await new AthenaClient(config).send(new ListWorkGroupsCommand({}));
  expect(WorkGroups.map(({ Name }) => Name)).toEqual(['primary']);
  // Made anew without an error: they are gone.
  await runSql(databases.postgres, 'postgres', `CREATE ROLE ${USER}`);
  await runSql(databases.mariadb, '', `CREATE USER '${USER}'@'%'`);
});
