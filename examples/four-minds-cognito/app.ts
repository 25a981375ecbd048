import { App } from 'aws-cdk-lib/core';
import { FourMindsCognitoStack } from './four-minds-cognito-stack';

const app = new App();
new FourMindsCognitoStack(app, 'FourMindsCognito', { subject: 'workspace:acme', buckets: ['acme-prod-datasets', 'acme-research-notes'] });
app.synth();
