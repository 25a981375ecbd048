import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { DatabaseRights } from './database-rights';
import type { FunctionOptions } from '../../../function/function-options';
import type { RdsCertificateAuthorities } from '../rds-certificate-authorities';
import type { RdsDatabase } from '../rds-database';
import type { RdsEngine } from '../rds-engine';

/**
 * How a database user is made, and what it may read. `vpc` is the network of the database, unless it is publicly accessible; the function
 * needs a route from there to Secrets Manager and, to answer CloudFormation, to S3.
 */
export interface DatabaseUserOptions extends FunctionOptions {
  /**
   * The secret of the master user, or of another user that may create users and grant what is listed: JSON with `username` and `password`,
   * as RDS writes it.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
   */
  readonly adminSecret: ISecret;

  /**
   * The databases (`CREATE DATABASE`) that may be read, and what of each. What is taken off the list is taken from the user.
   *
   * In PostgreSQL everybody may connect to every database unless CONNECT was revoked from PUBLIC: connecting is not reading. The platform
   * connects to the database `postgres` to list the others; where PUBLIC may not, list it too.
   */
  readonly databases: DatabaseRights[];

  /**
   * Takes over a user of the name that exists already: whatever else it was granted is revoked. When the resource is removed the user
   * stays, without rights.
   *
   * @default false - a user that this resource did not make is an error
   */
  readonly adoptExistingUser?: boolean;

  /**
   * The certificate authorities that the server's certificate is verified with.
   *
   * @default - those that AWS published for the commercial regions in 2024; give AWS's own bundle for newer regions, GovCloud and China
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
   */
  readonly certificateAuthorities?: RdsCertificateAuthorities;
}

/** Properties of a `DatabaseUser`. */
export interface DatabaseUserProps extends DatabaseUserOptions {
  /** The instance or the cluster. No proxy: its endpoint knows only users that have a secret. */
  readonly database: RdsDatabase;

  /** Name of the user. Another name is another user: the first one is removed when the second is there. */
  readonly userName: string;
}

/** What `RdsIamAuthAccess.createDatabaseUser` makes; the user's name is that of the access. */
export interface CreateDatabaseUserProps extends DatabaseUserOptions {
  /**
   * The instance or the cluster.
   *
   * @default - the only database of the access
   */
  readonly database?: RdsDatabase;
}

/** What `RdsIamAuthAccess.setupSql` writes the SQL for. */
export interface SetupSqlProps {
  /** The engine. */
  readonly engine: RdsEngine;

  /**
   * The database user.
   *
   * @default fourminds_iam_user
   */
  readonly userName?: string;

  /** The databases that may be read, and what of each. */
  readonly databases: DatabaseRights[];
}
