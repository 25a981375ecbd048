import { OidcProviderNative } from 'aws-cdk-lib/aws-iam';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { ConnectionVerifier, OidcFederationRole, OnDeploy, Platform, SageMakerAccess, type SageMakerAccessProps, SageMakerEndpoint } from 'cdk-ai-platform-access';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { DeployError } from '../../sandbox/deploy';
import { createEndpoint } from '../../sandbox/sagemaker-state';

const SUBJECT = 'workspace:acme';
const PAYLOAD = 'the payload of a customer';

type Env = { readonly account: string; readonly region: string };
type Choose = (endpoint: CfnEndpoint) => Omit<SageMakerAccessProps, 'connection'>;

/** An endpoint and the connection to it in one stack. */
const stackWith = (id: string, choose: Choose, onDeploy?: OnDeploy, existingProvider?: string) => (app: App, env: Env) => {
  const stack = new Stack(app, id, { env });
  const model = new CfnModel(stack, 'Model', { executionRoleArn: `arn:aws:iam::${env.account}:role/sagemaker`, primaryContainer: { image: `${env.account}.dkr.ecr.${env.region}.amazonaws.com/echo` } });
  const config = new CfnEndpointConfig(stack, 'Config', { productionVariants: [{ variantName: 'AllTraffic', modelName: model.attrModelName }] });
  const endpoint = new CfnEndpoint(stack, 'Endpoint', { endpointConfigName: config.attrEndpointConfigName });
  const connection = new OidcFederationRole(stack, 'FourMinds', {
    platform: Platform.fourMinds(), subjects: [SUBJECT], provider: existingProvider === undefined ? undefined : OidcProviderNative.fromOidcProviderArn(stack, 'Provider', existingProvider),
  });
  new SageMakerAccess(stack, 'Access', { connection, ...choose(endpoint) });
  new ConnectionVerifier(stack, 'Verifier', { connection, onDeploy });
  new CfnOutput(stack, 'Name', { value: endpoint.attrEndpointName }).overrideLogicalId('EndpointName');
};
const good = stackWith('Good', (endpoint) => ({
  endpoints: [SageMakerEndpoint.fromEndpoint(endpoint, { testRequest: { body: 'a question', contentType: 'text/plain' } })], deniedEndpointNames: ['Payroll'],
}));

let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
  session = await SandboxSession.start();
  session.secrets.push(PAYLOAD);
  await createEndpoint(session.aws, { name: 'Payroll' });
  outputs = await session.deploy(good, 'Good');
}, 120_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

test('the deployment invokes the endpoint and says what the platform says', () => {
  expect(outputs.FourMindsVerification).toBe('Connection successful! Found 2 endpoint(s).');
});

test('the platform comes in with its token, to this endpoint and to no other', async () => {
  const report = await session.verify(outputs.FourMindsVerifierFunction, {
    action: 'test-connection', webIdentityToken: await session.token(SUBJECT), sageMakerRequests: { [outputs.EndpointName]: { body: PAYLOAD } },
  });
  const name = outputs.EndpointName;
  expect(name).not.toBe(name.toLowerCase());
  expect(summary(report).filter((line) => line.startsWith('sagemaker'))).toEqual([
    'sagemaker.list-endpoints | account 123456789012 | pass | OK',
    `sagemaker.describe-endpoint | ${name} | pass | OK`,
    `sagemaker.invoke-endpoint | ${name} | pass | OK`,
    `sagemaker.stream-endpoint | ${name} | pass | OK`,
    'sagemaker.denied-endpoint | an endpoint that is not listed | pass | OK',
    'sagemaker.denied-endpoint | Payroll | pass | OK',
  ]);
  expect(report.status).toBe('pass');
});

test('an import follows the endpoint to its model', async () => {
  const report = await session.verify(outputs.FourMindsVerifierFunction, { action: 'import', webIdentityToken: await session.token(SUBJECT) });
  expect(report).toMatchObject({ status: 'pass', message: 'Import possible: 1 endpoint(s) that serve 1 model(s).' });
});

test('an endpoint that does not exist fails the deployment, with its name and a fix', async () => {
  const broken = stackWith('Broken', () => ({ endpoints: [SageMakerEndpoint.fromName('chrun')] }), OnDeploy.FAIL, `arn:aws:iam::${session.aws.accountId}:oidc-provider/api.4minds.ai`);
  const error = await session.deploy(broken, 'Broken').catch((reason: Error) => reason);
  expect(error).toBeInstanceOf(DeployError);
  expect((error as DeployError).output.replace(/\s+/g, ' ')).toMatch(/sagemaker\.describe-endpoint.*chrun.*Fix: /);
});

test('every report is what the schema says, and no payload stands in a log or a report', async () => {
  expect(session.reports.flatMap(schemaErrors)).toEqual([]);
  const written = [await session.aws.logs(), JSON.stringify(session.reports)].join('\n');
  expect(session.reports.length).toBe(2);
  expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
});
