import { App } from 'aws-cdk-lib/core';
import { FourMindsSageMakerStack } from './four-minds-sagemaker-stack';

const app = new App();
new FourMindsSageMakerStack(app, 'FourMindsSageMaker', {
  subject: 'workspace:acme',
  endpoints: {
    'Churn-Prediction': { body: '12,7,0.4', contentType: 'text/csv' },
    'support-assistant': { body: '{"inputs":"Hello","parameters":{"max_new_tokens":1}}' },
  },
  deniedEndpoints: ['Payroll-Forecast'],
});
app.synth();
