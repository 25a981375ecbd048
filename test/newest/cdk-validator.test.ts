import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { App, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib/core';
import { EXAMPLES } from '../examples/examples';
import { CONNECTIONS } from '../nag/connections';

// The core's own template validator, which the newest release has and the oldest supported one has not. It throws what it finds.
const validatedApp = () => new App({ analyticsReporting: false, context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });

beforeAll(() => { process.env.CDK_VALIDATION = 'true'; });

test.each(Object.entries(EXAMPLES))('finds nothing in the example %s', (_, build) => {
  const app = validatedApp();
  build(app);
  expect(() => app.synth()).not.toThrow();
});

test.each(Object.entries(CONNECTIONS))('finds nothing in %s', (_, build) => {
  const app = validatedApp();
  const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  // A stack that only holds another one has no resource, which would be a finding.
  new CfnWaitConditionHandle(stack, 'Resource');
  build(stack);
  expect(() => app.synth()).not.toThrow();
});

test('finds what is wrong', () => {
  const app = validatedApp();
  new CfnRole(new Stack(app, 'Stack'), 'Role', { assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, maxSessionDuration: 7 });
  expect(() => app.synth()).toThrow(/MaxSessionDuration: 7 is less than the minimum of 3600/);
});
