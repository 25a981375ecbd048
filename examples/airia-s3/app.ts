import { App } from 'aws-cdk-lib/core';
import { AiriaS3Stack } from './airia-s3-stack';

const app = new App();
new AiriaS3Stack(app, 'AiriaS3', { externalId: '2f6d0c1e-7a44-4b0e-9c55-0f8f2f3f9a10' });
app.synth();
