import { Peer, type IPeer } from 'aws-cdk-lib/aws-ec2';
import { Credentials, DatabaseCluster, DatabaseInstance, DatabaseInstanceEngine, MariaDbEngineVersion, OracleEngineVersion } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Fn, SecretValue, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { AURORA, grant, instanceIn, MARIADB, MYSQL, type Options, POSTGRES, securityGroupIn } from './databases';
import { RdsDatabase, type RdsEndpointOptions, RdsEngine } from '../../../src';
import { requireDatabaseUserName } from '../../../src/access/rds/database-user-name';
import { ENV, newStack } from '../../synthesis/template';

const fails = (make: (stack: Stack) => Options, message: string) => {
  const stack = newStack({ env: ENV });
  expect(() => grant(make(stack), stack)).toThrow(new Error(message));
};
const endpoint = (changes: Partial<RdsEndpointOptions> = {}, id = 'db-ABC') => (): Options =>
  ({ databases: [RdsDatabase.fromResourceId(id, { engine: RdsEngine.POSTGRES, host: 'h.example.com', ...changes })] });

test.each<[string, (stack: Stack) => Options, string]>([
  ['no database', () => ({}), 'databases is missing. List the databases, or set allDatabases: true.'],
  ['all and some', () => ({ allDatabases: true, databases: [POSTGRES] }), "allDatabases 'true' contradicts the databases that are listed. Leave out one of the two."],
  ['all but some', () => ({ allDatabases: true, deniedDatabases: [POSTGRES] }), 'deniedDatabases is given together with allDatabases. List the allowed databases instead.'],
  ['one twice', () => ({ databases: [POSTGRES, POSTGRES] }), "databases[1] 'db-ABCDEFGHIJKL' is listed twice. List it once."],
  ['one twice that is known at deployment only', () => {
    const database = RdsDatabase.fromResourceId(Fn.importValue('Database'), { engine: RdsEngine.POSTGRES, host: 'a.example.com' });
    return { databases: [database, database] };
  }, 'databases[1] is listed twice. List it once.'],
  ['allowed and denied', () => ({ databases: [POSTGRES], deniedDatabases: [AURORA, POSTGRES] }), 'deniedDatabases[1] is an allowed database too. Leave it out of one of the two.'],
  ['a user that is allowed and denied', () => ({ databases: [POSTGRES], deniedDatabaseUsers: ['fourminds_iam_user'] }), "deniedDatabaseUsers[0] 'fourminds_iam_user' is the database user that is allowed. Leave it out."],
  ['users that are known at deployment only', () => ({ databases: [POSTGRES], deniedDatabaseUsers: Fn.split(',', Fn.importValue('Users')) }),
    'deniedDatabaseUsers is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens.'],
  ['narrower discovery', () => ({ databases: [POSTGRES], discoverableInstances: ['prod-analytics'] }),
    "discoverableInstances 'prod-analytics' would break the platform's list: it has no filter, and AWS authorises it on db:* or not at all. Leave it out; what the platform may connect to is limited by databases."],
  ['an ARN for a resource ID', endpoint({}, 'arn:aws:rds:us-east-1:111111111111:db:orders'),
    "databases[0] 'arn:aws:rds:us-east-1:111111111111:db:orders' is no resource ID. Give it as RDS shows it under Configuration: db-ABCDEFGHIJKL, cluster-ABCDEFGHIJKL or prx-0123456789abcdef."],
  ...['db-*', 'db-ABC*', 'db-', 'prx-', 'prx-*', 'xdb-ABC', 'cluster-abc', 'prx-ABC'].map((id): [string, (stack: Stack) => Options, string] => [`${id} for a resource ID`, endpoint({}, id),
    `databases[0] '${id}' is no resource ID. Give it as RDS shows it under Configuration: db-ABCDEFGHIJKL, cluster-ABCDEFGHIJKL or prx-0123456789abcdef.`]),
  ['a member of an Aurora cluster', endpoint({ engine: RdsEngine.AURORA_MYSQL }),
    "databases[0] 'db-ABC' is an instance of an Aurora cluster, and tokens are for the cluster. Give the cluster: fromCluster, or its resource ID cluster-...."],
  ['an address for a host', endpoint({ host: '10.0.0.1' }), "databases[0] '10.0.0.1' is no host name. Give the endpoint as RDS shows it: no IP address, no port and no scheme."],
  ['a host with a port', endpoint({ host: 'h.example.com:5432' }), "databases[0] 'h.example.com:5432' is no host name. Give the endpoint as RDS shows it: no IP address, no port and no scheme."],
  ['no port', endpoint({ port: 0 }), "databases[0] '0' is no TCP port. Give a number from 1 to 65535."],
  ['an empty database', endpoint({ database: '' }), "databases[0] '' is no database name. Leave database out to look into all of them."],
  ['an import prefix that is a pattern', (stack) => ({ databases: [POSTGRES], importTo: { bucket: Bucket.fromBucketName(stack, 'B', 'imported'), prefix: 'rds/*' } }),
    "importTo.prefix 'rds/*' holds a wildcard. Give the literal start of the keys, such as datasets/."],
])('%s', (_, make, message) => fails(make, message));

describe('databases that are constructs', () => {
  test('of an engine without IAM authentication', () => fails((stack) => ({
    databases: [RdsDatabase.fromInstance(instanceIn(stack, { engine: DatabaseInstanceEngine.oracleEe({ version: OracleEngineVersion.VER_19 }) }))],
  }), "databases[0] has an engine without IAM database authentication: RDS engine 'oracle-ee' is not supported. Give a database of one of postgres, mysql, mariadb, aurora-postgresql, aurora-mysql, aurora."));

  test.each([['10.6', false], ['10.11', true], ['11.4', true], ['11.8', true], ['10.11.9', true], ['10.1', false]])('of MariaDB %s', (version, supported) => {
    const stack = newStack({ env: ENV });
    const engine = DatabaseInstanceEngine.mariaDb({ version: MariaDbEngineVersion.of(version, version.split('.').slice(0, 2).join('.')) });
    const make = () => grant({ databases: [RdsDatabase.fromInstance(instanceIn(stack, { engine, iamAuthentication: true }))] }, stack);
    if (supported) expect(make).not.toThrow();
    else expect(make).toThrow(new Error(`databases[0] is MariaDB ${version}, for which RDS has no IAM database authentication. Upgrade it to 10.11, 11.4, 11.8.`));
  });

  test('with the platform as master user', () => fails((stack) => ({
    databases: [RdsDatabase.fromInstance(instanceIn(stack, { iamAuthentication: true, credentials: Credentials.fromPassword('FourMinds_IAM_user', SecretValue.ssmSecure('password')) }))],
  }), "databaseUser 'fourminds_iam_user' is the master user of Stack/Instance, whose password would stop working with rds_iam. Name a user of its own that may only read."));

  test('imported without a resource ID, an engine or an endpoint', () => {
    const imported = (stack: Stack) => DatabaseInstance.fromDatabaseInstanceAttributes(stack, 'I', { instanceIdentifier: 'i', instanceEndpointAddress: 'i.example.com', port: 5432, securityGroups: [] });
    fails((stack) => ({ databases: [RdsDatabase.fromInstance(imported(stack))] }), 'databases[0] has no known resource ID. Give it to DatabaseInstance.fromDatabaseInstanceAttributes, or as resourceId here.');
    fails((stack) => ({ databases: [RdsDatabase.fromInstance(imported(stack), { resourceId: 'db-A' })] }), 'databases[0] has no known engine. Give it to DatabaseInstance.fromDatabaseInstanceAttributes, or as engine here.');
    fails((stack) => ({ databases: [RdsDatabase.fromCluster(DatabaseCluster.fromDatabaseClusterAttributes(stack, 'C', { clusterIdentifier: 'c' }))] }),
      'databases[0] has no known endpoint. Give clusterEndpointAddress and port to DatabaseCluster.fromDatabaseClusterAttributes.');
  });

  test('in another region', () => {
    const stack = newStack({ env: ENV });
    const elsewhere = new Stack(stack.node.root as never, 'Elsewhere', { env: { ...ENV, region: 'eu-west-1' } });
    expect(() => grant({ databases: [RdsDatabase.fromInstance(instanceIn(elsewhere, { iamAuthentication: true }))] }, stack)).toThrow(new Error(
      "databases[0] 'Elsewhere/Instance' is in the region eu-west-1, and the connection in us-east-1. Make a connection in a stack of eu-west-1."));
  });
});

describe('the database user', () => {
  const refuse = (name: string, databases = [POSTGRES]) => {
    try {
      grant({ databases, databaseUser: name });
    } catch (error) {
      return (error as Error).message.replace(`databaseUser '${name}' `, '');
    }
    return undefined;
  };

  test.each([
    ['', 'is empty. Name a database user, such as fourminds_iam_user.'],
    ['*', "holds '*', '?' or '$', which IAM does not take literally. Name one database user without them."],
    ['a${aws:username}', "holds '*', '?' or '$', which IAM does not take literally. Name one database user without them."],
    ['a b', 'holds white space, a quote, a slash or a colon. Use letters, digits and underscores.'],
    ["a'; --", 'holds white space, a quote, a slash or a colon. Use letters, digits and underscores.'],
    ['db/user', 'holds white space, a quote, a slash or a colon. Use letters, digits and underscores.'],
    ['pg_reader', "starts with 'pg_', which PostgreSQL keeps for itself. Use another name."],
    ['Postgres', 'is a user of RDS itself or a usual name of the master user, whose password would stop working with rds_iam. Name a user of its own that may only read.'],
    ['rdsadmin', 'is a user of RDS itself or a usual name of the master user, whose password would stop working with rds_iam. Name a user of its own that may only read.'],
    ['x'.repeat(64), 'has 64 bytes and the engine takes 63. Use a shorter name.'],
    ['ü'.repeat(32), 'has 64 bytes and the engine takes 63. Use a shorter name.'],
  ])('%j is refused', (name, message) => expect(refuse(name)).toBe(message));

  test.each([[MYSQL, 32], [MARIADB, 80], [POSTGRES, 63], [AURORA, 63]])('is as long as its engine takes', (database, most) => {
    expect(refuse('x'.repeat(most), [database])).toBeUndefined();
    expect(refuse('x'.repeat(most + 1), [database])).toMatch(`and the engine takes ${most}`);
  });

  test('of all databases fits every engine', () => {
    expect(() => grant({ allDatabases: true, databaseUser: 'x'.repeat(33) })).toThrow(/has 33 characters and the engine takes 32/);
  });

  test('that is let through can neither widen a policy nor leave its ARN', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
      try {
        requireDatabaseUserName('databaseUser', name, { most: 63, unit: 'bytes' });
      } catch (error) {
        expect((error as Error).message.startsWith(`databaseUser '${name}' `)).toBe(true);
        return;
      }
      expect(name).toMatch(/^[^*?$/:\s'"\\`]+$/);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
    }), { numRuns: 400 });
  });
});

describe('ingress', () => {
  const message = (ingress: NonNullable<Options['ingress']>) => {
    const stack = newStack({ env: ENV });
    const database = RdsDatabase.fromResourceId('db-ABC', { engine: RdsEngine.MYSQL, host: 'h.example.com', securityGroups: [securityGroupIn(stack)] });
    try {
      grant({ databases: [database], ingress }, stack);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  const OPEN = "opens the database to the whole internet. Give the platform's own addresses; ask its support for them.";

  test.each([
    ['0.0.0.0/0', OPEN], ['::/0', OPEN], ['0:0::0/0', OPEN], ['198.51.100.7/0', OPEN],
    ['128.0.0.0/1', "is wider than /8. Give the platform's own addresses; ask its support for them."],
    ['2000::/3', "is wider than /16. Give the platform's own addresses; ask its support for them."],
    ['198.51.100.7', 'is no address range in CIDR notation. Give it in the form 198.51.100.0/24.'],
    ['0.0.0.0/7', "is wider than /8. Give the platform's own addresses; ask its support for them."],
    ['2000::/15', "is wider than /16. Give the platform's own addresses; ask its support for them."],
    ['2001:db8::/129', 'is no address range in CIDR notation. Give it in the form 198.51.100.0/24.'],
    ['198.51.100.0/', 'is no address range in CIDR notation. Give it in the form 198.51.100.0/24.'],
    ['198.51.100.0/0024', 'is no address range in CIDR notation. Give it in the form 198.51.100.0/24.'],
    ['198.51.100.0/33', 'is no address range in CIDR notation. Give it in the form 198.51.100.0/24.'],
    ['198.51.100.0/24/8', 'is no address range in CIDR notation. Give it in the form 198.51.100.0/24.'],
    ['example.com/24', 'is no address range in CIDR notation. Give it in the form 198.51.100.0/24.'],
  ])('from %s is refused', (cidr, problem) => {
    expect(message({ cidrs: ['198.51.100.0/24', cidr] })).toBe(`ingress.cidrs[1] '${cidr}' ${problem}`);
  });

  test.each(['10.0.0.0/8', '198.51.100.7/32', '2000::/16', '2001:db8::1/128'])('from %s is taken', (cidr) => expect(message({ cidrs: [cidr] })).toBeUndefined());

  test.each<[string, IPeer]>([['0.0.0.0/0', Peer.anyIpv4()], ['::/0', Peer.anyIpv6()], ['0.0.0.0/0', Peer.ipv4('0.0.0.0/0')]])('from a peer that is %s in disguise is refused', (cidr, peer) => {
    expect(message({ peer })).toBe(`ingress.peer '${cidr}' ${OPEN}`);
  });

  test('from nowhere, or from what is no prefix list', () => {
    expect(message({})).toBe('ingress is empty. Give cidrs, prefixList or peer, or leave ingress out.');
    expect(message({ prefixList: 'com.amazonaws.us-east-1.s3' })).toBe("ingress.prefixList 'com.amazonaws.us-east-1.s3' is no prefix list. Give its ID, such as pl-0123456789abcdef0.");
  });

  test('to databases whose security groups are not known', () => {
    const ingress = { cidrs: ['198.51.100.0/24'] };
    const ungrouped = RdsDatabase.fromResourceId('db-ABC', { engine: RdsEngine.MYSQL, host: 'h.example.com', securityGroups: [] });
    fails(() => ({ databases: [ungrouped], ingress }), "ingress can't be added to databases[0], whose security groups are not known. Give securityGroups where it is imported.");
    fails(() => ({ databases: [POSTGRES], ingress }), "ingress can't be added to databases[0], whose security groups are not known. Give securityGroups where it is imported.");
    fails(() => ({ allDatabases: true, ingress }), 'ingress is given together with allDatabases. List the databases whose security groups are to be opened.');
  });
});
