import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import {
  AthenaResultsLocation, AthenaWorkgroup, BedrockAccess, BedrockModel, LakeFormationAccess, OidcFederationRole, Platform, RdsCertificateAuthorities,
  RdsDatabase, RdsEngine, RdsIamAuthAccess, S3Access, SageMakerAccess, SageMakerEndpoint,
} from 'cdk-ai-platform-access';
import { startDelayProxy } from './delay-proxy';
import { inTurn } from './pairs';
import { atMost, type Row } from './row';
import { runVerifier } from './run-verifier';
import { DataLake } from '../sandbox/data-lake-state';
import { authorizeByPolicies, createInstance } from '../sandbox/databases/local-aws-databases';
import { runSql } from '../sandbox/databases/run-sql';
import { type Databases, startDatabases } from '../sandbox/databases/start-databases';
import { bootstrap, deploy } from '../sandbox/deploy';
import { LocalIssuer } from '../sandbox/issuer';
import { type LocalAws, startLocalAws } from '../sandbox/local-aws';
import { createEndpoint } from '../sandbox/sagemaker-state';
import { createBucket } from '../sandbox/state';

const SUBJECT = 'workspace:acme';
const USER = 'fourminds_iam_user';
/**
 * What a call takes, besides the local AWS's own work: as long as a usual service works, and no more than a round trip within a region,
 * where most of the time is the verifier's own work on its one thread. Queries and models take longer than either.
 */
const LATENCIES_MS = [100, 25];
const RUNS = 9;

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index}`);
const BUCKETS = numbered('acme-datasets', 5);
const ENDPOINTS = numbered('churn', 5);
const TABLES = numbered('seattle', 5).map((name) => name.replace('-', '_'));
const MODELS = ['amazon.nova-micro-v1:0', 'amazon.nova-lite-v1:0', 'amazon.nova-pro-v1:0'];
const PROFILES = ['us.amazon.nova-2-lite-v1:0', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'];

async function fillLake(aws: LocalAws): Promise<void> {
  const weather = readFileSync(path.resolve('node_modules/vega-datasets/data/seattle-weather.csv'));
  await createBucket(aws, { name: 'acme-lake', objects: { 'weather/part-1.csv': weather } });
  const lake = new DataLake(aws);
  await lake.govern([`arn:aws:iam::${aws.accountId}:role/administrator`]);
  await lake.register('arn:aws:s3:::acme-lake/weather');
  for (const name of ['default', 'weather']) await lake.database(name);
  const columns = ['date', 'precipitation', 'temp_max', 'temp_min', 'wind', 'weather'].map((Name) => ({ Name, Type: 'string' }));
  for (const name of TABLES) await lake.table({ database: 'weather', name, location: 's3://acme-lake/weather/', format: 'csv', columns });
}

async function fillDatabases(aws: LocalAws, { postgres, mariadb, ca }: Databases): Promise<void> {
  for (const server of [postgres, mariadb]) await createInstance(aws, { server });
  await runSql(postgres, 'postgres', [`CREATE USER ${USER} WITH LOGIN`, `GRANT rds_iam TO ${USER}`, 'CREATE TABLE orders AS SELECT 1 AS id', `GRANT SELECT ON orders TO ${USER}`]);
  await runSql(mariadb, '', [
    `CREATE USER '${USER}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL`, 'CREATE DATABASE shop', 'CREATE TABLE shop.orders AS SELECT 1 AS id', `GRANT SELECT ON shop.* TO '${USER}'@'%'`,
  ]);
  await createBucket(aws, { name: 'acme-authorities', objects: { 'global-bundle.pem': ca } });
}

/** Deploys one connection with all accesses; returns the names of the parameters that hold its document. */
async function deployConnection(aws: LocalAws, { postgres, mariadb }: Databases): Promise<string> {
  const app = new App({ outdir: path.join(aws.folder, 'cdk.out') });
  const stack = new Stack(app, 'Bench', { env: { account: aws.accountId, region: aws.region } });
  const connection = new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: [SUBJECT] });
  new S3Access(stack, 'Datasets', { connection, allowedBucketNames: BUCKETS });
  new BedrockAccess(stack, 'Models', {
    connection, models: [...MODELS.map((id) => BedrockModel.foundationModel(id)), ...PROFILES.map((id) => BedrockModel.inferenceProfile(id))],
  });
  const testRequest = { body: 'a question', contentType: 'text/plain' };
  new SageMakerAccess(stack, 'Endpoints', { connection, endpoints: ENDPOINTS.map((name) => SageMakerEndpoint.fromName(name, { testRequest })) });
  new LakeFormationAccess(stack, 'Lake', {
    connection, tables: TABLES.map((name) => ({ database: 'weather', name })), resultsLocation: AthenaResultsLocation.create(), workgroup: AthenaWorkgroup.create(),
  });
  new RdsIamAuthAccess(stack, 'Databases', {
    connection,
    databases: [[postgres, RdsEngine.POSTGRES] as const, [mariadb, RdsEngine.MARIADB] as const]
      .map(([{ resourceId, host, port }, engine]) => RdsDatabase.fromResourceId(resourceId, { host, port, engine })),
    certificateAuthorities: RdsCertificateAuthorities.fromBucket(Bucket.fromBucketName(stack, 'Authorities', 'acme-authorities'), 'global-bundle.pem'),
  });
  await bootstrap(aws);
  const { Bench } = await deploy(aws, app.synth().directory);
  return Bench.FourMindsDocumentParameters;
}

type Test = (integrations: readonly string[]) => Promise<number>;

function testConnection(aws: LocalAws, endpoint: string, issuer: LocalIssuer, parameters: string): Test {
  return async (integrations) => {
    const webIdentityToken = await issuer.token({ subject: SUBJECT });
    const { milliseconds, report } = await runVerifier(aws, endpoint, parameters, { action: 'test-connection', webIdentityToken, integrations });
    const wrong = report.checks.filter(({ status }) => status === 'fail').map(({ id, target, code }) => `${id} ${target}: ${code}`);
    if (wrong.length > 0) throw new Error(`The test connection of ${integrations.join(', ')} failed: ${wrong.join('; ')}`);
    return milliseconds;
  };
}

const INTEGRATIONS = ['s3', 'bedrock', 'sagemaker', 'lake-formation', 'rds'] as const;

/** Each integration alone and all of them together, in turn. */
async function measure(latency: number, test: Test): Promise<Row> {
  const times = new Map<string, number[]>();
  const timed = (name: string, integrations: readonly string[]) => async () => {
    times.set(name, [...times.get(name) ?? [], await test(integrations)]);
  };
  await inTurn(RUNS, ...INTEGRATIONS.map((each) => timed(each, [each])), timed('all', INTEGRATIONS));
  // The start of Node does not count, so the verifier's own time does; the first run only warms up, as in inTurn.
  const median = (name: string) => [...times.get(name) ?? []].slice(1).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  const slowest = INTEGRATIONS.reduce((one, other) => median(one) >= median(other) ? one : other);
  console.log(`  alone, with ${latency} ms a call: ${INTEGRATIONS.map((each) => `${each} ${median(each).toFixed(0)} ms`).join(', ')}`);
  return atMost(`Test connection of all five integrations, ${latency} ms a call, against the slowest alone (${slowest})`, 1.3, median('all'), median(slowest), 'ms');
}

/** Test connection of all integrations of one connection, against each alone. */
export async function rows(): Promise<readonly Row[]> {
  const [aws, issuer] = await Promise.all([startLocalAws(), LocalIssuer.start('https://api.4minds.ai')]);
  const databases = await startDatabases({ authorize: authorizeByPolicies(aws) });
  try {
    await aws.mapIssuer(issuer.issuer, issuer.origin);
    for (const name of BUCKETS) await createBucket(aws, { name, objects: { 'a.csv': 'id\n1\n' } });
    for (const name of ENDPOINTS) await createEndpoint(aws, { name });
    await fillLake(aws);
    await fillDatabases(aws, databases);
    const parameters = await deployConnection(aws, databases);
    const found: Row[] = [];
    for (const latency of LATENCIES_MS) {
      const { origin, server } = await startDelayProxy(aws.endpoint, latency);
      found.push(await measure(latency, testConnection(aws, origin, issuer, parameters)));
      server.closeAllConnections();
      server.close();
    }
    return found;
  } finally {
    await databases.stop();
    await Promise.all([issuer.stop(), aws.stop()]);
  }
}
