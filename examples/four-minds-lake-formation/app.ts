import { App } from 'aws-cdk-lib/core';
import { FourMindsLakeFormationStack } from './four-minds-lake-formation-stack';

const app = new App();
new FourMindsLakeFormationStack(app, 'FourMindsLakeFormation', { subject: 'workspace:acme' });
app.synth();
