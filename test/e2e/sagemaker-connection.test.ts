import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { ConnectionVerifier, CrossAccountRole, OnDeploy, Platform, SageMakerAccess, SageMakerEndpoint } from 'cdk-ai-platform-access';
import { schemaErrors } from './report-schema';
import { SandboxSession, summary } from './sandbox-session';
import { FourMindsSageMakerStack } from '../../examples/four-minds-sagemaker/four-minds-sagemaker-stack';
import { DeployError } from '../../sandbox/deploy';
import { createEndpoint } from '../../sandbox/sagemaker-state';

const SUBJECT = 'workspace:acme';
const NAME = 'Churn-Prediction';
const PAYLOAD = 'the payload of a customer';

type Env = { readonly account: string; readonly region: string };

const fourMinds = (app: App, env: Env) => {
  new FourMindsSageMakerStack(app, 'FourMindsSageMaker', {
    env, subject: SUBJECT, endpoints: { [NAME]: { body: '12,7,0.4', contentType: 'text/csv' } }, deniedEndpoints: ['Payroll'],
  });
};

/** An endpoint, whose name is known at deployment, and Airia's connection to it in one stack. */
const withEndpoint = (choose: (endpoint: CfnEndpoint) => SageMakerEndpoint) => (app: App, env: Env) => {
  const stack = new Stack(app, 'Airia', { env });
  const model = new CfnModel(stack, 'Model', { executionRoleArn: `arn:aws:iam::${env.account}:role/sagemaker`, primaryContainer: { image: `${env.account}.dkr.ecr.${env.region}.amazonaws.com/echo` } });
  const config = new CfnEndpointConfig(stack, 'Config', { productionVariants: [{ variantName: 'AllTraffic', modelName: model.attrModelName }] });
  const endpoint = new CfnEndpoint(stack, 'Endpoint', { endpointConfigName: config.attrEndpointConfigName });
  const connection = new CrossAccountRole(stack, 'Airia', { platform: Platform.airia(), externalId: 'an-external-id-4711' });
  new SageMakerAccess(stack, 'Access', { connection, endpoints: [choose(endpoint)] });
  new ConnectionVerifier(stack, 'Verifier', { connection, onDeploy: OnDeploy.FAIL });
  new CfnOutput(stack, 'Name', { value: endpoint.attrEndpointName }).overrideLogicalId('EndpointName');
};

let session: SandboxSession;
let outputs: Readonly<Record<string, string>>;

beforeAll(async () => {
  session = await SandboxSession.start();
  session.secrets.push(PAYLOAD);
  await createEndpoint(session.aws, { name: NAME });
  await createEndpoint(session.aws, { name: 'Payroll' });
  outputs = await session.deploy(fourMinds, 'FourMindsSageMaker');
}, 120_000);
afterAll(() => session?.stop());
jest.setTimeout(60_000);

test('the deployment invokes the endpoint and says what the platform says', () => {
  expect(outputs.FourMindsVerification).toBe('Connection successful! Found 2 endpoint(s).');
});

test('the platform comes in with its token, to this endpoint and to no other', async () => {
  const report = await session.verify(outputs.FourMindsVerifierFunction, {
    action: 'test-connection', webIdentityToken: await session.token(SUBJECT), sageMakerRequests: { [NAME]: { body: PAYLOAD } },
  });
  expect(summary(report).filter((line) => line.startsWith('sagemaker'))).toEqual([
    'sagemaker.list-endpoints | account 123456789012 | pass | OK',
    `sagemaker.describe-endpoint | ${NAME} | pass | OK`,
    `sagemaker.invoke-endpoint | ${NAME} | pass | OK`,
    `sagemaker.stream-endpoint | ${NAME} | pass | OK`,
    'sagemaker.denied-endpoint | an endpoint that is not listed | pass | OK',
    'sagemaker.denied-endpoint | Payroll | pass | OK',
  ]);
  expect(report.status).toBe('pass');
});

test('an import follows the endpoint to its model', async () => {
  const report = await session.verify(outputs.FourMindsVerifierFunction, { action: 'import', webIdentityToken: await session.token(SUBJECT) });
  expect(report).toMatchObject({ status: 'pass', message: 'Import possible: 1 endpoint(s) that serve 1 model(s).' });
});

describe('an endpoint of the same stack', () => {
  test('is described and invoked by the name that it gets at deployment', async () => {
    const airia = await session.deploy(withEndpoint((endpoint) => SageMakerEndpoint.fromEndpoint(endpoint, { testRequest: { body: 'a question', contentType: 'text/plain' } })), 'Airia');
    expect(airia.EndpointName).not.toBe(airia.EndpointName.toLowerCase());
    const report = await session.verify(airia.AiriaVerifierFunction, { action: 'test-connection' });
    expect(summary(report).filter((line) => line.includes(airia.EndpointName))).toEqual(['describe', 'invoke', 'stream'].map((call) => `sagemaker.${call}-endpoint | ${airia.EndpointName} | pass | OK`));
    expect(report.status).toBe('pass');
  });

  test('that is misspelt fails the deployment, with its name and a fix', async () => {
    const error = await session.deploy(withEndpoint(() => SageMakerEndpoint.fromName('chrun')), 'Airia').catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(DeployError);
    expect((error as DeployError).output.replace(/\s+/g, ' ')).toMatch(/sagemaker\.describe-endpoint.*chrun.*Fix: /);
  });
});

test('every report is what the schema says, and no payload stands in a log or a report', async () => {
  expect(session.reports.flatMap(schemaErrors)).toEqual([]);
  const written = await session.written();
  expect(session.reports.length).toBe(3);
  expect(session.secrets.filter((secret) => written.includes(secret))).toEqual([]);
});
