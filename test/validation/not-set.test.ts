import { Stack } from 'aws-cdk-lib/core';
import {
  AthenaResultsLocation, BedrockAccess, BedrockModel, ConnectionVerifier, CrossAccountRole, type IConnection, LakeFormationAccess, OidcFederationRole,
  type OnDeploy, Platform, RdsDatabase, RdsEngine, RdsIamAuthAccess, S3Access, SageMakerAccess, SageMakerEndpoint,
} from '../../src';
import { ENV, newStack } from '../synthesis/template';

/** As `process.env.NAME!` is when the variable is not set; the compiler takes it for a text. */
const NOT_SET = undefined as unknown as string;
const CURE = 'is not set. Give a text; a variable of the environment or of a configuration file may be missing.';
const models = [BedrockModel.foundationModel('amazon.nova-lite-v1:0')];
const resultsLocation = AthenaResultsLocation.fromUri('s3://results/4minds/');

function connect(options: { readonly subjects?: string[]; readonly subjectPatterns?: string[] } = { subjects: ['workspace:acme'] }): OidcFederationRole {
  return new OidcFederationRole(newStack({ env: ENV }), 'Connection', { platform: Platform.fourMinds(), ...options });
}

// Without the value, each of these policies would let in, or allow, more than it says.
test.each<[string, (connection: () => IConnection) => unknown, string]>([
  ['a subject', () => connect({ subjects: [NOT_SET] }), 'subjects[0]'],
  ['a pattern of subjects', () => connect({ subjectPatterns: [NOT_SET] }), 'subjectPatterns[0]'],
  ['a guardrail', (connection) => new BedrockAccess(connection(), 'Access', { connection: connection(), models, guardrail: { guardrailArn: NOT_SET } }), 'guardrail.guardrailArn'],
  ['a target model', (connection) => new SageMakerAccess(connection(), 'Access', { connection: connection(), endpoints: [SageMakerEndpoint.fromName('many', { targetModels: [NOT_SET] })] }), 'endpoints[0].targetModels[0]'],
  ['a prefix', (connection) => new S3Access(connection(), 'Access', { connection: connection(), allowedBucketNames: ['one'], prefixes: { one: [NOT_SET] } }), "prefixes['one'][0]"],
  ['a column', (connection) => new LakeFormationAccess(connection(), 'Access', { connection: connection(), tables: [{ database: 'a', name: 'b', columns: [NOT_SET] }], resultsLocation }), 'tables[0].columns[0]'],
  ['the value of a tag', (connection) => new LakeFormationAccess(connection(), 'Access', { connection: connection(), lfTags: { domain: [NOT_SET] }, resultsLocation }), "lfTags['domain'][0]"],
  ['a bucket', (connection) => new S3Access(connection(), 'Access', { connection: connection(), allowedBucketNames: ['one', NOT_SET] }), 'allowedBucketNames[1]'],
  ['a model', () => BedrockModel.foundationModel(NOT_SET), 'modelId'],
  ['a region', () => BedrockModel.foundationModel('amazon.nova-lite-v1:0', { regions: [NOT_SET] }), 'regions[0]'],
  ['an endpoint', (connection) => new SageMakerAccess(connection(), 'Access', { connection: connection(), endpoints: [SageMakerEndpoint.fromName(NOT_SET)] }), 'endpoints[0]'],
  ['a table', (connection) => new LakeFormationAccess(connection(), 'Access', { connection: connection(), tables: [{ database: 'a', name: NOT_SET }], resultsLocation }), 'tables[0].name'],
  ['a resource ID', (connection) => new RdsIamAuthAccess(connection(), 'Access', { connection: connection(), databases: [RdsDatabase.fromResourceId(NOT_SET, { engine: RdsEngine.POSTGRES, host: 'a.example.com' })] }), 'databases[0]'],
  ['a host', (connection) => new RdsIamAuthAccess(connection(), 'Access', { connection: connection(), databases: [RdsDatabase.fromResourceId('db-ABC', { engine: RdsEngine.POSTGRES, host: NOT_SET })] }), 'databases[0].host'],
  ['a database with rights', () => RdsIamAuthAccess.setupSql({ engine: RdsEngine.POSTGRES, databases: [{ name: NOT_SET }] }), 'databases[0].name'],
])('%s that is not set is refused', (_, make, property) => {
  const connection = connect();
  expect(() => make(() => connection)).toThrow(new Error(`${property} ${CURE}`));
});

test.each<[string, () => unknown, string]>([
  ['one text for a list', () => connect({ subjects: 'workspace:acme' as unknown as string[] }), "subjects 'workspace:acme' is no list. Give a list, also of one, or leave it out."],
  ['a number for a text', () => new CrossAccountRole(newStack(), 'Airia', { platform: Platform.airia(), externalId: 12345 as unknown as string }),
    "externalId '12345' is no text but of the type number. Give a text, in quotes."],
  ['another word for an enum', () => {
    const connection = connect();
    return new ConnectionVerifier(Stack.of(connection), 'Verifier', { connection, onDeploy: 'fail' as OnDeploy });
  }, "onDeploy 'fail' is nothing that a verifier does. Give one of OnDeploy: FAIL, WARN, NEVER."],
  ['no connection', () => new S3Access(newStack(), 'S3', { connection: NOT_SET as unknown as IConnection, allowedBucketNames: ['one'] }),
    'connection is missing. Give the connection that the access or the verifier is for.'],
])('what a configuration file holds is refused where it is of another type: %s', (_, make, message) => {
  expect(make).toThrow(new Error(message));
});
