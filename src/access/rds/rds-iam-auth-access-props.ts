import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { RdsCertificateAuthorities } from './rds-certificate-authorities';
import type { RdsDatabase } from './rds-database';
import type { RdsIngress } from './rds-ingress';
import type { IConnection } from '../../connection/i-connection';

/** Where the verifier's import writes the tables that it reads. */
export interface RdsImportDestination {
  /**
   * The bucket; the verifier's own role gets the right to write to it, the platform does not. One of another account is imported with its
   * account (`Bucket.fromBucketAttributes`): nothing is written to a bucket of the name in an account that was not named.
   */
  readonly bucket: IBucket;

  /**
   * The start of the objects' keys, such as `rds/`. A table is written to
   * `<prefix><server>/<database>/<schema>.<table>.csv`.
   *
   * @default - none
   */
  readonly prefix?: string;
}

/** Properties of an `RdsIamAuthAccess`. */
export interface RdsIamAuthAccessProps {
  /** The connection that gets the access. */
  readonly connection: IConnection;

  /**
   * Databases that the platform may connect to.
   *
   * @default - none
   */
  readonly databases?: RdsDatabase[];

  /**
   * Lets the platform connect to every database of the stack's region and account as `databaseUser`; new ones too.
   *
   * @default false
   */
  readonly allDatabases?: boolean;

  /**
   * The database user that the platform connects as. Upper and lower case count. At most 63 bytes in PostgreSQL, 32 characters in MySQL
   * and 80 in MariaDB; 32 with `allDatabases`. Never the master user.
   *
   * @default - the platform's: 'fourminds_iam_user' for 4MINDS, whose form has no field for another
   */
  readonly databaseUser?: string;

  /**
   * Switches IAM database authentication on for databases of this app that do not say whether they have it.
   *
   * @default false - a database of this app without it is an error
   */
  readonly enableIamAuthentication?: boolean;

  /**
   * Names of instances that the platform's list shall be limited to. AWS can't do that: the platform lists instances without a filter,
   * which AWS authorises on `db:*`, so that a policy on named instances refuses the whole list. Anything but `['*']` is an error.
   *
   * @default ['*']
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
   */
  readonly discoverableInstances?: string[];

  /**
   * Opens the databases' port in their security groups for the platform's addresses.
   *
   * @default - security groups are left as they are
   */
  readonly ingress?: RdsIngress;

  /**
   * Databases that must refuse the platform: they get no permission, and the verifier proves that they refuse it.
   *
   * @default - none
   */
  readonly deniedDatabases?: RdsDatabase[];

  /**
   * Database users that the platform must not get in as; the verifier tries each of them on each database.
   *
   * @default - none
   */
  readonly deniedDatabaseUsers?: string[];

  /**
   * The certificate authorities that the verifier trusts.
   *
   * @default - those that AWS published for the commercial regions in 2024; give AWS's own bundle for newer regions, GovCloud and China
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
   */
  readonly certificateAuthorities?: RdsCertificateAuthorities;

  /**
   * Where the verifier's import writes each table as CSV.
   *
   * @default - nowhere: rows and bytes are counted and nothing is kept
   */
  readonly importTo?: RdsImportDestination;
}
