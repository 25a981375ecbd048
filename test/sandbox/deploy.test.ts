import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ListOpenIDConnectProvidersCommand, ListRolesCommand, IAMClient } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadBucketCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { outcome } from './roles';
import { synthesize, Variant } from './stacks';
import { bootstrap, deploy, DeployError, destroy } from '../../sandbox/deploy';
import { LocalIssuer } from '../../sandbox/issuer';
import { LocalAws, startLocalAws } from '../../sandbox/local-aws';

let aws: LocalAws;
let issuer: LocalIssuer;
let folder: string;
let outputs: Readonly<Record<string, string>>;

const assembly = (variant: Variant) => synthesize(path.join(folder, JSON.stringify(variant).replace(/\W/g, '')), aws.accountId, variant);
const invoke = async (payload: object) => {
  const call = new InvokeCommand({ FunctionName: outputs.FunctionName, Payload: JSON.stringify(payload) });
  const answer = await new LambdaClient(aws.clientConfig()).send(call);
  return { error: answer.FunctionError, result: JSON.parse(Buffer.from(answer.Payload!).toString()) };
};
async function enter(): Promise<S3Client> {
  const answer = await new STSClient(aws.clientConfig()).send(new AssumeRoleWithWebIdentityCommand({
    RoleArn: outputs.RoleArn, RoleSessionName: 'platform', WebIdentityToken: await issuer.token({ subject: 'workspace:acme' }),
  }));
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials!;
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken };
  return new S3Client({ ...aws.clientConfig({ credentials }), forcePathStyle: true });
}
async function left(): Promise<object> {
  const iam = new IAMClient(aws.clientConfig());
  const [roles, providers, buckets] = await Promise.all([
    iam.send(new ListRolesCommand({})), iam.send(new ListOpenIDConnectProvidersCommand({})),
    new S3Client({ ...aws.clientConfig(), forcePathStyle: true }).send(new ListBucketsCommand({})),
  ]);
  return {
    roles: roles.Roles!.map(({ RoleName }) => RoleName!).filter((name) => !name.startsWith('cdk-')),
    providers: providers.OpenIDConnectProviderList!.length,
    buckets: buckets.Buckets!.map(({ Name }) => Name!).filter((name) => !name.startsWith('cdk-')),
  };
}
const NOTHING = { roles: [], providers: 0, buckets: [] };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sandbox-test-'));
  [aws, issuer] = await Promise.all([startLocalAws(), LocalIssuer.start('https://api.4minds.ai')]);
  await aws.mapIssuer(issuer.issuer, issuer.origin);
  await bootstrap(aws);
}, 120_000);
afterAll(async () => {
  await issuer?.stop();
  await aws?.stop();
  await rm(folder, { recursive: true, force: true });
});
jest.setTimeout(60_000);

// In the order of a stack's life.
describe('a stack', () => {
  test('that fails while it is created leaves nothing behind', async () => {
    const failure = await deploy(aws, assembly({ fail: true })).catch((error) => error);
    expect(failure).toBeInstanceOf(DeployError);
    expect(failure.message).toContain('this one was told to fail');
    expect(await left()).toEqual(NOTHING);
    await destroy(aws, assembly({ fail: true }));
  });

  test('is created, its custom resource runs, its outputs come back', async () => {
    const lines: string[] = [];
    outputs = (await deploy(aws, assembly({}), { progress: (line) => lines.push(line) })).Probe;
    expect(outputs).toMatchObject({ Echo: 'hello 1', RoleArn: expect.stringMatching(/^arn:aws:iam::123456789012:role\//) });
    expect(lines.join('\n')).toMatch(/CREATE_COMPLETE\s+\| AWS::IAM::OIDCProvider/);
    const parameter = await new SSMClient(aws.clientConfig()).send(new GetParameterCommand({ Name: outputs.ParameterName }));
    expect(JSON.parse(parameter.Parameter!.Value!)).toEqual({ role: outputs.RoleArn, version: 1 });
  });

  test('lets the platform in by token, to what its policies grant', async () => {
    const s3 = await enter();
    expect(await outcome(s3.send(new HeadBucketCommand({ Bucket: outputs.BucketName })))).toBe('ok');
    expect(await outcome(s3.send(new ListObjectsV2Command({ Bucket: outputs.BucketName })))).toBe('ok');
    expect(await outcome(s3.send(new ListBucketsCommand({})))).toBe('AccessDenied 403');
  });

  test('runs its function on the Node of its runtime, as its role, with nothing of this machine', async () => {
    const { result } = await invoke({ tell: true });
    expect(result.node).toMatch(/^v24\./);
    expect(result.context).toMatchObject({ memoryLimitInMB: '256', functionName: outputs.FunctionName, invokedFunctionArn: expect.stringMatching(/^arn:aws:lambda:us-east-1:123456789012:function:/) });
    expect(result.remaining).toBeGreaterThan(1000);
    expect(result.remaining).toBeLessThanOrEqual(3000);
    expect(result.variables.filter((name: string) => !name.startsWith('_'))).toEqual([
      'ANSWER', 'AWS_ACCESS_KEY_ID', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN', 'LAMBDA_TASK_ROOT', 'LANG', 'PATH', 'TZ',
    ]);
    expect(result.caller).toMatch(/^arn:aws:sts::123456789012:assumed-role\/Probe-/);
    expect(await aws.logs()).toContain('I was asked to tell');
  });

  test('has its function stopped at its time limit, and its errors told', async () => {
    expect(await invoke({ sleep: 6000 })).toMatchObject({ error: 'Unhandled', result: { errorMessage: expect.stringContaining('Task timed out after 3.00 seconds') } });
    expect(await invoke({ throw: 'a reason' })).toMatchObject({ error: 'Unhandled', result: { errorType: 'TypeError', errorMessage: 'a reason' } });
  });

  test('keeps what it is when an update fails', async () => {
    const failure = await deploy(aws, assembly({ version: 2, fail: true })).catch((error) => error);
    expect(failure).toBeInstanceOf(DeployError);
    expect(await outcome((await enter()).send(new HeadBucketCommand({ Bucket: outputs.BucketName })))).toBe('ok');
    const parameter = await new SSMClient(aws.clientConfig()).send(new GetParameterCommand({ Name: outputs.ParameterName }));
    expect(JSON.parse(parameter.Parameter!.Value!).version).toBe(1);
  });

  test('is updated in place', async () => {
    const before = outputs;
    outputs = (await deploy(aws, assembly({ version: 2, listing: false }))).Probe;
    expect(outputs).toMatchObject({ ...before, Echo: 'hello 2' });
    expect(await outcome((await enter()).send(new ListObjectsV2Command({ Bucket: outputs.BucketName })))).toBe('AccessDenied 403');
  });

  test.each<[string, Variant, string]>([
    ['a property that would have no effect', { unknownProperty: true }, 'The sandbox does not emulate AccelerateConfiguration of AWS::S3::Bucket'],
    ['a resource of an unknown type', { unknownType: true }, 'Unrecognized resource types: [AWS::Kendra::Index]'],
    ['an unknown attribute', { unknownAttribute: true }, 'Colour'],
  ])('with %s is refused', async (_, unknown, reason) => {
    const failure = await deploy(aws, assembly({ version: 2, ...unknown })).catch((error) => error);
    expect(failure).toBeInstanceOf(DeployError);
    expect(failure.message).toContain(reason);
  });

  test('goes away whole', async () => {
    await destroy(aws, assembly({ version: 2 }));
    expect(await left()).toEqual(NOTHING);
  });
});
