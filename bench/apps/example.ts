import { App } from 'aws-cdk-lib/core';
import { FourMindsS3Stack } from '../../examples/four-minds-s3/four-minds-s3-stack';

/** The first example, as it is. */
export function synthesize(): void {
  const app = new App();
  new FourMindsS3Stack(app, 'Bench', { env: { account: '123456789012', region: 'us-east-1' }, subject: 'workspace:acme', buckets: ['acme-prod-datasets'] });
  app.synth();
}

if (require.main === module) synthesize();
