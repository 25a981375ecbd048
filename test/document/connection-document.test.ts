import { CrossAccountRole, OidcFederationRole, Platform, S3Access, type S3AccessProps } from '../../src';
import { bucketNames } from '../policy/bucket-names';
import { documentsOf, requireDocument, secretsIn } from '../synthesis/contract';
import type { TemplateJson } from '../synthesis/resolve';
import { ENV, newStack, Synthesized } from '../synthesis/template';

function synthesize(options: Omit<S3AccessProps, 'connection'> = { allowedBucketNames: ['datasets'] }) {
  const stack = newStack({ env: ENV });
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new S3Access(stack, 'S3', { connection, ...options });
  return { connection, stack, synthesized: new Synthesized(stack) };
}

test('says everything that the platform and the verifier need', () => {
  const { principal, trust, ...document } = synthesize().synthesized.document();
  expect(document).toEqual({
    schemaVersion: 1,
    platform: { id: '4minds', displayName: '4MINDS' },
    method: 'oidc-federation',
    status: 'ready',
    partition: 'aws',
    account: '111111111111',
    region: 'us-east-1',
    sts: { endpoint: 'https://sts.us-east-1.amazonaws.com', sessionSeconds: 3600 },
    fields: { 'IAM Role ARN': principal.arn, 'AWS Region': 'us-east-1' },
    integrations: {
      s3: {
        displayName: 'Amazon S3',
        successMessage: 'Connection successful! Found {buckets} bucket(s).',
        fields: { 'AWS Region': 'us-east-1', 'Allowed Buckets': ['datasets'] },
        permissions: [
          { action: 's3:ListBucket', on: 'each allowed bucket', purpose: 'Tests the bucket and lists its objects', required: true, probe: 's3.head-bucket' },
          {
            action: 's3:GetObject',
            on: 'the objects of each allowed bucket, under its prefixes if it has any',
            purpose: 'Downloads file contents during import',
            required: true,
            probe: 's3.sample-objects',
          },
        ],
        probes: [
          { id: 's3.head-bucket', expects: 'allowed' }, { id: 's3.list-objects', expects: 'allowed' }, { id: 's3.sample-objects', expects: 'allowed' },
          { id: 's3.list-buckets-denied', expects: 'denied' },
          { id: 's3.denied-bucket', expects: 'denied' },
        ],
        scope: { allBuckets: false, buckets: ['datasets'], deniedBuckets: ['cdk-hnb659fds-assets-111111111111-us-east-1'] },
      },
    },
    warnings: [],
  });
  expect(trust).toMatchObject({ issuer: 'https://api.4minds.ai', audiences: ['sts.amazonaws.com'], subjects: ['workspace:acme'], subjectPatterns: [], anySubject: false });
});

test('of many buckets is cut into parameters of at most 4,096 characters', () => {
  const { connection, stack, synthesized } = synthesize({ allowedBucketNames: bucketNames(400) });
  const names = String(synthesized.output('ConnectionDocumentParameters')).split(',');
  expect(names.length).toBeGreaterThan(5);
  expect(names).toEqual(names.map((_, index) => `/ai-platform-access/Stack/Connection/document/${index + 1}`));
  expect(synthesized.resolve(stack.resolve(connection.document.parameterNames))).toEqual(names);
  expect(synthesized.document().integrations.s3?.scope.buckets).toEqual(bucketNames(400));
});

test('is offered to the app as text', () => {
  const { connection, stack, synthesized } = synthesize();
  expect(synthesized.resolve(stack.resolve(connection.document.json))).toBe(synthesized.output('ConnectionDocument'));
});

describe('the contract of the test suite', () => {
  const good = () => JSON.parse(JSON.stringify(synthesize().synthesized.document())) as Record<string, unknown>;

  test.each<[string, (document: Record<string, unknown>) => object]>([
    ['a missing property', ({ principal: _, ...rest }) => rest],
    ['an unknown property', (document) => ({ ...document, extra: 1 })],
    ['an unknown method', (document) => ({ ...document, method: 'magic' })],
    ['a field that is no text', (document) => ({ ...document, fields: { Region: 1 } })],
  ])('fails on %s', (_, change) => {
    expect(() => requireDocument(change(good()))).toThrow('The document is not what the schema says');
  });

  test.each([
    ['an access key', { fields: { Region: 'AKIAABCDEFGHIJKLMNOP' } }],
    ['a token', { fields: { Region: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln' } }],
    ['a private key', { warnings: ['-----BEGIN RSA PRIVATE KEY-----'] }],
    ['a Bedrock API key', { warnings: [`ABSK${'a'.repeat(40)}`] }],
    ['a reference that resolves to a secret', { fields: { Region: '{{resolve:secretsmanager:name}}' } }],
    ['a password in a field', { fields: { Password: 'hunter2' } }],
    ['a secret in a list', { fields: { 'App Client Secret': ['abc'] } }],
  ])('fails on %s', (_, change) => {
    expect(() => requireDocument({ ...good(), ...change })).toThrow('The document holds what looks like a secret');
  });

  test('takes the ARN of a secret', () => {
    expect(secretsIn({ Password: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:name-AbCdEf' })).toEqual([]);
  });

  test('fails when the parameters are not the document', () => {
    const template = JSON.parse(JSON.stringify(synthesize().synthesized.json)) as {
      Resources: Record<string, { Type: string; Properties: { Value?: unknown } }>;
    };
    const [parameter] = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::SSM::Parameter');
    parameter.Properties.Value = '{}';
    expect(() => documentsOf(template as TemplateJson)).toThrow('The parameters of Connection, joined, are not its document');
    parameter.Properties.Value = 'x'.repeat(4097);
    expect(() => documentsOf(template as TemplateJson)).toThrow('A parameter of Connection would hold 4097 characters');
  });
});

test('of a platform without a field for it holds no such field', () => {
  const stack = newStack({ env: ENV });
  const connection = new CrossAccountRole(stack, 'Airia', { platform: Platform.airia(), externalId: 'their-id' });
  new S3Access(stack, 'S3', { connection, allowedBucketNames: ['datasets'], defaultBucketName: 'datasets' });
  expect(new Synthesized(stack).document().integrations.s3?.fields).toEqual({ Region: 'us-east-1' });
});
