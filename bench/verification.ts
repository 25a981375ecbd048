import path from 'node:path';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { App, Stack } from 'aws-cdk-lib/core';
import { OidcFederationRole, Platform, S3Access } from 'cdk-ai-platform-access';
import { startDelayProxy } from './delay-proxy';
import { fasterThan, type Row } from './row';
import { runVerifier } from './run-verifier';
import { bootstrap, deploy } from '../sandbox/deploy';
import { LocalIssuer } from '../sandbox/issuer';
import { type LocalAws, startLocalAws } from '../sandbox/local-aws';
import { createBucket } from '../sandbox/state';

const BUCKETS = Array.from({ length: 1000 }, (_, index) => `acme-datasets-${String(index).padStart(4, '0')}`);
/** A round trip to S3 within a region, or to the next one. */
const NETWORK_MS = 25;

async function deployConnection(aws: LocalAws): Promise<Readonly<Record<string, string>>> {
  const app = new App({ outdir: path.join(aws.folder, 'cdk.out') });
  const stack = new Stack(app, 'Bench', { env: { account: aws.accountId, region: aws.region } });
  const connection = new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: ['workspace:acme'], managedPolicyQuota: 20 });
  new S3Access(stack, 'Access', { connection, allowedBucketNames: BUCKETS });
  await bootstrap(aws);
  return (await deploy(aws, app.synth().directory)).Bench;
}

/** One HeadBucket after another, with the platform's credentials. */
async function oneByOne(endpoint: string, aws: LocalAws, issuer: LocalIssuer, roleArn: string): Promise<number> {
  const WebIdentityToken = await issuer.token({ subject: 'workspace:acme' });
  const answer = await new STSClient(aws.clientConfig()).send(new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn, RoleSessionName: 'bench', WebIdentityToken }));
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = answer.Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const s3 = new S3Client({ endpoint, region: aws.region, credentials, forcePathStyle: true });
  const started = performance.now();
  for (const Bucket of BUCKETS) await s3.send(new HeadBucketCommand({ Bucket }));
  return performance.now() - started;
}

/** The verifier's test connection, as the bundled code does it. */
async function together(endpoint: string, aws: LocalAws, issuer: LocalIssuer, parameters: string): Promise<number> {
  const webIdentityToken = await issuer.token({ subject: 'workspace:acme' });
  const { milliseconds, report } = await runVerifier(aws, endpoint, parameters, {
    action: 'test-connection', webIdentityToken, limits: { callSeconds: 60, concurrency: 128 },
  });
  const passed = report.checks.filter(({ id, status }) => id === 's3.head-bucket' && status === 'pass').length;
  if (passed !== BUCKETS.length) throw new Error(`The verifier passed ${passed} of ${BUCKETS.length} buckets`);
  return milliseconds;
}

/** Test connection over many buckets, against one call after another. */
export async function rows(): Promise<readonly Row[]> {
  const [aws, issuer] = await Promise.all([startLocalAws(), LocalIssuer.start('https://api.4minds.ai')]);
  const proxy = await startDelayProxy(aws.endpoint, NETWORK_MS);
  try {
    await aws.mapIssuer(issuer.issuer, issuer.origin);
    for (const name of BUCKETS) await createBucket(aws, { name });
    const { FourMindsRoleArn, FourMindsDocumentParameters } = await deployConnection(aws);
    const measure = async (endpoint: string) => [
      await together(endpoint, aws, issuer, FourMindsDocumentParameters), await oneByOne(endpoint, aws, issuer, FourMindsRoleArn),
    ];
    const [ours, sequential] = await measure(proxy.origin);
    const [oursAtOnce, sequentialAtOnce] = await measure(aws.endpoint);
    return [
      fasterThan(`Test connection of 1,000 buckets, one by one, with ${NETWORK_MS} ms of network`, 5, ours, sequential, 'ms'),
      fasterThan("The same without network: the emulator's own limit", 1, oursAtOnce, sequentialAtOnce, 'ms'),
    ];
  } finally {
    proxy.server.closeAllConnections();
    proxy.server.close();
    await Promise.all([issuer.stop(), aws.stop()]);
  }
}
