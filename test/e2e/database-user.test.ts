import { CloudFormationClient, DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Stack, type App, type Environment } from 'aws-cdk-lib/core';
import { RdsSession, SUBJECT, problems } from './rds-session';
import type { DatabaseServer } from '../../sandbox/databases/database-server';
import { createAdminSecret } from '../../sandbox/databases/local-aws-databases';
import { runSql } from '../../sandbox/databases/run-sql';
import {
  ConnectionVerifier, OidcFederationRole, OnDeploy, Platform, RdsCertificateAuthorities, RdsDatabase, RdsEngine, RdsIamAuthAccess,
  type DatabaseRights,
} from '../../src';

/** Not the user that the session makes by hand. */
const USER = 'made_iam_user';

let session: RdsSession;
const secrets: Record<string, string> = {};

/** What may be read of each server. */
interface Rights {
  readonly postgres: DatabaseRights[];
  readonly mariadb: DatabaseRights[];
}

const databaseOf = ({ resourceId, host, port, engine }: DatabaseServer) =>
  RdsDatabase.fromResourceId(resourceId, { engine: engine === 'postgres' ? RdsEngine.POSTGRES : RdsEngine.MARIADB, host, port });

function connect(app: App, env: Environment, rights: Rights): void {
  const stack = new Stack(app, 'Users', { env });
  const connection = new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: [SUBJECT] });
  const servers = [session.databases.postgres, session.databases.mariadb];
  const access = new RdsIamAuthAccess(stack, 'Databases', {
    connection,
    databaseUser: USER,
    databases: servers.map(databaseOf),
    certificateAuthorities: RdsCertificateAuthorities.fromBucket(Bucket.fromBucketName(stack, 'Authorities', 'authorities'), 'global-bundle.pem'),
  });
  for (const server of servers) {
    const name = server.engine;
    access.createDatabaseUser(`In-${name}`, {
      database: databaseOf(server), adminSecret: Secret.fromSecretCompleteArn(stack, `Secret-${name}`, secrets[name]), databases: rights[name],
    });
  }
  new ConnectionVerifier(stack, 'Verifier', { connection, onDeploy: OnDeploy.FAIL });
}
const deploy = (rights: Rights) => session.sandbox.deploy((app, env) => connect(app, env, rights), 'Users');
const tables = (report: Awaited<ReturnType<RdsSession['verify']>>) => report.checks.filter(({ id }) => id === 'rds.browse').map(({ detail }) => [detail?.database, detail?.readable]).sort();

beforeAll(async () => {
  session = await RdsSession.start();
  const { postgres, mariadb } = session.databases;
  await runSql(postgres, 'postgres', 'CREATE DATABASE shop');
  await runSql(postgres, 'shop', ['CREATE TABLE customers (a int)', 'CREATE TABLE visits (a int)', 'REVOKE CONNECT ON DATABASE shop FROM PUBLIC']);
  await runSql(mariadb, '', ['CREATE DATABASE stock', 'CREATE TABLE stock.items (a int)', 'CREATE TABLE stock.prices (a int)']);
  for (const server of [postgres, mariadb]) secrets[server.engine] = await createAdminSecret(session.sandbox.aws, server);
}, 180_000);
afterAll(() => session?.stop());
jest.setTimeout(120_000);

test('users are made with the stack, changed with it, and let the platform in to what they may read', async () => {
  const outputs = await deploy({ postgres: [{ name: 'shop' }], mariadb: [{ name: 'stock' }] });
  const report = await session.verify(outputs);
  expect(problems(report)).toEqual([]);
  expect(tables(report)).toEqual([['postgres', 0], ['shop', 2], ['stock', 2]]);

  const changed = await deploy({ postgres: [{ name: 'shop', schemas: [{ name: 'public', tables: ['visits'] }] }], mariadb: [{ name: 'stock', tables: ['items'] }] });
  expect(tables(await session.verify(changed))).toEqual([['postgres', 0], ['shop', 1], ['stock', 1]]);
});

test('a change that can not be made fails in words, and is rolled back to what was', async () => {
  await expect(deploy({ postgres: [{ name: 'shop' }, { name: 'absent' }], mariadb: [{ name: 'stock' }] })).rejects.toThrow('cdk deploy failed');
  const { StackEvents = [] } = await new CloudFormationClient(session.sandbox.aws.clientConfig()).send(new DescribeStackEventsCommand({ StackName: 'Users' }));
  expect(StackEvents.map(({ ResourceStatusReason = '' }) => ResourceStatusReason).join('\n')).toContain("The database 'absent' does not exist. Create it first");
  const { Stacks = [] } = await new CloudFormationClient(session.sandbox.aws.clientConfig()).send(new DescribeStacksCommand({ StackName: 'Users' }));
  const outputs = Object.fromEntries((Stacks[0].Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  expect(tables(await session.verify(outputs))).toEqual([['postgres', 0], ['shop', 1], ['stock', 1]]);
});

test('the users go with the stack', async () => {
  await session.sandbox.destroy((app, env) => connect(app, env, { postgres: [{ name: 'shop' }], mariadb: [{ name: 'stock' }] }));
  await runSql(session.databases.postgres, 'postgres', `CREATE ROLE ${USER}`);
  await runSql(session.databases.mariadb, '', `CREATE USER '${USER}'@'%'`);
});

test('no password stands in a log', async () => {
  const logs = await session.sandbox.aws.logs();
  expect(logs).toContain('CREATE USER');
  expect(session.sandbox.secrets.filter((secret) => logs.includes(secret))).toEqual([]);
});
