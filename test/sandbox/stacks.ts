import path from 'node:path';
import { App, CfnOutput, CfnResource, CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { buildSync } from 'esbuild';

export interface Variant {
  readonly version?: number;
  readonly fail?: boolean;
  readonly listing?: boolean;
  readonly unknownProperty?: boolean;
  readonly unknownType?: boolean;
  readonly unknownAttribute?: boolean;
}

function bundle(outdir: string): string {
  // As an ES module, like the functions of the library.
  buildSync({
    entryPoints: { index: path.join(__dirname, 'echo-function.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outdir;
}

/** A stack with one of each that the sandbox must be able to run. */
export function synthesize(outdir: string, account: string, { version = 1, fail = false, listing = true, ...unknown }: Variant): string {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Probe', { env: { account, region: 'us-east-1' } });
  const bucket = new s3.Bucket(stack, 'Data', {
    removalPolicy: RemovalPolicy.DESTROY,
    enforceSSL: true,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    transferAcceleration: unknown.unknownProperty || undefined,
  });
  const provider = new iam.CfnOIDCProvider(stack, 'Provider', { url: 'https://api.4minds.ai', clientIdList: ['sts.amazonaws.com'] });
  const role = new iam.Role(stack, 'Role', {
    assumedBy: new iam.WebIdentityPrincipal(provider.attrArn, {
      StringEquals: { 'api.4minds.ai:aud': 'sts.amazonaws.com', 'api.4minds.ai:sub': 'workspace:acme' },
    }),
  });
  const actions = ['s3:GetObject', ...listing ? ['s3:ListBucket'] : []];
  new iam.ManagedPolicy(stack, 'Access', { roles: [role], statements: [new iam.PolicyStatement({ actions, resources: [bucket.bucketArn, bucket.arnForObjects('*')] })] });
  const parameter = new ssm.StringParameter(stack, 'Document', { stringValue: JSON.stringify({ role: role.roleArn, version, ...(unknown.unknownAttribute && { colour: provider.getAtt('Colour').toString() }) }) });
  const echo = new lambda.Function(stack, 'Echo', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromAsset(bundle(`${outdir}.function`)),
    timeout: Duration.seconds(3),
    memorySize: 256,
    environment: { ANSWER: '42' },
    logGroup: new logs.LogGroup(stack, 'Logs', { removalPolicy: RemovalPolicy.DESTROY, retention: logs.RetentionDays.ONE_WEEK }),
  });
  const custom = new CustomResource(stack, 'Custom', { serviceToken: echo.functionArn, resourceType: 'Custom::Echo', properties: { version, fail } });
  custom.node.addDependency(parameter, role, bucket);
  const outputs = { Echo: custom.getAttString('Echo'), RoleArn: role.roleArn, BucketName: bucket.bucketName, FunctionName: echo.functionName, ParameterName: parameter.parameterName };
  if (unknown.unknownType) new CfnResource(stack, 'Unknown', { type: 'AWS::Kendra::Index' });
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, `Output${name}`, { value }).overrideLogicalId(name);
  return app.synth().directory;
}
