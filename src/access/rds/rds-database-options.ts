import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { RdsEngine } from './rds-engine';

/** Options of a database that is given as a construct. */
export interface RdsDatabaseOptions {
  /**
   * The database (`CREATE DATABASE`) inside the server that the verifier looks into.
   *
   * @default - all that the database user may connect to
   */
  readonly database?: string;

  /**
   * The resource ID, for an imported database that does not know its own: `db-...` or `cluster-...`.
   *
   * @default - the construct's
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
   */
  readonly resourceId?: string;

  /**
   * The engine, for an imported database that does not know its own.
   *
   * @default - the construct's
   */
  readonly engine?: RdsEngine;
}

/** Options of a proxy. */
export interface RdsProxyOptions {
  /** The engine behind the proxy. */
  readonly engine: RdsEngine;

  /**
   * The database (`CREATE DATABASE`) inside the server that the verifier looks into.
   *
   * @default - all that the database user may connect to
   */
  readonly database?: string;
}

/** A database that is known by its resource ID and its endpoint. */
export interface RdsEndpointOptions {
  /** The engine. */
  readonly engine: RdsEngine;

  /** The host name of the endpoint: the server's certificate names it, so it is no IP address and no alias. */
  readonly host: string;

  /**
   * The TCP port.
   *
   * @default - the engine's: 5432 or 3306
   */
  readonly port?: number;

  /**
   * The database (`CREATE DATABASE`) inside the server that the verifier looks into.
   *
   * @default - all that the database user may connect to
   */
  readonly database?: string;

  /**
   * The security groups of the database, for `ingress`.
   *
   * @default - none
   */
  readonly securityGroups?: ISecurityGroup[];
}
