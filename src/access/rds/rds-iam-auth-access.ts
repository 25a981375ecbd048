import { Stack, Token, Tokenization } from 'aws-cdk-lib/core';
import { Construct, DependencyGroup } from 'constructs';
import { familyOf } from './database-user/database-rights';
import { DatabaseUser } from './database-user/database-user';
import type { CreateDatabaseUserProps, SetupSqlProps } from './database-user/database-user-props';
import { requireRights } from './database-user/require-rights';
import { setupSql } from './database-user/setup-sql';
import { requireDatabaseUserName } from './database-user-name';
import { rdsChoice, type RdsChoice } from './rds-choice';
import type { DatabaseFacts } from './rds-database';
import { requireEngine } from './rds-engine';
import { rdsGrants } from './rds-grants';
import type { RdsIamAuthAccessProps } from './rds-iam-auth-access-props';
import { openPorts } from './rds-ingress';
import { RDS_PERMISSIONS, RDS_PROBES, RDS_RESOURCES } from './rds-permissions';
import { verifierGrants } from './verifier-grants';
import { Connection } from '../../connection/connection';
import type { RdsTarget } from '../../document/connection-document-v1';
import { Integration } from '../../platform/integration';
import type { Platform } from '../../platform/platform';
import { partitionOf } from '../../policy/partition';
import { invalid, isLiteral } from '../../validation/invalid';
import { type Warning, warning } from '../../validation/warning';
import { activePermissions, grantsOf } from '../permission-table';
import { requirePrefix } from '../s3/bucket-name';

function targetOf({ kind, resourceId, identifier, engine, host, port, database }: DatabaseFacts, user: string): RdsTarget {
  const digits = Token.isUnresolved(port) ? Tokenization.stringifyNumber(port) : String(port);
  const optional = { ...(identifier !== undefined && { identifier }), ...(database !== undefined && { database }) };
  return { kind, resourceId, engine, host, port: digits, user, ...optional };
}

function warningsOf({ allDatabases, databaseUser, databases }: RdsChoice, platform: Platform): readonly Warning[] {
  const { databaseUser: usual } = platform._definition;
  return [
    allDatabases
      ? warning('allDatabases', `The platform may connect to every database of the region as ${databaseUser}, new ones too.`)
      : warning('instancesListed', 'The platform sees the names and endpoints of all DB instances of the region: AWS authorises its list on all of them or not at all.'),
    ...(usual !== undefined && usual !== databaseUser ? [warning('databaseUserUnusual', `${platform.displayName} names only the database user ${usual} and has no field for another: agree on ${databaseUser} with its support.`)] : []),
    ...(databases.some(({ kind }) => kind === 'proxy') ? [warning('proxyNotListed', "A proxy is not in the platform's list of instances: its endpoint must be told to the platform.")] : []),
  ];
}

/**
 * Lets a platform list the DB instances of the region and log in to listed databases, or to all when asked to, as one database user with
 * short-lived tokens in place of a password. What that user may read is decided in the database.
 */
export class RdsIamAuthAccess extends Construct {
  /**
   * The statements that make the database user and let it read, for teams that run them themselves: with psql for PostgreSQL, with the
   * mysql or mariadb client for the others. `createDatabaseUser` runs the same. Every name must be known at synthesis.
   */
  public static setupSql(props: SetupSqlProps): string {
    const { engine, userName = 'fourminds_iam_user', databases } = props;
    requireDatabaseUserName('userName', userName, requireEngine('engine', engine).userLimit);
    const family = familyOf(engine);
    requireRights(family, databases);
    // A token is quoted before it is known.
    if (!isLiteral(userName + JSON.stringify(databases))) throw invalid('databases', undefined, 'holds a name that is only known at deployment', 'Use createDatabaseUser');
    return setupSql(family, userName, databases);
  }

  private readonly users = new DependencyGroup();
  private readonly databaseUser: string;

  public constructor(scope: Construct, id: string, private readonly props: RdsIamAuthAccessProps) {
    super(scope, id);
    const connection = Connection._ofAccess(this, props.connection);
    const stack = Stack.of(this);
    const { importTo } = props;
    const choice = rdsChoice(props, connection.platform, stack);
    const { allDatabases, databaseUser, databases, deniedDatabases, deniedDatabaseUsers } = choice;
    this.databaseUser = databaseUser;
    if (importTo?.prefix) requirePrefix('importTo.prefix', importTo.prefix);
    if (props.ingress) openPorts(props.ingress, databases, connection.platform.displayName);
    const authorities = props.certificateAuthorities?._bind(this);
    const place = { partition: partitionOf(stack), region: stack.region, account: stack.account };
    const granted = rdsGrants(choice, place);

    connection._addAccess({
      integration: Integration.RDS,
      grants: [{ name: 'Rds', grants: grantsOf(RDS_PERMISSIONS, granted) }],
      permissions: activePermissions(RDS_PERMISSIONS, granted),
      resources: RDS_RESOURCES,
      probes: RDS_PROBES.filter(({ id: probe }) => {
        switch (probe) {
          case 'rds.denied-user': return deniedDatabaseUsers.length > 0;
          case 'rds.denied-database': return deniedDatabases.length > 0;
          default: return true;
        }
      }),
      fieldValues: {},
      scope: {
        allDatabases,
        databaseUser,
        databases: databases.map((each) => targetOf(each, databaseUser)),
        deniedDatabases: deniedDatabases.map((each) => targetOf(each, databaseUser)),
        deniedDatabaseUsers,
        ...(authorities && { certificateAuthorities: { bucket: authorities.bucketName, key: authorities.key } }),
        ...(importTo && { importTo: { bucket: importTo.bucket.bucketName, prefix: importTo.prefix ?? '' } }),
      },
      warnings: warningsOf(choice, connection.platform),
      verifierGrants: verifierGrants({ principalArn: connection._facts().principal.arn, databases, allDatabases, authorities, importTo }, place),
      networkTargets: [...databases, ...deniedDatabases],
      // A cluster is no instance yet, and only instances are listed.
      readyAfter: [this.users, ...databases.flatMap(({ resource }) => resource ?? [])],
    });
  }

  /**
   * Makes the database user of this access in a database, by a function that works in the database's network as its admin. A verification
   * on deployment waits for it.
   */
  public createDatabaseUser(id: string, props: CreateDatabaseUserProps): DatabaseUser {
    const { databases = [], certificateAuthorities } = this.props;
    const database = props.database ?? (databases.length === 1 ? databases[0] : undefined);
    if (!database) throw invalid('database', undefined, 'is missing, and the access has not just one', 'Give the database to make the user in');
    const user = new DatabaseUser(this, id, { certificateAuthorities, ...props, database, userName: this.databaseUser });
    this.users.add(user);
    return user;
  }
}
