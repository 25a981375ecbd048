import { App } from 'aws-cdk-lib/core';
import { RdsEngine } from 'cdk-ai-platform-access';
import { FourMindsRdsStack } from './four-minds-rds-stack';

const app = new App();
new FourMindsRdsStack(app, 'FourMindsRds', {
  subject: 'workspace:acme',
  databases: {
    'db-ABCDEFGHIJKL01234': { engine: RdsEngine.POSTGRES, host: 'prod-analytics.abcdefghijkl.us-east-1.rds.amazonaws.com' },
    'cluster-ABCDEFGHIJKL01234': { engine: RdsEngine.AURORA_MYSQL, host: 'reporting.cluster-abcdefghijkl.us-east-1.rds.amazonaws.com' },
  },
});
app.synth();
