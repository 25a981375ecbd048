import { join } from 'path';
import { CfnOIDCProvider, ManagedPolicy, PolicyStatement, Role, ServicePrincipal, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { App, CfnOutput, CustomResource, Duration, Stack } from 'aws-cdk-lib/core';

/** The resources of the first example, written by hand with plain constructs. */
export function synthesize(): void {
  const app = new App();
  const stack = new Stack(app, 'Bench', { env: { account: '123456789012', region: 'us-east-1' } });
  const provider = new CfnOIDCProvider(stack, 'Provider', { url: 'https://api.4minds.ai', clientIdList: ['sts.amazonaws.com'] });
  const verifierRole = new Role(stack, 'VerifierRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const role = new Role(stack, 'Role', {
    assumedBy: new WebIdentityPrincipal(provider.attrArn, {
      StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com', 'api.4minds.ai:sub': 'workspace:acme' },
    }),
  });
  role.assumeRolePolicy?.addStatements(new PolicyStatement({ principals: [verifierRole], actions: ['sts:AssumeRole'] }));
  const arn = `arn:${stack.partition}:s3:::acme-prod-datasets`;
  const policy = new ManagedPolicy(stack, 'Policy', {
    roles: [role],
    statements: [
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [arn] }),
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [`${arn}/*`] }),
    ],
  });
  const document = stack.toJsonString({ role: role.roleArn, buckets: [arn] });
  const parameter = new StringParameter(stack, 'Document', { stringValue: document });
  const logGroup = new LogGroup(stack, 'Log', { retention: RetentionDays.ONE_MONTH });
  const verifierPolicy = new ManagedPolicy(stack, 'VerifierPolicy', {
    roles: [verifierRole],
    statements: [
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
      new PolicyStatement({ actions: ['ssm:GetParameters'], resources: [parameter.parameterArn] }),
      new PolicyStatement({ actions: ['iam:GetRole', 'sts:AssumeRole'], resources: [role.roleArn] }),
      new PolicyStatement({ actions: ['iam:GetOpenIDConnectProvider'], resources: [provider.attrArn] }),
    ],
  });
  const verifier = new LambdaFunction(stack, 'Verifier', {
    code: Code.fromAsset(join(process.cwd(), 'assets', 'verifier')),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    role: verifierRole.withoutPolicyUpdates(),
    environment: { DOCUMENT_PARAMETERS: parameter.parameterName },
    timeout: Duration.minutes(5),
    logGroup,
  });
  const verification = new CustomResource(stack, 'Verification', { serviceToken: verifier.functionArn, properties: { OnDeploy: 'WARN' } });
  // Without these the verification would run before there is anything to verify.
  verifier.node.addDependency(verifierPolicy);
  verification.node.addDependency(role, policy, parameter, verifier);
  const outputs = {
    RoleArn: role.roleArn,
    Region: stack.region,
    DefaultBucket: 'acme-prod-datasets',
    AllowedBuckets: 'acme-prod-datasets',
    Document: document,
    DocumentParameters: parameter.parameterName,
    VerifierFunction: verifier.functionName,
    Verification: verification.getAttString('Message'),
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, `${name}Output`, { value });
  app.synth();
}

if (require.main === module) synthesize();
