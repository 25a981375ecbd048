import type { AthenaResultsLocation } from './athena-results-location';
import type { AthenaWorkgroup } from './athena-workgroup';
import type { LakeFormationDatabase, LakeFormationTable } from './data-catalog';
import type { IConnection } from '../../connection/i-connection';

/** Properties of a `LakeFormationAccess`. */
export interface LakeFormationAccessProps {
  /** The connection that gets the access. */
  readonly connection: IConnection;

  /** Where Athena writes query results: the form's "Athena Results Location". */
  readonly resultsLocation: AthenaResultsLocation;

  /**
   * Databases of which the platform may read every table; new tables too.
   *
   * @default - none
   */
  readonly databases?: LakeFormationDatabase[];

  /**
   * Tables that the platform may read, whole or some of their columns.
   *
   * @default - none
   */
  readonly tables?: LakeFormationTable[];

  /**
   * Lets IAM ask for every database and table of the Data Catalog, new ones too, so that Lake Formation alone decides: an administrator
   * grants what the platform is to read. Needs `grants: false`, because Lake Formation has no grant on all databases; see `lfTags` too.
   *
   * @default false
   */
  readonly allDatabases?: boolean;

  /**
   * LF-tags instead of names: the platform may read every table that has all of these tags with one of the listed values, and find every
   * database that has one of them: the database of such a table must. At most 5. IAM cannot know which tables these are, so that Lake
   * Formation alone decides.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/lake-formation/latest/dg/tag-based-access-control.html
   */
  readonly lfTags?: { [key: string]: string[] };

  /**
   * The workgroup that queries run in: the form's "Athena Workgroup".
   *
   * @default AthenaWorkgroup.primary()
   */
  readonly workgroup?: AthenaWorkgroup;

  /**
   * Whether the stack grants what Lake Formation asks for. Whoever deploys must then be a data lake administrator or hold the grants
   * with grant option: for the CDK that is CloudFormation's execution role, not the person. The account's Lake Formation settings are
   * never touched. With `false` an administrator must grant DESCRIBE on the databases, and SELECT and DESCRIBE on the tables.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lakeformation-principalpermissions.html
   */
  readonly grants?: boolean;

  /**
   * Whether the Data Catalog has a database `default`: Athena needs DESCRIBE on it, and a grant on a database that does not exist fails.
   *
   * @default true
   * @see https://docs.aws.amazon.com/athena/latest/ug/lf-athena-limitations.html#lf-athena-limitations-describe-default
   */
  readonly hasDefaultDatabase?: boolean;

  /**
   * Tables, or with `columns` columns of a table, that the platform must not read: they get no permission, and the verifier proves that
   * the platform is refused there.
   *
   * @default - the verifier asks for a table that is not listed
   */
  readonly deniedTables?: LakeFormationTable[];
}
