import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import {
  AthenaResultsLocation, AthenaWorkgroup, CrossAccountRole, LakeFormationAccess, type LakeFormationAccessProps,
  type LakeFormationTable, OidcFederationRole, Platform,
} from '../../../src';
import { isAllowed } from '../../authorization/evaluate';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../synthesis/template';

type Options = Partial<Omit<LakeFormationAccessProps, 'connection'>>;
const LOCATION = 's3://results/4minds/';
const ORDERS: LakeFormationTable = { database: 'sales', name: 'orders' };
const OTHER = '222222222222';

function grant(options: Options, stack: Stack = newStack({ env: ENV })): Stack {
  const connection = new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'] });
  const resultsLocation = options.resultsLocation ?? AthenaResultsLocation.fromUri(LOCATION);
  new LakeFormationAccess(stack, 'Lake', { connection, resultsLocation, ...options });
  return stack;
}
const statements = (options: Options, stack?: Stack) => new Synthesized(grant(options, stack)).policies('ConnectionRole').flatMap(({ Statement }) => Statement);
const resourcesOf = (options: Options, sid: string, stack?: Stack) => (
  statements(options, stack).filter(({ Sid }) => Sid === sid).flatMap(({ Resource }) => Resource ?? [])
);
const glue = (resource: string, account = ACCOUNT) => `arn:aws:glue:us-east-1:${account}:${resource}`;

describe('policies', () => {
  test('of a table, complete', () => {
    expect(statements({ tables: [ORDERS] }).map(({ Sid, Action, Resource }) => [Sid, Action, Resource])).toEqual([
      ['LakeFormationData', 'lakeformation:GetDataAccess', '*'],
      ['AthenaQuery', ['athena:GetWorkGroup', 'athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:GetQueryResultsStream', 'athena:StopQueryExecution'],
        `arn:aws:athena:us-east-1:${ACCOUNT}:workgroup/primary`],
      ['AthenaResultsBucket', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], 'arn:aws:s3:::results'],
      ['AthenaResults', ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], 'arn:aws:s3:::results/4minds/*'],
      ['GlueCatalog', ['glue:GetDatabases', 'glue:GetDatabase', 'glue:GetTables', 'glue:GetTable', 'glue:GetPartition', 'glue:GetPartitions', 'glue:BatchGetPartition'], glue('catalog')],
      ['GlueDefaultDatabase', 'glue:GetDatabase', glue('database/default')],
      ['GlueDatabase', ['glue:GetDatabases', 'glue:GetDatabase', 'glue:GetTables', 'glue:GetTable', 'glue:GetPartition', 'glue:GetPartitions', 'glue:BatchGetPartition'], glue('database/sales')],
      ['GlueListTables', 'glue:GetTables', glue('table/sales/*')],
      ['GlueTable', ['glue:GetTable', 'glue:GetPartition', 'glue:GetPartitions', 'glue:BatchGetPartition'], glue('table/sales/orders')],
    ]);
  });

  test('of a whole database', () => {
    expect(resourcesOf({ databases: [{ name: 'sales' }] }, 'GlueTable')).toEqual([glue('table/sales/*')]);
  });

  test('of tags, which IAM cannot know', () => {
    const tagged = { lfTags: { domain: ['sales'] } };
    expect(resourcesOf(tagged, 'GlueDatabase')).toEqual([glue('database/*')]);
    expect(resourcesOf(tagged, 'GlueTable')).toEqual([glue('table/*/*')]);
    expect(new Synthesized(grant(tagged)).document().warnings).toEqual([expect.stringContaining('data lake administrator'), expect.stringContaining('only Lake Formation limits it')]);
  });

  test('of everything that Lake Formation grants, when asked to', () => {
    const all = { allDatabases: true, grants: false };
    expect(resourcesOf(all, 'GlueDatabase')).toEqual([glue('database/*')]);
    expect([resourcesOf(all, 'GlueListTables'), resourcesOf(all, 'GlueTable')]).toEqual(Array(2).fill([glue('table/*/*')]));
    const synthesized = new Synthesized(grant(all));
    synthesized.template.resourceCountIs('AWS::LakeFormation::PrincipalPermissions', 0);
    expect(synthesized.document()).toMatchObject({
      warnings: [expect.stringContaining('left to an administrator'), expect.stringMatching(/^With allDatabases, .*only Lake Formation limits it/)],
      integrations: { 'lake-formation': { scope: { allDatabases: true, databases: [], tables: [] } } },
    });
  });

  test('of resource links, on both ends', () => {
    const linksTo = { catalogId: OTHER, database: 'travel', name: 'flights' };
    const shared = { tables: [{ database: 'shared', name: 'flights', linksTo }], databases: [{ name: 'partner', linksTo: { catalogId: OTHER, database: 'crm' } }] };
    expect(resourcesOf(shared, 'GlueCatalog')).toEqual([glue('catalog'), glue('catalog', OTHER)]);
    expect(resourcesOf(shared, 'GlueDatabase')).toEqual([glue('database/partner'), glue('database/crm', OTHER), glue('database/shared'), glue('database/travel', OTHER)]);
    expect(resourcesOf(shared, 'GlueTable')).toEqual([glue('table/partner/*'), glue('table/crm/*', OTHER), glue('table/shared/flights'), glue('table/travel/flights', OTHER)]);
  });

  test.each<[string, Options]>([
    ['a database', { databases: [{ name: 'partner', linksTo: { catalogId: OTHER, database: 'crm' } }] }],
    ['a table', { tables: [{ database: 'shared', name: 'flights', linksTo: { catalogId: OTHER, database: 'travel', name: 'flights' } }] }],
  ])('of a link to %s, with the catalog of the other account', (_, options) => {
    expect(resourcesOf(options, 'GlueCatalog')).toEqual([glue('catalog'), glue('catalog', OTHER)]);
  });

  test('of a key of the results, through S3 only', () => {
    const stack = newStack({ env: ENV });
    const key = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`);
    expect(statements({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.fromUri(LOCATION, key) }, stack).find(({ Sid }) => Sid === 'AthenaResultsKey')).toEqual({
      Sid: 'AthenaResultsKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: key.keyArn,
      Condition: { StringLike: { 'kms:ViaService': 's3.us-east-1.*' } },
    });
  });

  test.each([['us-gov-west-1', 'aws-us-gov'], ['cn-north-1', 'aws-cn'], ['eusc-de-east-1', 'aws-eusc']])('in %s', (region, partition) => {
    const all = statements({ tables: [ORDERS] }, newStack({ env: { account: ACCOUNT, region } })).flatMap(({ Resource }) => Resource ?? []).filter((resource) => resource !== '*');
    expect(all.length).toBeGreaterThan(5);
    all.forEach((resource) => expect(resource).toMatch(new RegExp(`^arn:${partition}:`)));
  });

  test('of 200 tables within a twentieth of what their characters need', () => {
    const tables = Array.from({ length: 200 }, (_, index) => ({ database: `department_${index % 7}`, name: `monthly_revenue_by_region_${index}` }));
    const policies = new Synthesized(grant({ tables })).policies('ConnectionRole');
    const resources = policies.flatMap(({ Statement }) => Statement).flatMap(({ Resource }) => Resource ?? []);
    const bound = resources.reduce((sum, resource) => sum + JSON.stringify(resource).length + 1, 0) / 6144;
    expect(resources.filter((resource) => resource.includes('monthly'))).toHaveLength(200);
    expect(policies.length).toBeLessThanOrEqual(Math.ceil(bound * 1.05));
  });

  test('name nothing that was not asked for, whatever the input', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '_', '*', '$', '{', '/', 'A', '.', '?'), minLength: 1, maxLength: 3 });
    const table = fc.record({ database: fc.oneof(fc.constantFrom('a', 'b'), name), name: fc.oneof(fc.constantFrom('x', 'y'), name) });
    let accepted = 0;
    fc.assert(fc.property(fc.uniqueArray(table, { minLength: 1, maxLength: 3, selector: (each) => JSON.stringify(each) }), (tables) => {
      let granted: string[];
      try {
        granted = resourcesOf({ tables }, 'GlueTable');
      } catch {
        return;
      }
      accepted += 1;
      expect(granted).toEqual(tables.map(({ database, name: each }) => glue(`table/${database}/${each}`)));
      expect(granted.join()).not.toMatch(/[*$?{]|[A-Z]/);
    }), { numRuns: 100, seed: 4711 });
    expect(accepted).toBeGreaterThan(10);
  });
});

describe('IAM', () => {
  const identity = () => new Synthesized(grant({ tables: [ORDERS] })).policies('ConnectionRole');
  const ask = (action: string, resource: string) => isAllowed({ identity: identity() }, { principal: `arn:aws:iam::${ACCOUNT}:role/r`, action, resource, resourceAccount: ACCOUNT });

  test.each([
    ['glue:GetTable', glue('catalog')], ['glue:GetTable', glue('database/sales')], ['glue:GetTable', glue('table/sales/orders')],
    ['glue:GetPartitions', glue('table/sales/orders')], ['glue:GetDatabase', glue('database/default')], ['glue:GetTables', glue('table/sales/other')],
    ['athena:StartQueryExecution', `arn:aws:athena:us-east-1:${ACCOUNT}:workgroup/primary`],
    ['s3:PutObject', 'arn:aws:s3:::results/4minds/x.csv'], ['s3:ListBucket', 'arn:aws:s3:::results'],
  ])('allows %s on %s', async (action, resource) => expect(await ask(action, resource)).toBe(true));

  test.each([
    ['glue:GetTable', glue('table/sales/salaries')], ['glue:GetTable', glue('table/default/orders')], ['glue:GetTable', glue('database/people')],
    ['glue:GetTable', glue('table/sales/orders', OTHER)], ['glue:UpdateTable', glue('table/sales/orders')], ['glue:CreateDatabase', glue('database/default')],
    ['athena:StartQueryExecution', `arn:aws:athena:us-east-1:${ACCOUNT}:workgroup/analysts`], ['athena:UpdateWorkGroup', `arn:aws:athena:us-east-1:${ACCOUNT}:workgroup/primary`],
    ['s3:GetObject', 'arn:aws:s3:::results/analysts/x.csv'], ['s3:DeleteObject', 'arn:aws:s3:::results/4minds/x.csv'],
  ])('denies %s on %s', async (action, resource) => expect(await ask(action, resource)).toBe(false));
});

describe('results and workgroup', () => {
  test('made on request: encrypted, private, TLS only, expiring; the workgroup enforces the location and a limit', () => {
    const created = { resultsLocation: AthenaResultsLocation.create(), workgroup: AthenaWorkgroup.create() };
    const synthesized = new Synthesized(grant({ tables: [ORDERS], ...created }));
    const [[bucketId, { Properties: bucket }]] = Object.entries(synthesized.resources('AWS::S3::Bucket'));
    expect(bucket).toMatchObject({
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7, Status: 'Enabled' }] },
    });
    const [{ Properties: policy }] = Object.values(synthesized.resources('AWS::S3::BucketPolicy'));
    expect(policy).toMatchObject({ PolicyDocument: { Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] } });
    const [{ Properties: workgroup }] = Object.values(synthesized.resources('AWS::Athena::WorkGroup'));
    const location = `s3://${synthesized.resolve({ Ref: bucketId })}/results/`;
    expect(workgroup.WorkGroupConfiguration).toEqual({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10 * 1024 ** 3,
      PublishCloudWatchMetricsEnabled: true,
      ResultConfiguration: { OutputLocation: location, EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    });
    expect(synthesized.output('ConnectionLakeFormationAthenaResultsLocation')).toBe(location);
    expect(synthesized.document().integrations['lake-formation']?.fields['Athena Results Location']).toBe(location);
  });

  test('with a key, a name, a limit, an expiration and a removal policy of the caller', () => {
    const stack = newStack({ env: ENV });
    const encryptionKey = new Key(stack, 'Key');
    const synthesized = new Synthesized(grant({
      tables: [ORDERS],
      resultsLocation: AthenaResultsLocation.create({ encryptionKey, expiration: Duration.days(2), removalPolicy: RemovalPolicy.DESTROY }),
      workgroup: AthenaWorkgroup.create({ name: 'four-minds', scanLimit: Size.mebibytes(100) }),
    }, stack));
    const [{ Properties, DeletionPolicy }] = Object.values(synthesized.resources('AWS::S3::Bucket')) as { Properties: object; DeletionPolicy?: string }[];
    expect(DeletionPolicy).toBe('Delete');
    expect(Properties).toMatchObject({
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 2 }] },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true }] },
    });
    const [{ Properties: workgroup }] = Object.values(synthesized.resources('AWS::Athena::WorkGroup'));
    const ResultConfiguration = { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } };
    expect(workgroup).toMatchObject({ Name: 'four-minds', WorkGroupConfiguration: { BytesScannedCutoffPerQuery: 104857600, ResultConfiguration } });
    expect(synthesized.output('ConnectionLakeFormationAthenaWorkgroup')).toBe('four-minds');
  });

  test('with an expiration that is known at deployment only', () => {
    const stack = newStack({ env: ENV });
    const expiration = Duration.days(new CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber);
    const synthesized = new Synthesized(grant({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.create({ expiration }) }, stack), undefined, { Days: '3' });
    const [{ Properties }] = Object.values(synthesized.resources('AWS::S3::Bucket'));
    expect(Properties).toMatchObject({ LifecycleConfiguration: { Rules: [{ ExpirationInDays: '3' }] } });
  });

  test('in a bucket of the app, with its key', () => {
    const stack = newStack({ env: ENV });
    const bucket = new Bucket(stack, 'Bucket', { encryptionKey: new Key(stack, 'Key') });
    const options = { tables: [ORDERS], resultsLocation: AthenaResultsLocation.fromBucket(bucket, '4minds/') };
    const all = statements(options, stack);
    const name = new Synthesized(stack).resolve(stack.resolve(bucket.bucketName));
    expect(new Synthesized(stack).output('ConnectionLakeFormationAthenaResultsLocation')).toBe(`s3://${name}/4minds/`);
    expect(all.map(({ Sid }) => Sid)).toContain('AthenaResultsKey');
    expect(String(all.find(({ Sid }) => Sid === 'AthenaResults')?.Resource)).toMatch(/\/4minds\/\*$/);
  });

  test('named and of the app', () => {
    const stack = newStack({ env: ENV });
    const own = new CfnWorkGroup(stack, 'Own', { name: 'own', workGroupConfiguration: { resultConfiguration: { outputLocation: LOCATION } } });
    expect(resourcesOf({ tables: [ORDERS], workgroup: AthenaWorkgroup.fromWorkgroup(own) }, 'AthenaQuery', stack)).toEqual([`arn:aws:athena:us-east-1:${ACCOUNT}:workgroup/own`]);
    for (const name of ['analysts', 'a', 'A-1_b.c', 'a'.repeat(128)]) {
      expect(resourcesOf({ tables: [ORDERS], workgroup: AthenaWorkgroup.named(name) }, 'AthenaQuery')).toEqual([`arn:aws:athena:us-east-1:${ACCOUNT}:workgroup/${name}`]);
    }
  });
});

describe('the document', () => {
  test('names what was granted, and the probes that it needs', () => {
    const denied = [{ database: 'sales', name: 'salaries' }, { database: 'sales', name: 'orders', columns: ['margin'] }];
    const section = new Synthesized(grant({ tables: [{ ...ORDERS, columns: ['id'] }], deniedTables: denied })).document().integrations['lake-formation'];
    expect(section?.scope).toEqual({ allDatabases: false, databases: [], tables: [{ ...ORDERS, columns: ['id'] }], lfTags: [], deniedTables: denied, workgroup: 'primary', resultsLocation: LOCATION, grants: true });
    expect(section?.fields).toEqual({ 'AWS Region': 'us-east-1', 'Athena Workgroup': 'primary', 'Athena Results Location': LOCATION });
    expect(section?.probes.filter(({ expects }) => expects === 'denied').map(({ id }) => id)).toEqual(['lake-formation.denied-table', 'lake-formation.denied-column', 'lake-formation.outside-results']);
    const probesOf = (options: Options) => new Synthesized(grant(options)).document().integrations['lake-formation']?.probes.map(({ id }) => id);
    expect(probesOf({ tables: [ORDERS] })).toContain('lake-formation.denied-table');
    expect(probesOf({ tables: [ORDERS] })).not.toContain('lake-formation.denied-column');
    expect(probesOf({ lfTags: { domain: ['sales'] } })).not.toContain('lake-formation.denied-table');
  });

  test('and the policy fit a stack of no known environment', () => {
    const stack = grant({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.create(), workgroup: AthenaWorkgroup.create() }, newStack());
    expect(new Synthesized(stack).document().integrations['lake-formation']?.scope.tables).toEqual([ORDERS]);
  });
});

describe('refuses', () => {
  const foreignKey = (stack: Stack) => Key.fromKeyArn(stack, 'ForeignKey', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`);
  const FOREIGN_KEY = 'resultsLocation has a KMS key in eu-west-1, and queries run in us-east-1, the region of the stack. Give one in us-east-1, or deploy the access in eu-west-1.';
  const location = (uri: string) => (): Options => ({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.fromUri(uri) });
  const workgroup = (configuration: CfnWorkGroup.WorkGroupConfigurationProperty) => (stack: Stack): Options => ({
    tables: [ORDERS], workgroup: AthenaWorkgroup.fromWorkgroup(new CfnWorkGroup(stack, 'Own', { name: 'own', workGroupConfiguration: configuration })),
  });

  test.each<[string, (stack: Stack) => Options, string]>([
    ['nothing', () => ({}), 'tables is missing. List tables, or databases to be read whole, or give lfTags, or set allDatabases: true.'],
    ['all databases and some', () => ({ allDatabases: true, grants: false, tables: [ORDERS] }), "allDatabases 'true' contradicts the databases, tables or tags that are listed. Leave out one of the two."],
    ['all databases and tags', () => ({ allDatabases: true, grants: false, lfTags: { a: ['b'] } }), "allDatabases 'true' contradicts the databases, tables or tags that are listed. Leave out one of the two."],
    ['grants on all databases', () => ({ allDatabases: true }), 'grants is not false, and Lake Formation has no grant on all databases. Set grants: false and have an administrator grant what may be read, or use lfTags.'],
    ['names and tags', () => ({ tables: [ORDERS], lfTags: { a: ['b'] } }), 'lfTags is given together with databases or tables. Leave out one of the two.'],
    ['six tags', () => ({ lfTags: Object.fromEntries('abcdef'.split('').map((key) => [key, ['x']])) }), "lfTags '6 tags' are more than one grant can have. Give at most 5."],
    ['a tag without values', () => ({ lfTags: { a: [] } }), "lfTags['a'] is empty. List the values whose tables may be read."],
    ['a pattern of values', () => ({ lfTags: { a: ['*'] } }), "lfTags['a'] '*' is a pattern. List the values; a tag must be equal to one of them."],
    ['a pattern', () => ({ tables: [{ database: 'sales', name: '*' }] }), "tables[0].name '*' is a pattern. List the names; databases takes all tables of a database."],
    ['upper case', () => ({ databases: [{ name: 'Sales' }] }), "databases[0].name 'Sales' has upper-case letters, which the Data Catalog does not keep. Give sales."],
    ['a path', () => ({ tables: [{ database: 'sales', name: 'sales.orders' }] }), "tables[0].name 'sales.orders' is a path. Give the database and the table in properties of their own."],
    ['an ARN', () => ({ databases: [{ name: 'arn:aws:glue:us-east-1:111111111111:database/sales' }] }), "databases[0].name 'arn:aws:glue:us-east-1:111111111111:database/sales' is an ARN. Give the name alone: sales."],
    ...[...' \t/$\'"`\\{}'].map((character) => `sa${character}les`).concat('', 'x'.repeat(256)).map((name): [string, () => Options, string] => [
      `the name ${JSON.stringify(name)}`, () => ({ databases: [{ name }] }), `databases[0].name '${name}' is no name that the Data Catalog can have. Give 1 to 255 characters without spaces, quotes, slashes, braces and $.`,
    ]),
    ['a database twice', () => ({ databases: [{ name: 'a' }, { name: 'a' }] }), "databases[1] 'a' is listed twice. List it once."],
    ['a table twice', () => ({ tables: [ORDERS, ORDERS] }), "tables[1] 'sales.orders' is listed twice. List it once, with all of its columns that may be read."],
    ['a table of a whole database', () => ({ databases: [{ name: 'sales' }], tables: [ORDERS] }), "tables[0] 'sales.orders' is in a database that is listed whole. Leave out one of the two."],
    ['no columns', () => ({ tables: [{ ...ORDERS, columns: [] }] }), 'tables[0].columns is empty. List columns, or leave it out for all of the table.'],
    ['a column twice', () => ({ tables: [{ ...ORDERS, columns: ['a', 'a'] }] }), "tables[0].columns[1] 'a' is listed twice. List it once."],
    ['a list of columns that is a token', (stack) => ({ tables: [{ ...ORDERS, columns: new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList }] }),
      'tables[0].columns is a list that is only known at deployment. Give the list as a literal; what is in it may be tokens.'],
    ['a link to no account', () => ({ databases: [{ name: 'a', linksTo: { catalogId: '12', database: 'b' } }] }), "databases[0].linksTo.catalogId '12' is no account. Give the 12 digits of the account whose Data Catalog it is."],
    ...(['catalogId', 'database', 'name'] as const).map((part): [string, (stack: Stack) => Options, string] => [
      `a link to a table with a pattern as its ${part}`, () => ({ tables: [{ ...ORDERS, linksTo: { catalogId: '222222222222', database: 'b', name: 'a', [part]: '*' } }] }),
      part === 'catalogId'
        ? "tables[0].linksTo.catalogId '*' is no account. Give the 12 digits of the account whose Data Catalog it is."
        : `tables[0].linksTo.${part} '*' is a pattern. List the names; databases takes all tables of a database.`,
    ]),
    ['a link to a database by a pattern', () => ({ databases: [{ name: 'a', linksTo: { catalogId: '222222222222', database: '*' } }] }),
      "databases[0].linksTo.database '*' is a pattern. List the names; databases takes all tables of a database."],
    ['a granted table', () => ({ tables: [ORDERS], deniedTables: [ORDERS] }), "deniedTables[0] 'sales.orders' is a granted table too. Give the columns of both."],
    ['a granted column', () => ({ tables: [{ ...ORDERS, columns: ['a'] }], deniedTables: [{ ...ORDERS, columns: ['a'] }] }), "deniedTables[0].columns 'a' is a granted column too. Leave it out of one of the two."],
    ['a table of a granted database', () => ({ databases: [{ name: 'sales' }], deniedTables: [ORDERS] }),
      "deniedTables[0] 'sales.orders' is in a database that is granted whole. List the tables of that database that may be read."],
    ['a location that is none', location('results/4minds/'), "resultsLocation 'results/4minds/' is no location in S3. Give it in the form s3://bucket/path/."],
    ['a whole bucket', location('s3://results/'), "resultsLocation is missing. Give a path that only this connection's results are under, such as 4minds/."],
    ['a location without a slash', location('s3://results/4minds'), "resultsLocation '4minds' does not end with a slash. Give 4minds/."],
    ['a location with an empty folder', location('s3://results/a//b/'), "resultsLocation 'a//b/' has an empty folder. Give a/b/."],
    ['a bad bucket', location('s3://Results/a/'), "resultsLocation 'Results' has upper-case letters, which no bucket has. Give results if that is the bucket."],
    ['a location that is a token', (stack) => location(new CfnParameter(stack, 'Uri').valueAsString)(), 'resultsLocation is only known at deployment, and the policy needs its bucket and path. Use AthenaResultsLocation.fromBucket.'],
    ['a bucket of another region', (stack) => ({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.fromBucket(Bucket.fromBucketAttributes(stack, 'There', { bucketName: 'there', region: 'eu-west-1' }), '4minds/') }),
      'resultsLocation has a bucket in eu-west-1, and queries run in us-east-1, the region of the stack. Give one in us-east-1, or deploy the access in eu-west-1.'],
    ['a bucket with a key of another region', (stack) => ({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.fromBucket(Bucket.fromBucketAttributes(stack, 'There', { bucketName: 'there', encryptionKey: foreignKey(stack) }), '4minds/') }), FOREIGN_KEY],
    ['a key of another region', (stack) => ({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.fromUri(LOCATION, foreignKey(stack)) }), FOREIGN_KEY],
    ['a new bucket with a key of another region', (stack) => ({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.create({ encryptionKey: foreignKey(stack) }) }), FOREIGN_KEY],
    ['a workgroup of another region', (stack) => ({ tables: [ORDERS], workgroup: AthenaWorkgroup.fromWorkgroup(new CfnWorkGroup(new Stack(stack.node.root, 'Other', { env: { account: ACCOUNT, region: 'eu-west-1' } }), 'There', { name: 'there' })) }),
      'workgroup has a workgroup in eu-west-1, and queries run in us-east-1, the region of the stack. Give one in us-east-1, or deploy the access in eu-west-1.'],
    ...[Duration.days(0), Duration.hours(3), Duration.hours(36)].map((expiration): [string, (stack: Stack) => Options, string] => [
      `an expiration of ${expiration.toHumanString()}`, () => ({ tables: [ORDERS], resultsLocation: AthenaResultsLocation.create({ expiration }) }),
      `expiration '${expiration.toHumanString()}' is not a number of whole days. Give at least Duration.days(1).`,
    ]),
    ['a small scan limit', () => ({ tables: [ORDERS], workgroup: AthenaWorkgroup.create({ scanLimit: Size.mebibytes(1) }) }), "workgroup.scanLimit '1048576 bytes' is less than Athena takes. Give at least Size.mebibytes(10)."],
    ['a bad workgroup', () => ({ tables: [ORDERS], workgroup: AthenaWorkgroup.named('a b') }), "workgroup 'a b' is no name that a workgroup can have. Give 1 to 128 letters, digits, dots, underscores and hyphens."],
    ['the ARN of a workgroup', () => ({ tables: [ORDERS], workgroup: AthenaWorkgroup.named('arn:aws:athena:us-east-1:111111111111:workgroup/x') }),
      "workgroup 'arn:aws:athena:us-east-1:111111111111:workgroup/x' is an ARN. Give the name alone: x."],
    ['managed results', workgroup({ managedQueryResultsConfiguration: { enabled: true } }),
      "workgroup 'own' keeps its results in Athena, and the platform needs a results location. Turn managed query results off, or use another workgroup."],
    ['another enforced location', workgroup({ resultConfiguration: { outputLocation: 's3://results/analysts/' } }),
      "workgroup 'own' enforces the results location s3://results/analysts/, which overrides s3://results/4minds/. Give both the same location, or set enforceWorkGroupConfiguration to false."],
    ['an enforced workgroup without a location', workgroup({}),
      "workgroup 'own' enforces its settings and has no results location. Set its outputLocation to s3://results/4minds/, or enforceWorkGroupConfiguration to false."],
  ])('%s', (_, make, message) => {
    const stack = newStack({ env: ENV });
    expect(() => grant(make(stack), stack)).toThrow(new Error(message));
  });

  test('a workgroup that lets clients choose is welcome, and a platform without Lake Formation is not', () => {
    const stack = newStack({ env: ENV });
    expect(() => grant(workgroup({ enforceWorkGroupConfiguration: false })(stack), stack)).not.toThrow();
    const airia = new CrossAccountRole(new Stack(new App(), 'Other', { env: ENV }), 'Airia', { platform: Platform.airia(), externalId: 'their-id' });
    expect(() => new LakeFormationAccess(Stack.of(airia), 'Lake', { connection: airia, tables: [ORDERS], resultsLocation: AthenaResultsLocation.fromUri(LOCATION) }))
      .toThrow(/Airia does not support the integration AWS Lake Formation/);
  });
});
