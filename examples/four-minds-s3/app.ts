import { App } from 'aws-cdk-lib/core';
import { FourMindsS3Stack } from './four-minds-s3-stack';

const app = new App();
new FourMindsS3Stack(app, 'FourMindsS3', { subject: 'workspace:acme', buckets: ['acme-prod-datasets', 'acme-research-notes'] });
app.synth();
