import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, DefaultStackSynthesizer, LegacyStackSynthesizer, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { CrossAccountRole, OidcFederationRole, Platform, S3Access, type IConnection, type S3AccessProps } from '../../../src';
import { bucketNames } from '../../policy/bucket-names';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../synthesis/template';

type Options = Omit<S3AccessProps, 'connection'>;
const READ_ANY = 'The platform may read every bucket of the account, new ones too.';
const NAMES_LISTED = 'Where a bucket is limited to prefixes, the names of all its keys can still be listed: Test Connection needs HeadBucket, which AWS authorises like a listing without a prefix.';

function grant(options: Options, stack: Stack = newStack({ env: ENV })): Stack {
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  new S3Access(stack, 'S3', { connection, ...options });
  return stack;
}

/** The policies' statements without their constant parts: actions, resources, conditions. */
function statementsOf(synthesized: Synthesized): unknown[] {
  return synthesized.policies('ConnectionRole').flatMap(({ Statement }) => Statement).map(({ Sid, Action, Resource, Condition }) => [Sid, Action, Resource, ...(Condition ? [Condition] : [])]);
}

const statements = (options: Options, stack?: Stack, parameters: Record<string, string> = {}) =>
  statementsOf(new Synthesized(grant(options, stack), undefined, parameters));

describe('grants', () => {
  test('listed buckets and their objects', () => {
    expect(statements({ allowedBucketNames: ['one', 'two'] })).toEqual([
      ['S3ListBucket', 's3:ListBucket', ['arn:aws:s3:::one', 'arn:aws:s3:::two']],
      ['S3ReadObject', 's3:GetObject', ['arn:aws:s3:::one/*', 'arn:aws:s3:::two/*']],
    ]);
  });

  test('prefixes, and HeadBucket beside them', () => {
    expect(statements({ allowedBucketNames: ['one', 'two'], prefixes: { one: ['a/', 'b/'] } })).toEqual([
      ['S3HeadBucket', 's3:ListBucket', 'arn:aws:s3:::one', { Null: { 's3:prefix': 'true' } }],
      ['S3ListPrefix', 's3:ListBucket', 'arn:aws:s3:::one', { StringLike: { 's3:prefix': ['a/*', 'b/*'] } }],
      ['S3ReadObject', 's3:GetObject', ['arn:aws:s3:::one/a/*', 'arn:aws:s3:::one/b/*', 'arn:aws:s3:::two/*']],
      ['S3ListBucket', 's3:ListBucket', 'arn:aws:s3:::two'],
    ]);
  });

  test('all buckets of this account when asked to', () => {
    const own = { StringEquals: { 'aws:ResourceAccount': ACCOUNT } };
    const synthesized = new Synthesized(grant({ allBuckets: true, defaultBucketName: 'one' }));
    expect(statementsOf(synthesized)).toEqual([
      ['S3ListAllBuckets', 's3:ListAllMyBuckets', '*'],
      ['S3ListAnyBucket', 's3:ListBucket', 'arn:aws:s3:::*', own],
      ['S3ReadAnyObject', 's3:GetObject', 'arn:aws:s3:::*/*', own],
    ]);
    expect(synthesized.document().warnings).toEqual([READ_ANY]);
    expect(synthesized.document().integrations.s3).toMatchObject({
      fields: { 'AWS Region': 'us-east-1', 'Default Bucket': 'one' }, scope: { allBuckets: true, buckets: [], deniedBuckets: [] },
    });
  });

  test('buckets of the app, with their keys', () => {
    const stack = newStack({ env: ENV });
    const bucket = new Bucket(stack, 'Bucket', { encryptionKey: new Key(stack, 'Key') });
    const other = Bucket.fromBucketName(stack, 'Other', 'other');
    const synthesized = new Synthesized(grant({ allowedBuckets: [bucket, other], defaultBucket: bucket }, stack));
    const name = String(Object.values(synthesized.document().integrations.s3?.fields ?? {})[1]);
    const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`;
    expect(statementsOf(synthesized)).toEqual([
      ['S3ListBucket', 's3:ListBucket', [`arn:aws:s3:::${name}`, 'arn:aws:s3:::other']],
      ['S3ReadObject', 's3:GetObject', [`arn:aws:s3:::${name}/*`, 'arn:aws:s3:::other/*']],
      ['S3DecryptObject', 'kms:Decrypt', key, { StringLike: { 'kms:ViaService': 's3.us-east-1.*' } }],
    ]);
    expect(synthesized.document().integrations.s3).toMatchObject({
      fields: { 'Default Bucket': name, 'Allowed Buckets': [name, 'other'] }, scope: { buckets: [name, 'other'] },
    });
    expect(synthesized.output('ConnectionS3AllowedBuckets')).toBe(`${name},other`);
    expect(synthesized.output('ConnectionS3DefaultBucket')).toBe(name);
  });

  test('given keys, each once, only in the region that they are in', () => {
    const stack = newStack({ env: ENV });
    const arn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`;
    const keys = [1, 2].map((id) => Key.fromKeyArn(stack, `Key${id}`, arn));
    expect(statements({ allowedBucketNames: ['one'], encryptionKeys: keys }, stack).slice(2)).toEqual([
      ['S3DecryptObject', 'kms:Decrypt', arn, { StringLike: { 'kms:ViaService': 's3.eu-west-1.*' } }],
    ]);
  });

  test('a key of a stack that knows its region at deployment only', () => {
    const stack = newStack();
    const [, , decrypt] = statements({ allowedBuckets: [new Bucket(stack, 'Bucket', { encryptionKey: new Key(stack, 'Key') })] }, stack) as unknown[][];
    expect(decrypt[3]).toEqual({ StringLike: { 'kms:ViaService': 's3.us-east-1.*' } });
  });

  test('names and prefixes that are tokens', () => {
    const stack = newStack();
    const [name, prefix] = ['Name', 'Prefix'].map((id) => new CfnParameter(stack, id).valueAsString);
    expect(statements({ allowedBucketNames: [name], prefixes: { [name]: [prefix] } }, stack, { Name: 'datasets', Prefix: 'a/' })).toEqual([
      ['S3HeadBucket', 's3:ListBucket', 'arn:aws:s3:::datasets', { Null: { 's3:prefix': 'true' } }],
      ['S3ListPrefix', 's3:ListBucket', 'arn:aws:s3:::datasets', { StringLike: { 's3:prefix': ['a/*'] } }],
      ['S3ReadObject', 's3:GetObject', 'arn:aws:s3:::datasets/a/*'],
    ]);
  });

  test('a bucket of another stack', () => {
    const app = new App();
    const [data, access] = ['Data', 'Access'].map((id) => new Stack(app, id, { env: ENV }));
    const bucket = new Bucket(data, 'Bucket');
    const stack = grant({ allowedBuckets: [bucket], defaultBucket: bucket }, access);
    app.synth();
    const exports = Object.values(new Synthesized(data).json.Outputs ?? {}).map((output) => (output as { Export?: { Name: string } }).Export?.Name ?? '');
    const imports = Object.fromEntries(exports.map((name) => [name, name.includes('Arn') ? 'arn:aws:s3:::datasets' : 'datasets']));
    expect(statements({ allowedBucketNames: ['datasets'] })).toEqual(statementsOf(new Synthesized(stack, undefined, imports)));
  });

  test('a bucket of another account, with a warning that its own policy must let the role in too', () => {
    const [stack, agnostic] = [newStack({ env: ENV }), newStack()];
    const of = (account: string) => (scope: Stack) => Bucket.fromBucketAttributes(scope, `Of${account}`, { bucketName: `shared-${account}`, account });
    const warnings = (scope: Stack, account: string) => new Synthesized(grant({ allowedBuckets: [of(account)(scope)] }, scope)).document().warnings;
    expect(warnings(stack, '222222222222')).toEqual([
      'The bucket shared-222222222222 belongs to account 222222222222: its bucket policy, and the policy of its KMS key if it has one, must let the role in too.',
    ]);
    expect(warnings(newStack({ env: ENV }), ACCOUNT)).toEqual([]);
    expect(warnings(agnostic, '222222222222')).toEqual([]);
  });

  test('names that are tokens take the room of the longest bucket name, and no more', () => {
    const stack = newStack({ env: ENV });
    const allowedBucketNames = Array.from({ length: 56 }, (_, index) => new CfnParameter(stack, `Name${index}`).valueAsString);
    const parameters = Object.fromEntries(allowedBucketNames.map((_, index) => [`Name${index}`, `${index}`.padEnd(63, 'x')]));
    expect(new Synthesized(grant({ allowedBucketNames }, stack), undefined, parameters).policies('ConnectionRole')).toHaveLength(2);
  });

  test('more prefixes than one policy can hold', () => {
    const prefixes = Array.from({ length: 200 }, (_, index) => `${'department-'.repeat(4)}${index}/`);
    const all = new Synthesized(grant({ allowedBucketNames: ['one'], prefixes: { one: prefixes } })).policies('ConnectionRole').flatMap(({ Statement }) => Statement);
    const listed = all.flatMap(({ Condition }) => Condition?.StringLike?.['s3:prefix'] ?? []);
    expect(listed).toEqual(prefixes.map((prefix) => `${prefix}*`));
    // Each condition is long, so that there are few, and short enough for packing to place it.
    const lengths = all.flatMap(({ Condition }) => Condition?.StringLike ? [JSON.stringify(Condition.StringLike['s3:prefix']).length] : []);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2001);
    expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThan(1900);
    expect(all.flatMap(({ Action, Resource }) => Action === 's3:GetObject' ? Resource ?? [] : [])).toEqual(prefixes.map((prefix) => `arn:aws:s3:::one/${prefix}*`));
  });

  test('nothing that was not asked for, whatever the input', () => {
    const name = fc.oneof({ weight: 12, arbitrary: fc.constantFrom('one', 'two', 'three') }, { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '$', '{', '}', '/', '.', 'A'), maxLength: 8 }) });
    const prefix = fc.oneof({ weight: 12, arbitrary: fc.constantFrom('a/', 'b') }, { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom('a', '*', '?', '$', '{', '}', '/', ' '), maxLength: 6 }) });
    const options = fc.record({
      allowedBucketNames: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      prefixes: fc.dictionary(name, fc.uniqueArray(prefix, { minLength: 1, maxLength: 2 }), { maxKeys: 2 }),
      defaultBucketName: name,
    }, { requiredKeys: ['allowedBucketNames'] });
    let accepted = 0;
    fc.assert(fc.property(options, (given) => {
      let stack: Stack;
      try {
        stack = grant(given);
      } catch {
        return;
      }
      accepted += 1;
      const resources = new Synthesized(stack).policies('ConnectionRole').flatMap(({ Statement }) => Statement)
        .flatMap(({ Action, Resource, Condition }) => [Resource ?? []].flat().map((resource) => ({ Action, resource, Condition })));
      for (const { Action, resource, Condition } of resources) {
        const [bucket, ...key] = resource.replace('arn:aws:s3:::', '').split('/');
        expect(given.allowedBucketNames).toContain(bucket);
        const limits = given.prefixes?.[bucket];
        if (Action === 's3:GetObject') expect((limits ?? ['']).map((limit) => `${limit}*`)).toContain(key.join('/'));
        else if (limits) expect(Condition?.Null ?? Condition?.StringLike).toEqual({ 's3:prefix': Condition?.Null ? 'true' : limits.map((limit) => `${limit}*`) });
        else expect([Action, Condition]).toEqual(['s3:ListBucket', undefined]);
        expect(JSON.stringify(resource)).not.toMatch(/\$|\?|\*.+\*/);
      }
    }), { numRuns: 150 });
    expect(accepted).toBeGreaterThan(20);
  });
});

describe('bucket policies', () => {
  const policyOf = (synthesized: Synthesized) => Object.values(synthesized.resources('AWS::S3::BucketPolicy')).map(({ Properties }) => Properties.PolicyDocument as { Statement: object[] });

  test('are left alone by default', () => {
    const stack = newStack({ env: ENV });
    new Synthesized(grant({ allowedBuckets: [new Bucket(stack, 'Bucket')] }, stack)).template.resourceCountIs('AWS::S3::BucketPolicy', 0);
  });

  test('let the role in on request', () => {
    const stack = newStack({ env: ENV });
    const synthesized = new Synthesized(grant({ allowedBuckets: [new Bucket(stack, 'Bucket', { bucketName: 'one' })], addToBucketPolicies: true }, stack));
    const principal = { AWS: synthesized.document().principal.arn };
    expect(policyOf(synthesized)[0].Statement).toEqual([
      { Effect: 'Allow', Principal: principal, Action: 's3:ListBucket', Resource: 'arn:aws:s3:::one' },
      { Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::one/*' },
    ]);
  });

  test("say no more than the role's own policy", () => {
    const stack = newStack({ env: ENV });
    const bucket = new Bucket(stack, 'Bucket', { bucketName: 'one' });
    const synthesized = new Synthesized(grant({ allowedBuckets: [bucket], prefixes: { [bucket.bucketName]: ['a/', 'b/'] }, addToBucketPolicies: true }, stack));
    const ofBucket = policyOf(synthesized)[0].Statement.map((statement) => ({ ...statement, Principal: undefined }));
    const ofRole = synthesized.policies('ConnectionRole').flatMap(({ Statement }) => Statement).map((statement) => ({ ...statement, Sid: undefined }));
    expect(ofBucket).toEqual(ofRole);
  });

  test('of one bucket take two connections', () => {
    const stack = newStack({ env: ENV });
    const bucket = new Bucket(stack, 'Bucket', { bucketName: 'one' });
    grant({ allowedBuckets: [bucket], addToBucketPolicies: true }, stack);
    const connection = new CrossAccountRole(stack, 'Airia', { platform: Platform.airia(), externalId: 'their-id' });
    new S3Access(stack, 'AiriaS3', { connection, allowedBuckets: [bucket], addToBucketPolicies: true });
    expect(policyOf(new Synthesized(stack))[0].Statement).toHaveLength(4);
  });

  test('of another stack, which would need this one as this one needs it, are refused', () => {
    const app = new App();
    const [data, access] = ['Data', 'Access'].map((id) => new Stack(app, id, { env: ENV }));
    expect(() => grant({ allowedBuckets: [new Bucket(data, 'Bucket')], addToBucketPolicies: true }, access)).toThrow(new Error(
      "addToBucketPolicies 'true' cannot reach Data/Bucket, which is in the stack Data and the connection in Access: the two would need each other. "
      + "Leave it out, as the role's own policy is enough within an account, or create both in one stack."));
  });

  test('are not made for buckets that are not of the app', () => {
    const app = new App();
    const [stack, other] = ['Stack', 'Other'].map((id) => new Stack(app, id, { env: ENV }));
    const imported = [stack, other].map((scope, index) => Bucket.fromBucketName(scope, 'Imported', `imported-${index}`));
    new Synthesized(grant({ allowedBuckets: imported, allowedBucketNames: ['one'], addToBucketPolicies: true }, stack)).template.resourceCountIs('AWS::S3::BucketPolicy', 0);
  });
});

describe('the document', () => {
  const ASSETS = `cdk-hnb659fds-assets-${ACCOUNT}-us-east-1`;
  const sectionOf = (options: Options, stack?: Stack) => new Synthesized(grant(options, stack)).document().integrations.s3;
  const probesOf = (options: Options, stack?: Stack) => sectionOf(options, stack)?.probes.map(({ id }) => id);

  test('names the probes that the choice needs', () => {
    const common = ['s3.list-objects', 's3.sample-objects'];
    const denied = ['s3.list-buckets-denied', 's3.denied-bucket'];
    expect(probesOf({ allowedBucketNames: ['one'] })).toEqual(['s3.head-bucket', ...common, ...denied]);
    expect(probesOf({ allowedBucketNames: ['one'], deniedBuckets: [] })).toEqual(['s3.head-bucket', ...common, 's3.list-buckets-denied']);
    expect(probesOf({ allBuckets: true })).toEqual(['s3.list-buckets', ...common]);
    expect(probesOf({ allowedBucketNames: ['one'], prefixes: { one: ['a/'] } })).toEqual(['s3.head-bucket', ...common, ...denied, 's3.outside-prefix']);
    const stack = newStack({ env: ENV });
    expect(probesOf({ allowedBucketNames: ['one'], deniedBuckets: [Bucket.fromBucketName(stack, 'Denied', 'denied')] }, stack))
      .toEqual(['s3.head-bucket', ...common, 's3.list-buckets-denied', 's3.denied-bucket']);
  });

  test('names prefixes and denied buckets', () => {
    const stack = newStack({ env: ENV });
    const section = sectionOf({ allowedBucketNames: ['one', 'two'], prefixes: { one: ['a/'] }, deniedBuckets: [Bucket.fromBucketName(stack, 'Denied', 'denied')] }, stack);
    expect(section?.scope).toEqual({ allBuckets: false, buckets: ['one', 'two'], prefixes: { one: ['a/'] }, deniedBuckets: ['denied'] });
  });

  test.each<[string, Options, Stack | undefined, string[]]>([
    ['of the default bootstrap', {}, undefined, [ASSETS]],
    ['of another qualifier', {}, newStack({ env: ENV, synthesizer: new DefaultStackSynthesizer({ qualifier: 'acme' }) }), [`cdk-acme-assets-${ACCOUNT}-us-east-1`]],
    ['of an environment that is known at deployment only', {}, newStack(), [ASSETS]],
    ['unless it is allowed', { allowedBucketNames: [ASSETS] }, undefined, []],
    ['unless others are denied, or none', { deniedBuckets: [] }, undefined, []],
    ['unless the deployment has none', {}, newStack({ env: ENV, synthesizer: new LegacyStackSynthesizer() }), []],
  ])('denies the bucket of the assets %s', (_, options, stack, expected) => {
    expect(sectionOf({ allowedBucketNames: ['one'], ...options }, stack)?.scope).toMatchObject({ deniedBuckets: expected });
  });

  test('warns about what prefixes cannot hide', () => {
    expect(new Synthesized(grant({ allowedBucketNames: ['one'], prefixes: { one: ['a/'] } })).document().warnings).toEqual([NAMES_LISTED]);
  });
});

describe('refuses', () => {
  const imported = (name: string) => (stack: Stack) => Bucket.fromBucketName(stack, `Imported-${name}`, name);
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Name').valueAsString;
  const options = (make: (stack: Stack) => Options) => make;
  const ALLOW = 'is not an allowed bucket. Add it to allowedBuckets or allowedBucketNames.';

  test.each<[string, (stack: Stack) => Options, string]>([
    ['no bucket', options(() => ({})), 'allowedBuckets is missing. List the buckets in allowedBuckets or allowedBucketNames, or set allBuckets: true.'],
    ['empty lists', options(() => ({ allowedBuckets: [], allowedBucketNames: [] })), 'allowedBuckets is missing. List the buckets in allowedBuckets or allowedBucketNames, or set allBuckets: true.'],
    ['all buckets and some', options(() => ({ allBuckets: true, allowedBucketNames: ['one'] })), "allBuckets 'true' contradicts the allowed buckets that are listed. Leave out one of the two."],
    ['all buckets and prefixes', options(() => ({ allBuckets: true, prefixes: { one: ['a/'] } })), 'prefixes is given together with allBuckets. List the buckets that have prefixes in allowedBuckets.'],
    ['all buckets and a denied one', options((stack) => ({ allBuckets: true, deniedBuckets: [imported('denied')(stack)] })), 'deniedBuckets is given together with allBuckets. List the allowed buckets instead.'],
    ['a bad name', options(() => ({ allowedBucketNames: ['one', 'arn:aws:s3:::two'] })), "allowedBucketNames[1] 'arn:aws:s3:::two' is an ARN. Give the bucket's name alone: two."],
    ['a bad name of a bucket', options((stack) => ({ allowedBuckets: [imported('datasets--use1-az4--x-s3')(stack)] })),
      "allowedBuckets[0] 'datasets--use1-az4--x-s3' is a directory bucket, which needs s3express:CreateSession and is not what the platform calls. Name a general purpose bucket."],
    ['a name twice', options(() => ({ allowedBucketNames: ['one', 'one'] })), "allowedBucketNames[1] 'one' is listed twice. List it once."],
    ['a bucket twice', options((stack) => ({ allowedBuckets: [imported('one')(stack)], allowedBucketNames: ['one'] })), "allowedBucketNames[0] 'one' is listed twice. List it once."],
    ['a token twice', options((stack) => { const name = parameter(stack); return { allowedBucketNames: [name, name] }; }), 'allowedBucketNames[1] is listed twice. List it once.'],
    ['a list that is a token', options((stack) => ({ allowedBucketNames: new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' }).valueAsList })),
      'allowedBucketNames is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens.'],
    ['a default bucket that is not allowed', options(() => ({ allowedBucketNames: ['one'], defaultBucketName: 'two' })), `defaultBucketName 'two' ${ALLOW}`],
    ['a default bucket construct that is not allowed', options((stack) => ({ allowedBucketNames: ['one'], defaultBucket: imported('two')(stack) })), `defaultBucket 'two' ${ALLOW}`],
    ['a default bucket that is a token and not allowed', options((stack) => ({ allowedBucketNames: ['one'], defaultBucketName: parameter(stack) })), `defaultBucketName ${ALLOW}`],
    ['two default buckets', options((stack) => ({ allowedBucketNames: ['one'], defaultBucketName: 'one', defaultBucket: imported('one')(stack) })), "defaultBucketName 'one' is given together with defaultBucket. Leave out one of the two."],
    ['a default bucket with a bad name', options(() => ({ allBuckets: true, defaultBucketName: 'One' })), "defaultBucketName 'One' has upper-case letters, which no bucket has. Give one if that is the bucket."],
    ['prefixes of a bucket that is not allowed', options(() => ({ allowedBucketNames: ['one'], prefixes: { two: ['a/'] } })), `prefixes 'two' ${ALLOW}`],
    ['prefixes of a token that is not allowed', options((stack) => ({ allowedBucketNames: ['one'], prefixes: { [parameter(stack)]: ['a/'] } })), `prefixes ${ALLOW}`],
    ['no prefix', options(() => ({ allowedBucketNames: ['one'], prefixes: { one: [] } })), "prefixes['one'] is empty. List prefixes, or leave the bucket out to allow all of it."],
    ['a bad prefix', options(() => ({ allowedBucketNames: ['one'], prefixes: { one: ['a/', '*'] } })), "prefixes['one'][1] '*' holds a wildcard. Give the literal start of the keys, such as datasets/."],
    ['a bad prefix of a token', options((stack) => {
      const name = parameter(stack);
      return { allowedBucketNames: [name], prefixes: { [name]: ['*'] } };
    }), "prefixes[0] '*' holds a wildcard. Give the literal start of the keys, such as datasets/."],
    ['a list of prefixes that is a token', options((stack) => ({ allowedBucketNames: ['one'], prefixes: { one: new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList } })),
      "prefixes['one'] is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens."],
    ['a bucket allowed and denied', options((stack) => ({ allowedBucketNames: ['one'], deniedBuckets: [imported('one')(stack)] })), "deniedBuckets[0] 'one' is an allowed bucket too. Leave it out of one of the two."],
    ['an alias', options((stack) => ({ allowedBucketNames: ['one'], encryptionKeys: [Alias.fromAliasName(stack, 'Alias', 'alias/data')] })),
      'encryptionKeys[0] is an alias, and a policy can only name the key itself. Give the key, for instance by Key.fromKeyArn.'],
    ['a bucket that names an alias', options((stack) => ({
      allowedBuckets: [Bucket.fromBucketAttributes(stack, 'Aliased', { bucketName: 'one', encryptionKey: Alias.fromAliasName(stack, 'Alias', 'alias/data') })],
    })), 'allowedBuckets[0].encryptionKey is an alias, and a policy can only name the key itself. Give the key, for instance by Key.fromKeyArn.'],
    ['more buckets than the role can carry', options(() => ({ allowedBucketNames: bucketNames(700) })),
      'The permissions need 14 managed policies and the role carries 10: 503 of 700 listed resources fit. List fewer, grant all of them at once, '
      + "or raise the IAM quota 'Managed policies attached to an IAM role' (20 at most) and set managedPolicyQuota."],
  ])('%s', (_, make, message) => {
    const stack = newStack({ env: ENV });
    expect(() => grant(make(stack), stack)).toThrow(new Error(message));
  });

  test('a connection that is not of this library', () => {
    const stack = newStack({ env: ENV });
    const stranger = new Bucket(stack, 'Stranger') as IConstruct as IConnection;
    expect(() => new S3Access(stack, 'S3', { connection: stranger, allowedBucketNames: ['one'] })).toThrow(new Error(
      'Stack/Stranger is no connection of this library. Give an OidcFederationRole, a CrossAccountRole or another of its connections.'));
  });

  test('a second access to S3, and S3 for a platform that has none', () => {
    const stack = grant({ allowedBucketNames: ['one'] });
    const connection = stack.node.findChild('Connection') as OidcFederationRole;
    expect(() => new S3Access(stack, 'More', { connection, allowedBucketNames: ['two'] })).toThrow(new Error(
      'Stack/Connection already has an access to Amazon S3. List all of its resources in one.'));
    const koreAi = new CrossAccountRole(stack, 'KoreAi', { platform: Platform.koreAi({ principal: 'arn:aws:iam::222222222222:role/platform' }) });
    expect(() => new S3Access(stack, 'Others', { connection: koreAi, allowedBucketNames: ['two'] })).toThrow(new Error(
      'Kore.ai does not support the integration Amazon S3. It supports: Amazon Bedrock.'));
  });
});

describe('the number of buckets that fit', () => {
  const quota = (count: number, managedPolicyQuota?: number) => () => {
    const stack = newStack({ env: ENV });
    const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'], managedPolicyQuota });
    new S3Access(stack, 'S3', { connection, allowedBucketNames: bucketNames(count) });
    return stack;
  };

  test.each([undefined, 1, 20])('is right for a quota of %s', (given) => {
    const message = (policies: number | string, fit: number | string, all: number) =>
      `The permissions need ${policies} managed policies and the role carries ${given ?? 10}: ${fit} of ${all} listed resources fit. List fewer, grant all of them at once, `
      + "or raise the IAM quota 'Managed policies attached to an IAM role' (20 at most) and set managedPolicyQuota.";
    let said = '';
    try {
      quota(1200, given)();
    } catch (error) {
      said = (error as Error).message;
    }
    const [, policies, fit] = / need (\d+) .*: (\d+) of 1200 /.exec(said) ?? [];
    expect(said).toBe(message(policies, fit, 1200));
    expect(quota(Number(fit), given)).not.toThrow();
    expect(quota(Number(fit) + 1, given)).toThrow(new Error(message((given ?? 10) + 1, fit, Number(fit) + 1)));
  });

  test('is for 300 names what their characters allow', () => {
    const synthesized = new Synthesized(quota(300)());
    const resources = synthesized.policies('ConnectionRole').flatMap(({ Statement }) => Statement).flatMap(({ Resource }) => Resource ?? []);
    const bound = resources.reduce((sum, resource) => sum + JSON.stringify(resource).length + 1, 0) / 6144;
    expect(synthesized.policies('ConnectionRole').length).toBeLessThanOrEqual(Math.ceil(bound * 1.05));
  });

  test('makes policies that are named and attached', () => {
    const policies = Object.entries(new Synthesized(quota(300)()).resources('AWS::IAM::ManagedPolicy'));
    expect(policies.map(([id]) => id.replace(/^ConnectionPermissions|[0-9A-F]{8}$/g, ''))).toEqual(['S3Policy1', 'S3Policy2', 'S3Policy3', 'S3Policy4', 'S3Policy5', 'Policy1']);
    policies.forEach(([, { Properties }]) => expect(Properties).toMatchObject({ Description: 'What 4MINDS may do', Roles: [expect.any(String)] }));
  });
});
