import { Match } from 'aws-cdk-lib/assertions';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Credentials } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnParameter, Fn, SecretValue, type Stack } from 'aws-cdk-lib/core';
import {
  ConnectionVerifier, DatabaseUser, type DatabaseUserProps, OidcFederationRole, Platform, RdsCertificateAuthorities, RdsDatabase, RdsEngine,
  RdsIamAuthAccess,
} from '../../../../src';
import { isAllowed, type PolicyJson } from '../../../authorization/evaluate';
import { unacknowledged } from '../../../nag/findings';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../../synthesis/template';
import { AURORA, clusterIn, instanceIn, MYSQL, POSTGRES, PROXY } from '../databases';

const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:admin-AbCdEf`;
const secretIn = (stack: Stack) => Secret.fromSecretCompleteArn(stack, 'Secret', SECRET);
const vpcIn = (stack: Stack) => Vpc.fromVpcAttributes(stack, 'Network', { vpcId: 'vpc-12345678', availabilityZones: ['us-east-1a'], privateSubnetIds: ['subnet-12345678'] });

function make(options: (stack: Stack) => Partial<DatabaseUserProps> = () => ({}), stack = newStack({ env: ENV })): Stack {
  new DatabaseUser(stack, 'User', { database: POSTGRES, adminSecret: secretIn(stack), userName: 'fourminds_iam_user', databases: [{ name: 'shop' }], ...options(stack) });
  return stack;
}
const made = (...given: Parameters<typeof make>) => new Synthesized(make(...given));
const userOf = (synthesized: Synthesized) => Object.values(synthesized.resources('Custom::AiPlatformDatabaseUser'))[0];
const statements = (synthesized: Synthesized) => synthesized.policies('User').flatMap(({ Statement }) => Statement);

describe('the custom resource', () => {
  test('says where, who and what, and holds no secret', () => {
    expect(userOf(made()).Properties).toEqual({
      ServiceToken: expect.stringMatching(/:function:/),
      Engine: 'postgres',
      Host: 'a.example.com',
      Port: 5432,
      UserName: 'fourminds_iam_user',
      Databases: '[{"name":"shop"}]',
      AdminSecretArn: SECRET,
    });
  });

  test('says that a user is adopted, and where the certificate authorities are, when told so', () => {
    const synthesized = made((stack) => ({
      database: MYSQL,
      databases: [{ name: 'shop', tables: ['orders'] }],
      adoptExistingUser: true,
      certificateAuthorities: RdsCertificateAuthorities.fromBucket(Bucket.fromBucketName(stack, 'Authorities', 'authorities'), 'global-bundle.pem'),
    }));
    expect(userOf(synthesized).Properties).toMatchObject({
      Engine: 'mysql', Port: 3307, Databases: '[{"name":"shop","tables":["orders"]}]', AdoptExistingUser: true, CertificateAuthorities: { bucket: 'authorities', key: 'global-bundle.pem' },
    });
    expect(statements(synthesized)).toContainEqual(expect.objectContaining({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::authorities/global-bundle.pem' }));
  });

  test('takes names that are known at deployment only', () => {
    const stack = newStack({ env: ENV });
    const name = new CfnParameter(stack, 'Database').valueAsString;
    make(() => ({ databases: [{ name }] }), stack);
    const user = Object.values(new Synthesized(stack, undefined, { Database: 'shop' }).resources('Custom::AiPlatformDatabaseUser'))[0];
    expect(user.Properties.Databases).toBe('[{"name":"shop"}]');
  });

  test('is made when the database, its secret and its rules are there, and gone before they are', () => {
    const stack = newStack({ env: ENV });
    const instance = instanceIn(stack, { iamAuthentication: true });
    make(() => ({ database: RdsDatabase.fromInstance(instance), adminSecret: instance.secret, vpc: instance.vpc }), stack);
    const synthesized = new Synthesized(stack);
    const after = (userOf(synthesized).DependsOn ?? []).map((id) => synthesized.json.Resources?.[id].Type);
    expect(new Set(after)).toEqual(new Set([
      'AWS::RDS::DBInstance', 'AWS::RDS::DBSubnetGroup', 'AWS::SecretsManager::Secret', 'AWS::SecretsManager::SecretTargetAttachment', 'AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress',
      'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup',
    ]));
    synthesized.template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      IpProtocol: 'tcp', FromPort: { 'Fn::GetAtt': [Match.anyValue(), 'Endpoint.Port'] }, Description: 'The provisioner of a database user', SourceSecurityGroupId: Match.anyValue(),
    });
  });

  test('waits for a network of the app to have its routes', () => {
    const stack = newStack({ env: ENV });
    make(() => ({ vpc: new Vpc(stack, 'Vpc', { natGateways: 1, maxAzs: 2 }) }), stack);
    const synthesized = new Synthesized(stack);
    const after = (userOf(synthesized).DependsOn ?? []).map((id) => synthesized.json.Resources?.[id].Type);
    expect(after).toContain('AWS::EC2::Route');
  });

  test('leaves the security groups of a database without one, and of no network, alone', () => {
    for (const options of [(stack: Stack) => ({ vpc: vpcIn(stack) }), () => ({})]) made(options).template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });
});

describe('the function', () => {
  test('is the bundled one, outside of a VPC unless one is given', () => {
    const [handler] = Object.values(made().resources('AWS::Lambda::Function'));
    expect(handler.Properties).toMatchObject({ Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 300, MemorySize: 256, Description: 'The provisioner of a database user' });
    expect(handler.Properties).not.toHaveProperty('VpcConfig');
    expect(handler.Properties).not.toHaveProperty('Environment');
  });

  test('runs in the given subnets and security groups', () => {
    const synthesized = made((stack) => ({
      vpc: vpcIn(stack),
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345678')],
      reservedConcurrentExecutions: 1,
      path: '/ai-platforms/',
      permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', `arn:aws:iam::${ACCOUNT}:policy/boundary`),
    }));
    synthesized.template.hasResourceProperties('AWS::IAM::Role', { Path: '/ai-platforms/', PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary` });
    synthesized.template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-12345678'], SecurityGroupIds: ['sg-12345678'] }, ReservedConcurrentExecutions: 1 });
  });
});

describe('the right', () => {
  const request = { principal: `arn:aws:iam::${ACCOUNT}:role/provisioner`, resourceAccount: ACCOUNT };

  test('to read one secret, and no other', async () => {
    const identity = made().policies('User');
    const read = (resource: string, action = 'secretsmanager:GetSecretValue') => isAllowed({ identity }, { ...request, action, resource });
    await expect(read(SECRET)).resolves.toBe(true);
    await expect(read(SECRET.replace('admin', 'other'))).resolves.toBe(false);
    await expect(read(SECRET, 'secretsmanager:PutSecretValue')).resolves.toBe(false);
    await expect(read(`arn:aws:rds-db:us-east-1:${ACCOUNT}:dbuser:db-ABCDEFGHIJKL/fourminds_iam_user`, 'rds-db:connect')).resolves.toBe(false);
  });

  test('to decrypt with the key of the secret, through Secrets Manager only', async () => {
    const keyArn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0b5f9c1e-5d4a-4c7e-9a3b-2f1d6e8c7a90`;
    const identity = made((stack) => ({
      adminSecret: Secret.fromSecretAttributes(stack, 'Encrypted', { secretCompleteArn: SECRET, encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) }),
    })).policies('User');
    // The usual key policy, which leaves the decision to IAM.
    const resource: PolicyJson = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' } as object] };
    const decrypt = (service: string) => isAllowed({ identity, resource }, { ...request, action: 'kms:Decrypt', resource: keyArn, context: { 'kms:ViaService': `${service}.us-east-1.amazonaws.com` } });
    await expect(decrypt('secretsmanager')).resolves.toBe(true);
    await expect(decrypt('s3')).resolves.toBe(false);
  });

  test('to read a secret that is known by name covers the six characters that its ARN ends with', async () => {
    const identity = made((stack) => ({ adminSecret: Secret.fromSecretNameV2(stack, 'Named', 'admin') })).policies('User');
    const read = (resource: string) => isAllowed({ identity }, { ...request, action: 'secretsmanager:GetSecretValue', resource });
    await expect(read(SECRET)).resolves.toBe(true);
    await expect(read(SECRET.replace('admin-', 'admin-of-orders-'))).resolves.toBe(false);
  });
});

test.each<[string, (stack: Stack) => Partial<DatabaseUserProps>]>([
  ['by default', () => ({})],
  ['with everything', (stack) => ({
    vpc: vpcIn(stack),
    reservedConcurrentExecutions: 1,
    logEncryptionKey: Key.fromKeyArn(stack, 'Logs', `arn:aws:kms:us-east-1:${ACCOUNT}:key/7c2a4e6d-1b3f-4d5e-8f9a-0c1b2d3e4f5a`),
    adminSecret: Secret.fromSecretNameV2(stack, 'Named', 'admin'),
  })],
])('%s, four packs of rules find nothing that is not acknowledged', (_case, options) => expect(unacknowledged(make(options))).toEqual([]));

test.each<[string, (stack: Stack) => Partial<DatabaseUserProps>, string]>([
  ['a proxy', () => ({ database: PROXY }), 'database is a proxy, which lets only users with a secret in. Give the instance or the cluster behind it.'],
  ['the master user', (stack) => ({ database: RdsDatabase.fromInstance(instanceIn(stack, { credentials: Credentials.fromPassword('owner', SecretValue.ssmSecure('password')) })), userName: 'Owner' }),
    "userName 'Owner' is the master user of Stack/Instance, whose password would stop working with rds_iam. Name a user of its own that may only read."],
  ['a user of RDS', () => ({ userName: 'rdsadmin' }),
    "userName 'rdsadmin' is a user of RDS itself or a usual name of the master user, whose password would stop working with rds_iam. Name a user of its own that may only read."],
  ['a name that is too long', () => ({ userName: 'a'.repeat(64) }), `userName '${'a'.repeat(64)}' has 64 bytes and the engine takes 63. Use a shorter name.`],
  ['no database', () => ({ databases: [] }), 'databases is empty. Name at least one database with what may be read of it.'],
  ['tables that are known at deployment only', () => ({ database: MYSQL, databases: [{ name: 'shop', tables: Fn.split(',', Fn.importValue('Tables')) }] }),
    'databases[0].tables is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens.'],
  ...['tables', 'owners'].map((list): [string, () => Partial<DatabaseUserProps>, string] => [
    `${list} of a schema that are known at deployment only`, () => ({ databases: [{ name: 'shop', schemas: [{ name: 'public', [list]: Fn.split(',', Fn.importValue('List')) }] }] }),
    `databases[0].schemas[0].${list} is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens.`,
  ]),
  ['the password hashes', () => ({ database: MYSQL, databases: [{ name: 'mysql' }] }), "databases[0].name 'mysql' belongs to the server itself. Name databases of your own."],
])('%s is refused', (_case, options, message) => expect(() => make(options)).toThrow(new Error(message)));

describe('an access', () => {
  const accessIn = (stack: Stack, databases: RdsDatabase[]) => {
    const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
    return { connection, access: new RdsIamAuthAccess(stack, 'Rds', { connection, databases, databaseUser: 'reader' }) };
  };

  test('makes its user in its only database, and a verification waits for it', () => {
    const stack = newStack({ env: ENV });
    const cluster = clusterIn(stack, { iamAuthentication: true });
    const { connection, access } = accessIn(stack, [RdsDatabase.fromCluster(cluster)]);
    new ConnectionVerifier(stack, 'Verifier', { connection });
    const user = access.createDatabaseUser('User', { adminSecret: secretIn(stack), databases: [{ name: 'shop' }], vpc: cluster.vpc });
    expect(stack.resolve(user.userName)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^RdsUser/), 'UserName'] });
    const synthesized = new Synthesized(stack);
    expect(userOf(synthesized).Properties).toMatchObject({ Engine: 'aurora-mysql', UserName: 'reader' });
    const [verification] = Object.values(synthesized.resources('Custom::AiPlatformConnectionVerification'));
    expect(verification.DependsOn).toContain(Object.keys(synthesized.resources('Custom::AiPlatformDatabaseUser'))[0]);
  });

  test('of several databases must be told in which one', () => {
    const stack = newStack({ env: ENV });
    const { access } = accessIn(stack, [POSTGRES, AURORA]);
    const options = { adminSecret: secretIn(stack), databases: [{ name: 'shop' }] };
    expect(() => access.createDatabaseUser('User', options)).toThrow(new Error('database is missing, and the access has not just one. Give the database to make the user in.'));
    access.createDatabaseUser('User', { ...options, database: AURORA });
    expect(userOf(new Synthesized(stack)).Properties).toMatchObject({ Host: 'd.cluster-x.example.com' });
  });
});

describe('setupSql', () => {
  test('writes what a person runs', () => {
    expect(RdsIamAuthAccess.setupSql({ engine: RdsEngine.AURORA_POSTGRESQL, databases: [{ name: 'shop', schemas: [{ name: 'public', owners: ['app'] }, { name: 'Reports', tables: ['daily', 'a"b'] }] }] })).toBe([
      '-- Run it with psql as the master user: psql --set ON_ERROR_STOP=1 --file <this file>',
      'CREATE USER "fourminds_iam_user" WITH LOGIN;',
      'GRANT rds_iam TO "fourminds_iam_user";',
      'GRANT CONNECT ON DATABASE "shop" TO "fourminds_iam_user";',
      '',
      '\\connect "shop"',
      'GRANT USAGE ON SCHEMA "public" TO "fourminds_iam_user";',
      'GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO "fourminds_iam_user";',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "app" IN SCHEMA "public" GRANT SELECT ON TABLES TO "fourminds_iam_user";',
      'GRANT USAGE ON SCHEMA "Reports" TO "fourminds_iam_user";',
      'GRANT SELECT ON "Reports"."daily", "Reports"."a""b" TO "fourminds_iam_user";',
      '',
    ].join('\n'));
    expect(RdsIamAuthAccess.setupSql({ engine: RdsEngine.MARIADB, userName: 'reader', databases: [{ name: 'sales_eu' }, { name: 'shop', tables: ['orders'] }] })).toBe([
      '-- Run it as the master user.',
      "CREATE USER `reader`@`%` IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL;",
      'GRANT SELECT ON `sales\\_eu`.* TO `reader`@`%`;',
      'GRANT SELECT ON `shop`.`orders` TO `reader`@`%`;',
      '',
    ].join('\n'));
  });

  test.each<[Parameters<typeof RdsIamAuthAccess.setupSql>[0], string]>([
    [{ engine: 'oracle-ee' as RdsEngine, databases: [{ name: 'shop' }] }, "engine has an engine without IAM database authentication: RDS engine 'oracle-ee' is not supported."],
    [{ engine: RdsEngine.MYSQL, userName: 'root', databases: [{ name: 'shop' }] }, "userName 'root' is a user of RDS itself"],
    [{ engine: RdsEngine.MYSQL, databases: [{ name: 'shop', schemas: [{ name: 'public' }] }] }, 'databases[0].schemas is given for MySQL, where a database has no schemas. Give tables, or leave both out.'],
    [{ engine: RdsEngine.MYSQL, databases: [{ name: Fn.importValue('Database') }] }, 'databases holds a name that is only known at deployment. Use createDatabaseUser.'],
  ])('refuses %j', (props, message) => expect(() => RdsIamAuthAccess.setupSql(props)).toThrow(message));
});
