import { App, Stack } from 'aws-cdk-lib/core';
import { OidcFederationRole, Platform, S3Access } from 'cdk-ai-platform-access';
import { benchmarkBuckets } from './bucket-names';

export function synthesize(): void {
  const app = new App();
  const stack = new Stack(app, 'Bench', { env: { account: '123456789012', region: 'us-east-1' } });
  const connection = new OidcFederationRole(stack, 'FourMinds', { platform: Platform.fourMinds(), subjects: ['workspace:acme'], managedPolicyQuota: 20 });
  new S3Access(stack, 'Datasets', { connection, allowedBucketNames: benchmarkBuckets() });
  app.synth();
}

if (require.main === module) synthesize();
