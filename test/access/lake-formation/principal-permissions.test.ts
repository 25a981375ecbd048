import { Template } from 'aws-cdk-lib/assertions';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { type IRole, Role } from 'aws-cdk-lib/aws-iam';
import { CfnPrincipalPermissions, type CfnPrincipalPermissionsProps } from 'aws-cdk-lib/aws-lakeformation';
import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { AthenaResultsLocation, AthenaWorkgroup, ConnectionVerifier, LakeFormationAccess, type LakeFormationAccessProps, type LakeFormationTable, OidcFederationRole, OnDeploy, Platform } from '../../../src';
import { ACCOUNT, ENV, newStack, Synthesized } from '../../synthesis/template';

const OTHER = '222222222222';
const ORDERS = { database: 'sales', name: 'orders' };
const resultsLocation = AthenaResultsLocation.fromUri('s3://results/4minds/');

interface Written {
  readonly Properties: { readonly Principal: unknown };
  readonly DependsOn?: readonly string[];
}

function connect(stack: Stack, role?: IRole): OidcFederationRole {
  return new OidcFederationRole(stack, 'Connection', { platform: Platform.fourMinds(), subjects: ['workspace:acme'], role });
}

function grant(options: Partial<Omit<LakeFormationAccessProps, 'connection'>>, stack: Stack = newStack({ env: ENV })): Stack {
  new LakeFormationAccess(stack, 'Lake', { connection: connect(stack), resultsLocation, ...options });
  return stack;
}

function resourcesOf(stack: Stack, type: string): readonly (readonly [string, Written])[] {
  return Object.entries(Template.fromStack(stack).findResources(type) as Record<string, Written>);
}

const writtenBy = (stack: Stack) => resourcesOf(stack, 'AWS::LakeFormation::PrincipalPermissions');
const grantsOf = (options: Partial<Omit<LakeFormationAccessProps, 'connection'>>) => (
  Object.values(new Synthesized(grant(options)).resources('AWS::LakeFormation::PrincipalPermissions')).map(({ Properties }) => Properties)
);

describe('the grants of Lake Formation', () => {
  const roleArn = expect.stringMatching(/^arn:aws:iam::111111111111:role\//);
  const of = (Resource: object, ...Permissions: string[]) => (
    { Principal: { DataLakePrincipalIdentifier: roleArn }, Resource, Permissions, PermissionsWithGrantOption: [] }
  );
  const CatalogId = ACCOUNT;

  test('of tables, columns, a whole database', () => {
    expect(grantsOf({ databases: [{ name: 'weather' }], tables: [ORDERS, { database: 'people', name: 'staff', columns: ['team'] }] })).toEqual([
      of({ Database: { CatalogId, Name: 'default' } }, 'DESCRIBE'),
      of({ Database: { CatalogId, Name: 'weather' } }, 'DESCRIBE'),
      of({ Table: { CatalogId, DatabaseName: 'weather', TableWildcard: {} } }, 'DESCRIBE', 'SELECT'),
      of({ Database: { CatalogId, Name: 'sales' } }, 'DESCRIBE'),
      of({ Table: { CatalogId, DatabaseName: 'sales', Name: 'orders' } }, 'DESCRIBE', 'SELECT'),
      of({ Database: { CatalogId, Name: 'people' } }, 'DESCRIBE'),
      of({ TableWithColumns: { CatalogId, DatabaseName: 'people', Name: 'staff', ColumnNames: ['team'] } }, 'SELECT'),
    ]);
  });

  test('of resource links: the link is described, its target selected', () => {
    const linksTo = { catalogId: OTHER, database: 'travel', name: 'flights' };
    const databases = [{ name: 'partner', linksTo: { catalogId: OTHER, database: 'crm' } }];
    expect(grantsOf({ tables: [{ database: 'shared', name: 'flights', linksTo }], databases, hasDefaultDatabase: false })).toEqual([
      of({ Database: { CatalogId, Name: 'partner' } }, 'DESCRIBE'),
      of({ Database: { CatalogId: OTHER, Name: 'crm' } }, 'DESCRIBE'),
      of({ Table: { CatalogId: OTHER, DatabaseName: 'crm', TableWildcard: {} } }, 'DESCRIBE', 'SELECT'),
      of({ Database: { CatalogId, Name: 'shared' } }, 'DESCRIBE'),
      of({ Table: { CatalogId, DatabaseName: 'shared', Name: 'flights' } }, 'DESCRIBE'),
      of({ Table: { CatalogId: OTHER, DatabaseName: 'travel', Name: 'flights' } }, 'DESCRIBE', 'SELECT'),
    ]);
  });

  test('of a link that is called like its target', () => {
    const linksTo = { catalogId: OTHER, database: 'sales', name: 'orders' };
    expect(grantsOf({ tables: [{ database: 'sales', name: 'orders', linksTo }], databases: [{ name: 'crm', linksTo: { catalogId: OTHER, database: 'crm' } }], hasDefaultDatabase: false })).toEqual([
      of({ Database: { CatalogId, Name: 'crm' } }, 'DESCRIBE'),
      of({ Database: { CatalogId: OTHER, Name: 'crm' } }, 'DESCRIBE'),
      of({ Table: { CatalogId: OTHER, DatabaseName: 'crm', TableWildcard: {} } }, 'DESCRIBE', 'SELECT'),
      of({ Database: { CatalogId, Name: 'sales' } }, 'DESCRIBE'),
      of({ Table: { CatalogId, DatabaseName: 'sales', Name: 'orders' } }, 'DESCRIBE'),
      of({ Table: { CatalogId: OTHER, DatabaseName: 'sales', Name: 'orders' } }, 'DESCRIBE', 'SELECT'),
    ]);
  });

  test('of tags: tables that have all of them, in databases that have one', () => {
    const [domain, stage] = [{ TagKey: 'domain', TagValues: ['sales', 'weather'] }, { TagKey: 'stage', TagValues: ['final'] }];
    expect(grantsOf({ lfTags: { domain: ['sales', 'weather'], stage: ['final'] }, hasDefaultDatabase: false })).toEqual([
      of({ LFTagPolicy: { CatalogId, ResourceType: 'DATABASE', Expression: [domain] } }, 'DESCRIBE'),
      of({ LFTagPolicy: { CatalogId, ResourceType: 'DATABASE', Expression: [stage] } }, 'DESCRIBE'),
      of({ LFTagPolicy: { CatalogId, ResourceType: 'TABLE', Expression: [domain, stage] } }, 'DESCRIBE', 'SELECT'),
    ]);
  });

  test('of names that are tokens, each once', () => {
    const stack = newStack();
    const database = new CfnParameter(stack, 'Database').valueAsString;
    grant({ tables: [{ database, name: 'a' }, { database, name: 'b' }], hasDefaultDatabase: false }, stack);
    new Synthesized(stack, undefined, { Database: 'sales' }).template.resourceCountIs('AWS::LakeFormation::PrincipalPermissions', 3);
  });

  test('keep their logical IDs, whatever is listed before them: a grant of another ID would be made and then revoked', () => {
    const idsOf = (...more: LakeFormationTable[]) => {
      const stack = newStack({ env: ENV });
      // Of the same logical ID in two stacks, so that only their paths tell them apart.
      const tables = ['Sales', 'People'].map((id) => {
        const catalog = new Stack(stack.node.root as App, id, { env: ENV });
        return { database: new CfnDatabase(catalog, 'Database', { catalogId: ACCOUNT, databaseInput: {} }).ref, name: 'daily' };
      });
      const imported = { database: Fn.importValue('catalog'), name: Fn.join('-', ['daily', Fn.importValue('table')]) };
      return writtenBy(grant({ tables: [...more, ...tables, imported] }, stack)).map(([id]) => id);
    };
    const before = idsOf();
    expect(new Set(before).size).toBe(7);
    expect(idsOf({ database: 'new', name: 'first' })).toEqual(expect.arrayContaining(before));
  });

  test('as the class of CDK for them writes them', () => {
    const link = { database: 'shared', name: 'flights', linksTo: { catalogId: OTHER, database: 'travel', name: 'flights' } };
    const tables = [ORDERS, { database: 'people', name: 'staff', columns: ['team'] }, link];
    const ours = [{ databases: [{ name: 'weather' }], tables }, { lfTags: { domain: ['sales'], stage: ['final'] } }].flatMap((options) => (
      writtenBy(grant(options)).map(([, { Properties }]) => Properties)
    ));
    const stack = newStack({ env: ENV });
    // Written with a small letter first, as the class wants them.
    const camelCased = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, each: unknown) => (
      each && typeof each === 'object' && !Array.isArray(each) && !('Fn::GetAtt' in each)
        ? Object.fromEntries(Object.entries(each).map(([key, inner]) => [key.replace(/^(?:LF|[A-Z])/, (start) => start.toLowerCase()), inner])) : each
    )));
    ours.forEach((properties, index) => new CfnPrincipalPermissions(stack, `Grant${index}`, camelCased(properties) as CfnPrincipalPermissionsProps));
    expect(writtenBy(stack).map(([, { Properties }]) => Properties)).toEqual(ours);
    expect(ours).toHaveLength(14);
  });

  test('wait for what the access waits for', () => {
    const stack = grant({ tables: [ORDERS] });
    const database = new CfnDatabase(stack, 'Sales', { catalogId: ACCOUNT, databaseInput: { name: 'sales' } });
    stack.node.findChild('Lake').node.addDependency(database);
    const grants = writtenBy(stack);
    expect(grants.map(([, { DependsOn }]) => DependsOn)).toEqual(grants.map(() => ['Sales']));
  });

  test('to the role of a connection in another stack', () => {
    const app = new App();
    const [ofConnection, ofLake] = ['Identity', 'Lake'].map((id) => new Stack(app, id, { env: ENV }));
    new LakeFormationAccess(ofLake, 'Lake', { connection: connect(ofConnection), tables: [ORDERS], resultsLocation });
    const principals = writtenBy(ofLake).map(([, { Properties }]) => Properties.Principal);
    const imported = { DataLakePrincipalIdentifier: { 'Fn::ImportValue': expect.stringMatching(/^Identity:ExportsOutputFnGetAttConnectionRole\w+Arn/) } };
    expect(principals).toEqual([imported, imported, imported]);
  });

  describe('of a connection in another stack', () => {
    const inTwo = (options: Partial<Omit<LakeFormationAccessProps, 'connection'>> = {}) => {
      const app = new App();
      const [identity, lake] = ['Identity', 'Lake'].map((id) => new Stack(app, id, { env: ENV }));
      const connection = connect(identity);
      new LakeFormationAccess(lake, 'Access', { connection, tables: [ORDERS], resultsLocation, ...options });
      return { app, identity, connection };
    };

    test.each<[string, Partial<Omit<LakeFormationAccessProps, 'connection'>>]>([
      ['a results location', { resultsLocation: AthenaResultsLocation.create() }], ['a workgroup', { workgroup: AthenaWorkgroup.create() }],
    ])('are refused beside %s that is made there: each stack would need the other', (_, options) => {
      expect(() => inTwo(options)).toThrow(new Error("connection 'Identity/Connection' is in another stack than Lake/Access, which makes a results location or a workgroup, and the two would need each other. "
        + "Create the access in the connection's stack, name an existing location and workgroup, or set grants: false."));
      expect(() => inTwo({ ...options, grants: false }).app.synth()).not.toThrow();
    });

    test('are refused to a verification on deployment, which could not wait for them', () => {
      const { identity, connection, app } = inTwo();
      expect(() => new ConnectionVerifier(identity, 'Verifier', { connection })).toThrow(new Error("onDeploy 'WARN' can't wait for Lake/Access/Grants, which is in another stack and itself waits for the connection. "
        + "Create that access in the connection's stack, or set onDeploy: OnDeploy.NEVER."));
      expect(() => app.synth()).not.toThrow();
    });

    test('go with a verifier that is invoked', () => {
      const { identity, connection, app } = inTwo();
      new ConnectionVerifier(identity, 'Verifier', { connection, onDeploy: OnDeploy.NEVER });
      expect(() => app.synth()).not.toThrow();
    });
  });

  test('under logical IDs that name what is granted, none twice, none too long, whatever the names', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '_', '-', '1'), minLength: 1, maxLength: 255 });
    const table = fc.record({ database: fc.constantFrom('a', 'a_', '_a', 'b'.repeat(255)), name });
    const tables = fc.uniqueArray(table, { minLength: 1, maxLength: 20, selector: (each) => JSON.stringify(each) });
    fc.assert(fc.property(tables, (some) => {
      const ids = writtenBy(grant({ tables: some })).map(([id]) => id);
      expect(ids).toHaveLength(1 + new Set(some.map(({ database }) => database)).size + some.length);
      ids.forEach((id) => expect(id).toMatch(/^LakeGrantsEach[0-9A-F]{8}(?:Database|Table)[a-z0-9]*[0-9A-F]{8}$/));
      expect(Math.max(...ids.map(({ length }) => length))).toBeLessThanOrEqual(255);
    }), { numRuns: 30, seed: 4711 });
  });

  test('are left to an administrator when asked, and said so', () => {
    const synthesized = new Synthesized(grant({ tables: [ORDERS], grants: false }));
    synthesized.template.resourceCountIs('AWS::LakeFormation::PrincipalPermissions', 0);
    expect(synthesized.document().warnings).toEqual([expect.stringContaining('left to an administrator')]);
    expect(synthesized.document().integrations['lake-formation']?.scope.grants).toBe(false);
  });

  test('never touch the settings of the account', () => {
    new Synthesized(grant({ tables: [ORDERS] })).template.resourceCountIs('AWS::LakeFormation::DataLakeSettings', 0);
  });

  test('go to an existing role', () => {
    const stack = newStack({ env: ENV });
    const role = Role.fromRoleName(stack, 'Role', 'existing');
    new LakeFormationAccess(stack, 'Lake', { connection: connect(stack, role), tables: [ORDERS], resultsLocation });
    const [grantOfDefault] = Object.values(new Synthesized(stack).resources('AWS::LakeFormation::PrincipalPermissions'));
    expect(grantOfDefault.Properties.Principal).toEqual({ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:role/existing` });
  });

  test('are there before the connection is verified, and the verifier may read them', () => {
    const stack = grant({ tables: [ORDERS] });
    new ConnectionVerifier(stack, 'Verifier', { connection: stack.node.findChild('Connection') as OidcFederationRole });
    const synthesized = new Synthesized(stack);
    const [[all, { DependsOn: grants }]] = resourcesOf(stack, 'AWS::CloudFormation::WaitConditionHandle');
    expect(grants).toEqual(writtenBy(stack).map(([id]) => id));
    expect(resourcesOf(stack, 'Custom::AiPlatformConnectionVerification')[0][1].DependsOn).toContain(all);
    const own = Object.values(synthesized.resources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => JSON.stringify(Properties.PolicyDocument)).join();
    expect(own).toMatch(/lakeformation:GetDataLakeSettings/);
    expect(own).not.toMatch(/lakeformation:(?:Grant|Put|Revoke|Register)/);
  });
});
