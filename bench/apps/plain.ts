import { CfnOIDCProvider, ManagedPolicy, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { benchmarkBuckets } from './bucket-names';

/** The resources of `ours`, written by hand: provider, role, policy, the document as output and parameter. */
export function synthesize(): void {
  const app = new App();
  const stack = new Stack(app, 'Bench', { env: { account: '123456789012', region: 'us-east-1' } });
  const provider = new CfnOIDCProvider(stack, 'Provider', { url: 'https://api.4minds.ai', clientIdList: ['sts.amazonaws.com'] });
  const role = new Role(stack, 'Role', {
    assumedBy: new WebIdentityPrincipal(provider.attrArn, {
      StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com', 'api.4minds.ai:sub': 'workspace:acme' },
    }),
  });
  const arns = benchmarkBuckets().map((name) => `arn:${stack.partition}:s3:::${name}`);
  new ManagedPolicy(stack, 'Policy', {
    roles: [role],
    statements: [
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: arns }),
      new PolicyStatement({ actions: ['s3:GetObject'], resources: arns.map((arn) => `${arn}/*`) }),
    ],
  });
  const document = stack.toJsonString({ role: role.roleArn, buckets: arns });
  new StringParameter(stack, 'Document', { stringValue: document });
  new CfnOutput(stack, 'DocumentOutput', { value: document });
  new CfnOutput(stack, 'RoleArn', { value: role.roleArn });
  new CfnOutput(stack, 'Region', { value: stack.region });
  app.synth();
}

if (require.main === module) synthesize();
