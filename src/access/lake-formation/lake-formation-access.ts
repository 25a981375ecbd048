import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { AthenaWorkgroup } from './athena-workgroup';
import { catalogSelection, deniedTables, type CatalogSelection } from './catalog-selection';
import type { LakeFormationTable } from './data-catalog';
import { dataPermissions } from './data-permissions';
import type { LakeFormationAccessProps } from './lake-formation-access-props';
import { lakeFormationGrants } from './lake-formation-grants';
import { LAKE_FORMATION_PERMISSIONS, LAKE_FORMATION_PROBES, LAKE_FORMATION_RESOURCES } from './lake-formation-permissions';
import { PrincipalPermissions } from './principal-permissions';
import { Connection } from '../../connection/connection';
import type { FunctionGrant } from '../../function/function-role';
import { Integration } from '../../platform/integration';
import { partitionOf } from '../../policy/partition';
import { invalid } from '../../validation/invalid';
import { warning } from '../../validation/warning';
import { activePermissions, grantsOf } from '../permission-table';

const ADMIN_NEEDED = 'Whoever deploys must be a data lake administrator of Lake Formation, or hold the grants with grant option: for the CDK that is the CloudFormation execution role. Else the deployment fails at AWS::LakeFormation::PrincipalPermissions. Set grants: false to leave the grants to an administrator.';
const WIDE = 'IAM lets the platform read the schema of every table and query it; only Lake Formation limits it to the granted ones. A table on which IAMAllowedPrincipals still holds Super is open.';
const GRANTS_LEFT = 'Lake Formation grants are left to an administrator: DESCRIBE on the databases (and on default), SELECT and DESCRIBE on the tables. Without them the platform finds nothing.';

/** Read only, of the account's Lake Formation: why a table is hidden, or open. AWS grants these on * only. */
const VERIFIER_GRANTS: readonly FunctionGrant[] = ['lakeformation:GetDataLakeSettings', 'lakeformation:ListPermissions'].map((action) => (
  { action, resources: ['*'], wildcardReason: 'AWS grants the list of settings and grants of Lake Formation on * only; both are read, never changed' }
));

/** Lets a platform read listed tables of the Data Catalog, or all when asked to, through Athena, governed by Lake Formation, and nothing else. */
export class LakeFormationAccess extends Construct {
  /** The form's "Athena Workgroup". */
  public readonly workgroupName: string;
  /** The form's "Athena Results Location". */
  public readonly resultsLocation: string;

  public constructor(scope: Construct, id: string, props: LakeFormationAccessProps) {
    super(scope, id);
    const { grants = true, hasDefaultDatabase = true } = props;
    const stack = Stack.of(this);
    const { account, region } = stack;
    const connection = Connection._ofAccess(this, props.connection);
    const selection = catalogSelection(props);
    const denied = deniedTables(props, selection);
    const results = props.resultsLocation._bind(this);
    const workgroup = (props.workgroup ?? AthenaWorkgroup.primary())._bind(this, results);
    if (grants) requireNothingMade(this, connection);
    const granted = lakeFormationGrants(selection, { results, workgroup }, { partition: partitionOf(stack), account, region });
    this.workgroupName = workgroup;
    this.resultsLocation = results.uri;

    // Then IAM lets every table be asked for.
    const byGrant = selection.allDatabases || selection.lfTags.length > 0;

    const permissions = grants
      ? [new PrincipalPermissions(this, 'Grants', connection._facts().principal.arn, dataPermissions(selection, account, hasDefaultDatabase))]
      : [];

    connection._addAccess({
      integration: Integration.LAKE_FORMATION,
      grants: [{ name: 'LakeFormation', grants: grantsOf(LAKE_FORMATION_PERMISSIONS, granted) }],
      permissions: activePermissions(LAKE_FORMATION_PERMISSIONS, granted),
      resources: LAKE_FORMATION_RESOURCES,
      probes: LAKE_FORMATION_PROBES.filter(({ id: probe }) => {
        switch (probe) {
          case 'lake-formation.denied-table': return !byGrant || denied.some(({ columns }) => !columns);
          case 'lake-formation.denied-column': return denied.some(({ columns }) => columns);
          default: return true;
        }
      }),
      fieldValues: { athenaWorkgroup: workgroup, athenaResultsLocation: results.uri },
      scope: { ...scopeOf(selection), deniedTables: denied.map(tableOf), workgroup, resultsLocation: results.uri, grants },
      warnings: [
        grants ? warning('dataLakeAdministratorNeeded', ADMIN_NEEDED) : warning('grantsLeftToAdministrator', GRANTS_LEFT),
        ...(selection.allDatabases ? [warning('allTables', `With allDatabases, ${WIDE}`)] : []),
        ...(selection.lfTags.length > 0 ? [warning('taggedTables', `With lfTags, ${WIDE}`)] : []),
      ],
      verifierGrants: VERIFIER_GRANTS,
      readyAfter: permissions,
      namesPrincipal: permissions[0],
    });
  }
}

/** The role's policies name what is made here, and the grants name the role: in two stacks, each would need the other. */
function requireNothingMade(access: Construct, connection: Connection): void {
  if (access.node.children.length === 0 || Stack.of(access) === Stack.of(connection)) return;
  throw invalid('connection', connection.node.path, `is in another stack than ${access.node.path}, which makes a results location or a workgroup, and the two would need each other`,
    "Create the access in the connection's stack, name an existing location and workgroup, or set grants: false");
}

function scopeOf({ allDatabases, databases, tables, lfTags }: CatalogSelection) {
  return {
    allDatabases,
    databases: databases.map(({ name }) => name),
    tables: tables.map(tableOf),
    lfTags: lfTags.map(({ key, values }) => ({ key, values: [...values] })),
  };
}

function tableOf({ database, name, columns }: LakeFormationTable) {
  return { database, name, ...(columns ? { columns } : {}) };
}
