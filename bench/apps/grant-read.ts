import { OpenIdConnectProvider, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { benchmarkBuckets } from './bucket-names';

/** The usual way: one grant for each bucket. */
export function synthesize(): void {
  const app = new App();
  const stack = new Stack(app, 'Bench', { env: { account: '123456789012', region: 'us-east-1' } });
  const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Provider', 'arn:aws:iam::123456789012:oidc-provider/api.4minds.ai');
  const role = new Role(stack, 'Role', {
    assumedBy: new WebIdentityPrincipal(provider.openIdConnectProviderArn, {
      StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com', 'api.4minds.ai:sub': 'workspace:acme' },
    }),
  });
  for (const name of benchmarkBuckets()) Bucket.fromBucketName(stack, name, name).grantRead(role);
  app.synth();
}

if (require.main === module) synthesize();
