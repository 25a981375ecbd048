import { type DatabaseRights, RdsDatabase, type RdsEndpointOptions } from 'cdk-ai-platform-access';

/** A database that exists already, and what 4MINDS may read there. */
export interface ExistingDatabase extends RdsEndpointOptions {
  /** As RDS shows it under Configuration: `db-...` or `cluster-...`. */
  readonly resourceId: string;
  /** The secret of the master user, which makes the database user. */
  readonly adminSecretArn: string;
  /** The databases of the server that may be read, and what of each. */
  readonly readable: DatabaseRights[];
}

export function databaseOf(database: ExistingDatabase): RdsDatabase {
  return RdsDatabase.fromResourceId(database.resourceId, database);
}
