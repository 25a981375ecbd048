import { App } from 'aws-cdk-lib/core';
import { CustomPlatformStack } from './custom-platform-stack';

const app = new App();
new CustomPlatformStack(app, 'CustomPlatform');
app.synth();
