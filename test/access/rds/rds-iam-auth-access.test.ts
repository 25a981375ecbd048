import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Peer, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  type CfnDBInstance, type CfnDBProxy, DatabaseInstance, DatabaseInstanceEngine, DatabaseInstanceFromSnapshot,
} from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type App, CfnParameter, type IResolvable, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { AURORA, clusterIn, grant, instanceIn, MARIADB, MYSQL, type Options, POSTGRES, PROXY, securityGroupIn } from './databases';
import { ConnectionVerifier, OnDeploy, Platform, ConnectionMethod, Integration, OidcFederationRole, RdsCertificateAuthorities, RdsDatabase, RdsEngine, RdsIamAuthAccess } from '../../../src';
import { isAllowed } from '../../authorization/evaluate';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../synthesis/template';

const DB = `arn:aws:rds:us-east-1:${ACCOUNT}:db:*`;
const USER = 'fourminds_iam_user';
const connect = (resourceId: string, user = USER) => `arn:aws:rds-db:us-east-1:${ACCOUNT}:dbuser:${resourceId}/${user}`;
const LISTED = 'The platform sees the names and endpoints of all DB instances of the region: AWS authorises its list on all of them or not at all.';

function statementsOf(synthesized: Synthesized): unknown[] {
  return synthesized.policies('ConnectionRole').flatMap(({ Statement }) => Statement).map(({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, ...(Condition ? [Condition] : [])]);
}
const statements = (options: Options, stack?: Stack, parameters: Record<string, string> = {}) =>
  statementsOf(new Synthesized(grant(options, stack), undefined, parameters));

describe('grants', () => {
  test('the list of the region, and the one user of each listed database, without any condition', () => {
    expect(statements({ databases: [POSTGRES, AURORA, PROXY] })).toEqual([
      ['RdsListInstances', 'rds:DescribeDBInstances', DB],
      ['RdsConnect', 'rds-db:connect', [connect('db-ABCDEFGHIJKL'), connect('cluster-ABCDEFGHIJKL'), connect('prx-0123456789abcdef0')]],
    ]);
  });

  test('all databases of one region and account when asked to', () => {
    const synthesized = new Synthesized(grant({ allDatabases: true, databaseUser: 'Reader' }));
    expect(statementsOf(synthesized)).toEqual([['RdsListInstances', 'rds:DescribeDBInstances', DB], ['RdsConnectAny', 'rds-db:connect', connect('*', 'Reader')]]);
    expect(synthesized.document().warnings).toEqual([
      'The platform may connect to every database of the region as Reader, new ones too.',
      '4MINDS names only the database user fourminds_iam_user and has no field for another: agree on Reader with its support.',
    ]);
  });

  test('databases of the app', () => {
    const stack = newStack({ env: ENV });
    const instance = instanceIn(stack, { iamAuthentication: true });
    const cluster = clusterIn(stack, { iamAuthentication: true });
    const proxy = instance.addProxy('Proxy', { vpc: instance.vpc, secrets: [instance.secret!], iamAuth: true });
    const databases = [
      RdsDatabase.fromInstance(instance), RdsDatabase.fromCluster(cluster), RdsDatabase.fromProxy(proxy, { engine: RdsEngine.POSTGRES }),
    ];
    const synthesized = new Synthesized(grant({ databases }, stack));
    expect(statementsOf(synthesized)[1]).toEqual(['RdsConnect', 'rds-db:connect', [
      connect('db-ABCDEFGHIJKLMNOPQRSTUVWXYZ'), connect('cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ'), connect('prx-0123456789abcdef0'),
    ]]);
    expect(synthesized.document().integrations.rds?.scope.databases).toEqual([
      { kind: 'instance', resourceId: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', identifier: expect.any(String), engine: 'postgres', host: expect.stringMatching(/\.rds\.amazonaws\.com$/), port: '5432', user: USER },
      { kind: 'cluster', resourceId: 'cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ', identifier: expect.any(String), engine: 'aurora-mysql', host: expect.stringMatching(/\.cluster-/), port: '3306', user: USER },
      { kind: 'proxy', resourceId: 'prx-0123456789abcdef0', identifier: expect.any(String), engine: 'postgres', host: expect.stringMatching(/\.proxy-/), port: '5432', user: USER },
    ]);
    expect(synthesized.document().warnings).toEqual([LISTED, "A proxy is not in the platform's list of instances: its endpoint must be told to the platform."]);
  });

  test('an imported instance, with what it does not know itself', () => {
    const stack = newStack({ env: ENV });
    const imported = DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'Imported', { instanceIdentifier: 'orders', instanceEndpointAddress: 'orders.example.com', port: 3306, securityGroups: [] });
    const database = RdsDatabase.fromInstance(imported, { resourceId: 'db-ORDERS', engine: RdsEngine.MARIADB, database: 'shop' });
    expect(new Synthesized(grant({ databases: [database] }, stack)).document().integrations.rds?.scope.databases).toEqual([
      { kind: 'instance', resourceId: 'db-ORDERS', identifier: 'orders', engine: 'mariadb', host: 'orders.example.com', port: '3306', user: USER, database: 'shop' },
    ]);
  });

  test('tokens instead of literals', () => {
    const stack = newStack();
    const [id, host, user] = ['Id', 'Host', 'User'].map((name) => new CfnParameter(stack, name).valueAsString);
    const port = new CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
    const databases = [RdsDatabase.fromResourceId(id, { engine: RdsEngine.POSTGRES, host, port })];
    const synthesized = new Synthesized(grant({ databases, databaseUser: user }, stack), undefined, { Id: 'db-ABC', Host: 'h.example.com', User: 'reader', Port: '6543' });
    expect(statementsOf(synthesized)).toEqual([['RdsListInstances', 'rds:DescribeDBInstances', DB], ['RdsConnect', 'rds-db:connect', connect('db-ABC', 'reader')]]);
    expect(synthesized.document().integrations.rds?.scope.databases).toMatchObject([{ resourceId: 'db-ABC', host: 'h.example.com', port: '6543', user: 'reader' }]);
  });

  test.each([['us-gov-west-1', 'aws-us-gov'], ['cn-north-1', 'aws-cn'], ['eusc-de-east-1', 'aws-eusc'], ['eu-west-1', 'aws']])('in %s', (region, partition) => {
    const stack = newStack({ env: { account: ACCOUNT, region } });
    expect(statements({ databases: [POSTGRES] }, stack)).toEqual([
      ['RdsListInstances', 'rds:DescribeDBInstances', `arn:${partition}:rds:${region}:${ACCOUNT}:db:*`],
      ['RdsConnect', 'rds-db:connect', `arn:${partition}:rds-db:${region}:${ACCOUNT}:dbuser:db-ABCDEFGHIJKL/${USER}`],
    ]);
  });

  test('nothing that was not asked for, whatever the input', () => {
    const resourceId = fc.oneof({ weight: 8, arbitrary: fc.constantFrom('db-ABC', 'db-DEF', 'cluster-ABC', 'prx-0a1b') }, { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('d', 'b', '-', 'A', '*', '?', '$', '/', ':'), maxLength: 8 }) });
    const databaseUser = fc.oneof({ weight: 6, arbitrary: fc.constantFrom('reader', 'Reader_2', USER) }, { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('a', '*', '?', '$', '{', '}', '/', ':', ' ', "'"), maxLength: 6 }) });
    let accepted = 0;
    fc.assert(fc.property(fc.uniqueArray(resourceId, { minLength: 1, maxLength: 3 }), databaseUser, (ids, user) => {
      let stack: Stack;
      try {
        stack = grant({ databaseUser: user, databases: ids.map((id) => RdsDatabase.fromResourceId(id, { engine: RdsEngine.POSTGRES, host: 'h.example.com' })) });
      } catch {
        return;
      }
      accepted += 1;
      const resources = statementsOf(new Synthesized(stack)).flatMap((statement) => (statement as [string, string, string | string[]])[2]);
      expect(resources).toEqual([DB, ...ids.map((id) => connect(id, user))]);
      expect(resources.slice(1).join()).not.toMatch(/[*?$]/);
    }), { numRuns: 120 });
    expect(accepted).toBeGreaterThan(20);
  });
});

describe('authorization', () => {
  const request = { principal: `arn:aws:iam::${ACCOUNT}:role/r`, resourceAccount: ACCOUNT };
  const decide = (options: Options, action: string, resource: string) => isAllowed({ identity: new Synthesized(grant(options)).policies('ConnectionRole') }, { ...request, action, resource });
  const other = (part: [string, string]) => connect('db-ABCDEFGHIJKL').replace(...part);

  test.each<[boolean, string, string, string]>([
    [true, 'its list', 'rds:DescribeDBInstances', DB.replace('*', 'any')],
    [true, 'the user of the database', 'rds-db:connect', connect('db-ABCDEFGHIJKL')],
    [false, 'another user', 'rds-db:connect', connect('db-ABCDEFGHIJKL', 'admin')],
    [false, 'the user in other letters', 'rds-db:connect', connect('db-ABCDEFGHIJKL', 'FourMinds_iam_user')],
    [false, 'another database', 'rds-db:connect', connect('db-OTHER')],
    [false, 'another region', 'rds-db:connect', other(['us-east-1', 'us-west-2'])],
    [false, 'another account', 'rds-db:connect', other([ACCOUNT, '222222222222'])],
    [false, 'the list of another region', 'rds:DescribeDBInstances', DB.replace('us-east-1', 'us-west-2').replace('*', 'any')],
    [false, 'a change of an instance', 'rds:ModifyDBInstance', DB.replace('*', 'any')],
    [false, 'a snapshot', 'rds:CreateDBSnapshot', DB.replace('*', 'any')],
  ])('%s: %s', async (allowed, _, action, resource) => {
    await expect(decide({ databases: [POSTGRES] }, action, resource)).resolves.toBe(allowed);
  });

  test.each<[boolean, string, string]>([
    [true, 'any database', connect('db-OTHER')], [true, 'any cluster', connect('cluster-OTHER')],
    [false, 'another user', connect('db-OTHER', 'admin')], [false, 'another region', connect('db-OTHER').replace('us-east-1', 'eu-west-1')],
  ])('with allDatabases, %s: %s', async (allowed, _, resource) => {
    await expect(decide({ allDatabases: true }, 'rds-db:connect', resource)).resolves.toBe(allowed);
  });
});

describe('IAM authentication of databases of the app', () => {
  const authentication = ({ json: { Resources = {} } }: Synthesized, type: string) =>
    Object.values(Resources).filter(({ Type }) => Type === type).map(({ Properties }) => Properties?.EnableIAMDatabaseAuthentication);

  test('is switched on when asked', () => {
    const stack = newStack({ env: ENV });
    const databases = [RdsDatabase.fromInstance(instanceIn(stack)), RdsDatabase.fromCluster(clusterIn(stack))];
    const synthesized = new Synthesized(grant({ databases, enableIamAuthentication: true }, stack));
    expect(authentication(synthesized, 'AWS::RDS::DBInstance')).toEqual([true, undefined]);
    expect(authentication(synthesized, 'AWS::RDS::DBCluster')).toEqual([true]);
  });

  test('is left to the deployment where it is decided there', () => {
    const stack = newStack({ env: ENV });
    const instance = instanceIn(stack);
    (instance.node.defaultChild as CfnDBInstance).enableIamDatabaseAuthentication = new CfnParameter(stack, 'Iam').value as unknown as IResolvable;
    expect(() => grant({ databases: [RdsDatabase.fromInstance(instance)] }, stack)).not.toThrow();
  });

  test('is left alone when it is on', () => {
    const stack = newStack({ env: ENV });
    expect(authentication(new Synthesized(grant({ databases: [RdsDatabase.fromInstance(instanceIn(stack, { iamAuthentication: true }))] }, stack)), 'AWS::RDS::DBInstance')).toEqual([true]);
  });

  const instance = (iamAuthentication?: boolean) => (stack: Stack) => RdsDatabase.fromInstance(instanceIn(stack, { iamAuthentication }));
  test.each<[string, (stack: Stack) => RdsDatabase, boolean, string]>([
    ['an instance that does not say', instance(), false, "databases[0] 'Stack/Instance' does not take IAM tokens: iamAuthentication is not set. Set iamAuthentication: true on Stack/Instance, or enableIamAuthentication: true here."],
    ['an instance that says no', instance(false), true, "databases[0] 'Stack/Instance' does not take IAM tokens: iamAuthentication is off. Set iamAuthentication: true on Stack/Instance."],
    ['a cluster that does not say', (stack) => RdsDatabase.fromCluster(clusterIn(stack)), false, "databases[0] 'Stack/Cluster' does not take IAM tokens: iamAuthentication is not set. Set iamAuthentication: true on Stack/Cluster, or enableIamAuthentication: true here."],
  ])('is missed on %s', (_, make, enableIamAuthentication, message) => {
    const stack = newStack({ env: ENV });
    expect(() => grant({ databases: [make(stack)], enableIamAuthentication }, stack)).toThrow(new Error(message));
  });

  test.each([
    ['that does not say', undefined], ['that takes tokens for one user and not for another', [{ iamAuth: 'REQUIRED' }, { iamAuth: 'DISABLED' }]],
    ['that takes tokens for the first user alone', [{ iamAuth: 'ENABLED' }, {}]],
  ])('is missed on a proxy %s', (_, auth) => {
    const stack = newStack({ env: ENV });
    const behind = instanceIn(stack);
    const proxy = behind.addProxy('Proxy', { vpc: behind.vpc, secrets: [behind.secret!] });
    if (auth) (proxy.node.defaultChild as CfnDBProxy).auth = auth;
    const database = RdsDatabase.fromProxy(proxy, { engine: RdsEngine.POSTGRES });
    expect(() => grant({ databases: [database], enableIamAuthentication: true }, stack)).toThrow(new Error(
      "databases[0] 'Stack/Instance/Proxy' does not take IAM tokens: iamAuth is off. Set iamAuth: true on Stack/Instance/Proxy."));
  });
});

describe('ingress', () => {
  const rules = (synthesized: Synthesized) => Object.values(synthesized.resources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties);

  test('opens the port of each database for the given addresses', () => {
    const stack = newStack({ env: ENV });
    const database = RdsDatabase.fromResourceId('db-ABC', { engine: RdsEngine.MYSQL, host: 'h.example.com', securityGroups: [securityGroupIn(stack)] });
    const synthesized = new Synthesized(grant({
      databases: [database], ingress: { cidrs: ['198.51.100.0/24', '2001:db8::/32'], prefixList: 'pl-0123456789abcdef0', peer: Peer.securityGroupId('sg-87654321') },
    }, stack));
    const common = { IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, Description: '4MINDS reads over TLS with IAM tokens', GroupId: 'sg-12345678' };
    expect(rules(synthesized)).toEqual(expect.arrayContaining([
      { ...common, CidrIp: '198.51.100.0/24' }, { ...common, CidrIpv6: '2001:db8::/32' }, { ...common, SourcePrefixListId: 'pl-0123456789abcdef0' }, { ...common, SourceSecurityGroupId: 'sg-87654321' },
    ]));
    expect(rules(synthesized)).toHaveLength(4);
  });

  test('of a database of the app goes to its own security group', () => {
    const stack = newStack({ env: ENV });
    const { template } = new Synthesized(grant({ databases: [RdsDatabase.fromInstance(instanceIn(stack, { iamAuthentication: true }))], ingress: { cidrs: ['198.51.100.7/32'] } }, stack));
    template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: [Match.objectLike({ CidrIp: '198.51.100.7/32', FromPort: 5432 })] });
  });

  test.each<[string, (stack: Stack) => RdsDatabase, unknown]>([
    ['the engine\'s default, of an instance that names none', (stack) => RdsDatabase.fromInstance(instanceIn(stack, { iamAuthentication: true })), 5432],
    ['the one that an instance names', (stack) => RdsDatabase.fromInstance(instanceIn(stack, { iamAuthentication: true, port: 6000 })), 6000],
    ['the one that a cluster names', (stack) => RdsDatabase.fromCluster(clusterIn(stack, { iamAuthentication: true, port: 6001 })), 6001],
    ['what RDS says, of a cluster that names none', (stack) => RdsDatabase.fromCluster(clusterIn(stack, { iamAuthentication: true })), { 'Fn::GetAtt': ['Cluster', 'Endpoint.Port'] }],
    ['what RDS says, of an instance whose port is a token', (stack) => {
      const port = new CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
      return RdsDatabase.fromInstance(instanceIn(stack, { iamAuthentication: true, port }));
    }, { 'Fn::GetAtt': ['Instance', 'Endpoint.Port'] }],
    ['what RDS says, of an instance from a snapshot, which has the port of its source', (stack) => RdsDatabase.fromInstance(new DatabaseInstanceFromSnapshot(stack, 'Instance', {
      vpc: new Vpc(stack, 'Vpc'), engine: DatabaseInstanceEngine.POSTGRES, iamAuthentication: true, snapshotIdentifier: 'before',
    })), { 'Fn::GetAtt': ['Instance', 'Endpoint.Port'] }],
  ])('opens a port that nag tools can read where it is known: %s', (_, make, port) => {
    const stack = newStack({ env: ENV });
    const template = Template.fromStack(grant({ databases: [make(stack)], ingress: { cidrs: ['198.51.100.7/32'] } }, stack));
    const opened = [
      ...Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties as Record<string, unknown>),
      ...Object.values(template.findResources('AWS::EC2::SecurityGroup')).flatMap(({ Properties }) => (Properties as { SecurityGroupIngress?: Record<string, unknown>[] }).SecurityGroupIngress ?? []),
    ];
    const attribute = typeof port === 'object' ? { 'Fn::GetAtt': [expect.stringMatching(/^(?:Cluster|Instance)/), 'Endpoint.Port'] } : port;
    expect(opened.map(({ FromPort, ToPort }) => [FromPort, ToPort])).toEqual([[attribute, attribute]]);
  });

  test('says whose it is in letters that EC2 takes', () => {
    const stack = newStack({ env: ENV });
    const platform = Platform.custom({ id: 'own', displayName: 'Zoë\'s <AI> .:/()#,@[]+=&;{}!$*-', methods: [ConnectionMethod.OIDC_FEDERATION], integrations: [Integration.RDS], issuerUrl: 'https://issuer.example' });
    const connection = new OidcFederationRole(stack, 'Connection', { platform, subjects: ['us'] });
    new RdsIamAuthAccess(stack, 'Rds', {
      connection,
      databases: [RdsDatabase.fromResourceId('db-ABC', { engine: RdsEngine.MYSQL, host: 'h.example.com', securityGroups: [securityGroupIn(stack)] })],
      databaseUser: 'reader',
      ingress: { cidrs: ['198.51.100.0/24'] },
    });
    expect(rules(new Synthesized(stack))).toMatchObject([{ Description: 'Zo__s _AI_ .:/()#,@[]+=&;{}!$*- reads over TLS with IAM tokens' }]);
  });

  test('is not touched by default', () => {
    const stack = newStack({ env: ENV });
    new Synthesized(grant({ databases: [POSTGRES] }, stack)).template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });
});

describe('the document', () => {
  const sectionOf = (options: Options, stack?: Stack) => new Synthesized(grant(options, stack)).document().integrations.rds;

  test('has what the platform and the verifier need', () => {
    const stack = newStack({ env: ENV });
    const bucket = Bucket.fromBucketName(stack, 'Bucket', 'imported');
    const section = sectionOf({
      databases: [POSTGRES, MYSQL],
      deniedDatabases: [AURORA],
      deniedDatabaseUsers: ['admin'],
      certificateAuthorities: RdsCertificateAuthorities.fromBucket(bucket, 'ca.pem'),
      importTo: { bucket, prefix: 'rds/' },
    }, stack);
    expect(section).toMatchObject({ displayName: 'Amazon RDS', successMessage: 'Connection successful! Found {instances} instance(s).', fields: { 'AWS Region': 'us-east-1' } });
    expect(section?.scope).toEqual({
      allDatabases: false,
      databaseUser: USER,
      databases: [
        { kind: 'instance', resourceId: 'db-ABCDEFGHIJKL', engine: 'postgres', host: 'a.example.com', port: '5432', user: USER },
        { kind: 'instance', resourceId: 'db-MNOPQRSTUVWX', engine: 'mysql', host: 'b.example.com', port: '3307', user: USER, database: 'shop' },
      ],
      deniedDatabases: [{ kind: 'cluster', resourceId: 'cluster-ABCDEFGHIJKL', engine: 'aurora-postgresql', host: 'd.cluster-x.example.com', port: '5432', user: USER }],
      deniedDatabaseUsers: ['admin'],
      certificateAuthorities: { bucket: 'imported', key: 'ca.pem' },
      importTo: { bucket: 'imported', prefix: 'rds/' },
    });
  });

  test('names each step to the rows of a table, in the order in which it is gone', () => {
    expect(sectionOf({ databases: [POSTGRES] })?.probes.filter(({ expects }) => expects === 'allowed').map(({ id }) => id.replace('rds.', ''))).toEqual([
      'list-instances', 'instance', 'status', 'engine', 'iam-authentication', 'policy', 'dns', 'tcp', 'tls', 'token', 'login', 'query', 'browse', 'import-tables',
    ]);
  });

  test('names the probes that the choice needs', () => {
    const ids = (options: Options) => sectionOf(options)?.probes.filter(({ expects }) => expects === 'denied').map(({ id }) => id);
    expect(ids({ databases: [POSTGRES] })).toEqual(['rds.other-user']);
    expect(ids({ databases: [POSTGRES], deniedDatabases: [MYSQL], deniedDatabaseUsers: ['admin'] })).toEqual(['rds.other-user', 'rds.denied-user', 'rds.denied-database']);
  });

  test('takes the user that a custom platform connects as', () => {
    const stack = newStack({ env: ENV });
    const platform = Platform.custom({ id: 'own', displayName: 'Own', methods: [ConnectionMethod.OIDC_FEDERATION], integrations: [Integration.RDS], issuerUrl: 'https://issuer.example' });
    const connection = new OidcFederationRole(stack, 'Connection', { platform, subjects: ['us'] });
    expect(() => new RdsIamAuthAccess(stack, 'None', { connection, databases: [POSTGRES] })).toThrow(new Error(
      'databaseUser is missing, and Own has no default for it. Name the database user that the platform connects as.'));
    new RdsIamAuthAccess(stack, 'Rds', { connection, databases: [POSTGRES], databaseUser: 'reader' });
    expect(new Synthesized(stack).document().warnings).toEqual([LISTED]);
  });
});

describe("the verifier's own role", () => {
  function ownStatements(options: Options, stack = newStack({ env: ENV })): unknown[] {
    grant(options, stack);
    new ConnectionVerifier(stack, 'Verifier', { connection: stack.node.findChild('Connection') as OidcFederationRole, onDeploy: OnDeploy.NEVER });
    return new Synthesized(stack).policies('VerifierExecution').flatMap(({ Statement }) => Statement)
      .filter(({ Sid }) => !/^(WriteLog|SsmGetParameters|IamGet|StsAssumeRole)/.test(Sid)).map(({ Sid, Resource }) => [Sid, Resource]);
  }

  test('may ask IAM about the role, and nothing of RDS but clusters that are listed', () => {
    expect(ownStatements({ databases: [POSTGRES] })).toEqual([['IamSimulatePrincipalPolicy', expect.stringMatching(/:role\//)]]);
    expect(ownStatements({ databases: [AURORA] })[1]).toEqual(['RdsDescribeDBClusters', `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:*`]);
    const withNamed = (...others: RdsDatabase[]) => {
      const stack = newStack({ env: ENV });
      const named = RdsDatabase.fromCluster(clusterIn(stack, { iamAuthentication: true, clusterIdentifier: 'analytics' }));
      return ownStatements({ databases: [named, ...others] }, stack)[1];
    };
    expect(withNamed(POSTGRES)).toEqual(['RdsDescribeDBClusters', `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:analytics`]);
    expect(withNamed(AURORA)).toEqual(['RdsDescribeDBClusters', `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:*`]);
    expect(ownStatements({ allDatabases: true })[1]).toEqual(['RdsDescribeDBClusters', `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:*`]);
  });

  test('may read the authorities and write the import, which the platform may not', () => {
    const stack = newStack({ env: ENV });
    const keyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`;
    const bucket = Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'imported', encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) });
    const options = { databases: [POSTGRES], certificateAuthorities: RdsCertificateAuthorities.fromBucket(bucket, 'ca.pem'), importTo: { bucket, prefix: 'rds/' } };
    expect(ownStatements(options, stack).slice(1)).toEqual([
      ['S3GetObject', 'arn:aws:s3:::imported/ca.pem'], ['KmsDecrypt', keyArn], ['S3PutObject', 'arn:aws:s3:::imported/rds/*'], ['S3AbortMultipartUpload', 'arn:aws:s3:::imported/rds/*'],
      ['KmsGenerateDataKey', keyArn], ['KmsDecrypt2', keyArn],
    ]);
    expect(JSON.stringify(new Synthesized(stack).policies('ConnectionRole'))).not.toContain('imported');
  });

  test('ends at a bucket of the name in another account, and at a key that S3 is not asked with', async () => {
    const stack = newStack({ env: ENV });
    const keyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0b5f9c1e-5d4a-4c7e-9a3b-2f1d6e8c7a90`;
    const bucket = Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'imported', encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) });
    const theirs = Bucket.fromBucketAttributes(stack, 'Theirs', { bucketName: 'authorities', account: '222222222222' });
    ownStatements({ databases: [POSTGRES], certificateAuthorities: RdsCertificateAuthorities.fromBucket(theirs, 'ca.pem'), importTo: { bucket } }, stack);
    const identity = new Synthesized(stack).policies('VerifierExecution');
    const verifier = { principal: `arn:aws:iam::${ACCOUNT}:role/verifier` };
    // Whoever owns the bucket lets everybody in; the usual policy of a key leaves the decision to IAM.
    const may = (action: string, resource: string, resourceAccount: string, context = {}) => {
      const Principal = action.startsWith('kms:') ? { AWS: `arn:aws:iam::${ACCOUNT}:root` } : '*';
      const Statement = [{ Effect: 'Allow', Principal, Action: action, Resource: resource } as object];
      return isAllowed({ identity, resource: { Version: '2012-10-17', Statement } }, { ...verifier, resourceAccount, action, resource, context });
    };
    await expect(may('s3:PutObject', 'arn:aws:s3:::imported/a.csv', ACCOUNT)).resolves.toBe(true);
    await expect(may('s3:PutObject', 'arn:aws:s3:::imported/a.csv', '333333333333')).resolves.toBe(false);
    await expect(may('s3:GetObject', 'arn:aws:s3:::authorities/ca.pem', '222222222222')).resolves.toBe(true);
    await expect(may('s3:GetObject', 'arn:aws:s3:::authorities/ca.pem', '333333333333')).resolves.toBe(false);
    await expect(may('kms:GenerateDataKey', keyArn, ACCOUNT, { 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).resolves.toBe(true);
    await expect(may('kms:GenerateDataKey', keyArn, ACCOUNT, { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' })).resolves.toBe(false);
    await expect(may('kms:Decrypt', keyArn, ACCOUNT, { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' })).resolves.toBe(false);
  });
});

describe("the verifier's network", () => {
  const verified = (vpc: IVpc | undefined, databases: RdsDatabase[], stack: Stack, more: Partial<Options> = {}) => {
    grant({ databases, ...more }, stack);
    new ConnectionVerifier(stack, 'Verifier', { connection: stack.node.findChild('Connection') as OidcFederationRole, vpc });
    return new Synthesized(stack);
  };
  const verification = (synthesized: Synthesized) =>
    (Object.values(synthesized.resources('Custom::AiPlatformConnectionVerification'))[0].DependsOn ?? []).map((id) => synthesized.json.Resources?.[id].Type);
  const rule = { IpProtocol: 'tcp', Description: 'The verifier of a connection', SourceSecurityGroupId: Match.anyValue() };

  test('is let in to the databases whose security groups are known, and verification waits for them, their rules and the routes', () => {
    const stack = newStack({ env: ENV });
    const vpc = new Vpc(stack, 'Vpc', { natGateways: 1, maxAzs: 2 });
    const cluster = clusterIn(stack, { iamAuthentication: true });
    const denied = RdsDatabase.fromResourceId('db-DENIED', { engine: RdsEngine.POSTGRES, host: 'x.example.com', securityGroups: [securityGroupIn(stack)] });
    const synthesized = verified(vpc, [RdsDatabase.fromCluster(cluster), POSTGRES], stack, { deniedDatabases: [denied] });
    synthesized.template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
    synthesized.template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { ...rule, FromPort: { 'Fn::GetAtt': [Match.anyValue(), 'Endpoint.Port'] } });
    synthesized.template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { ...rule, FromPort: 5432, GroupId: 'sg-12345678' });
    expect(verification(synthesized)).toEqual(expect.arrayContaining(['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::Route', 'AWS::RDS::DBInstance']));
  });

  test('has its rules in its own stack when the databases have another', () => {
    const stack = newStack({ env: ENV });
    const instance = instanceIn(new Stack(stack.node.root as App, 'Databases', { env: ENV }), { iamAuthentication: true });
    grant({ databases: [RdsDatabase.fromInstance(instance)] }, stack);
    new ConnectionVerifier(stack, 'Verifier', { connection: stack.node.findChild('Connection') as OidcFederationRole, vpc: instance.vpc });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', rule);
    expect(instance.stack.dependencies).toEqual([]);
  });

  test('says nothing of the rules that CDK leaves out because all outbound traffic is allowed', () => {
    const stack = newStack({ env: ENV });
    const instance = instanceIn(stack, { iamAuthentication: true });
    verified(instance.vpc, [RdsDatabase.fromInstance(instance)], stack);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('Egress'));
  });

  test('is nobody\'s without a VPC, and an Aurora cluster still has its instances first', () => {
    const stack = newStack({ env: ENV });
    const synthesized = verified(undefined, [RdsDatabase.fromCluster(clusterIn(stack, { iamAuthentication: true }))], stack);
    synthesized.template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    expect(verification(synthesized)).toContain('AWS::RDS::DBInstance');
  });
});

describe('certificate authorities of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'authorities-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const use = (path: string) => new Synthesized(grant({ databases: [POSTGRES], certificateAuthorities: RdsCertificateAuthorities.fromFile(path) }));

  test('are uploaded as an asset', () => {
    const scope = use(file('ca.pem', '-----BEGIN CERTIFICATE-----\n')).document().integrations.rds?.scope;
    expect(scope?.certificateAuthorities).toEqual({ bucket: expect.stringMatching(/^cdk-.*-assets-/), key: expect.stringMatching(/^[0-9a-f]{64}\.pem$/) });
  });

  test.each([
    ['absent.pem', undefined, 'can not be read. Give the path of a PEM file.'],
    ['empty.pem', '', 'holds no certificate in PEM form. Give the file that AWS publishes, such as global-bundle.pem.'],
    ['key.pem', '-----BEGIN CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----', 'holds a private key. Give a file with certificates alone.'],
  ])('refuse %s', (name, text, problem) => {
    const path = text === undefined ? join(folder, name) : file(name, text);
    expect(() => use(path)).toThrow(new Error(`certificateAuthorities '${path}' ${problem}`));
  });
});

test('a user of several databases fits each of their engines', () => {
  const name = 'x'.repeat(60);
  expect(() => grant({ databases: [POSTGRES, MARIADB], databaseUser: name })).not.toThrow();
  expect(() => grant({ databases: [POSTGRES, MYSQL], databaseUser: name })).toThrow(/has 60 characters and the engine takes 32/);
});
