import { startSilentPort, type SilentPort } from './silent-port';
import '../../../lambda/aws/client-defaults';
import { createLogger } from '../../../lambda/log/logger';
import { createRedactor } from '../../../lambda/log/redactor';
import { databaseUserProvisioner } from '../../../lambda/provisioner/database-user/provision-user';
import { handler } from '../../../lambda/verifier/index';

let silent: SilentPort;
const before = { ...process.env };

beforeAll(async () => {
  silent = await startSilentPort();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${silent.port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    DOCUMENT_PARAMETERS: '/document/1',
    AWS_DEFAULTS_MODE: 'in-region',
  });
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(() => {
  silent.stop();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

test('the defaults are those of AWS, unless the function has others', () => {
  jest.isolateModules(() => {
    delete process.env.AWS_DEFAULTS_MODE;
    jest.requireActual('../../../lambda/aws/client-defaults');
  });
  expect(process.env.AWS_DEFAULTS_MODE).toBe('standard');
  process.env.AWS_DEFAULTS_MODE = 'in-region';
});

test('the verifier says that it has no way to a service, and which way there is', async () => {
  const report = await handler({ action: 'test-connection' });
  expect(report?.checks).toMatchObject([{ id: 'connection.document', status: 'fail', code: 'NETWORK_UNREACHABLE', message: 'The endpoint could not be reached: ETIMEDOUT' }]);
  expect(report?.checks[0].fix).toContain('a VPC endpoint for this service, a NAT gateway');
}, 20_000);

test('the provisioner of a database user does not wait for its own end', async () => {
  const redactor = createRedactor();
  const provisioner = databaseUserProvisioner({ logger: createLogger(redactor), redactor, availableMs: 30_000, cleanUpMs: 1_000 });
  const ResourceProperties = { Engine: 'postgres', Host: 'h.example.com', Port: '5432', UserName: 'reader', Databases: '[{"name":"shop"}]', AdminSecretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:admin-AbCdEf' };
  const event = { RequestType: 'Update', ResponseURL: '', StackId: '', RequestId: '', LogicalResourceId: 'User', ResourceProperties } as never;
  await expect(provisioner.apply(event)).rejects.toThrow(
    'Secrets Manager could not be reached: ETIMEDOUT. Give the subnets of this function a NAT gateway or a VPC endpoint for it, and look at its security groups.');
}, 20_000);
