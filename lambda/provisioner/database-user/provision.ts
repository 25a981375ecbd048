import { adminLogin } from './admin-login';
import { parseRequest, physicalResourceId, requireRights, type DatabaseUserRequest } from './request';
import type { UserEngine } from './user-engine';
import type { DatabaseFamily } from '../../../src/access/rds/database-user/database-rights';
import { stackOf, type Logger } from '../../log/logger';
import type { Redactor } from '../../log/redactor';
import type { Provisioner } from '../provisioner';

const ENGINES: Readonly<Record<DatabaseFamily, () => Promise<UserEngine>>> = {
  postgres: async () => (await import('./postgres')).postgresUsers,
  mysql: async () => (await import('./mysql')).mysqlUsers,
};

/** Keeps a database user as its resource says. */
export function databaseUserProvisioner(logger: Logger, redactor: Redactor): Provisioner {
  const dropUser = async (request: DatabaseUserRequest): Promise<void> => {
    const { user, family } = request;
    const removed = await (await ENGINES[family]()).remove(await adminLogin(request, redactor), request);
    logger.info(removed ? 'Dropped a database user' : 'Left alone what this resource did not make', { user });
  };
  return {
    apply: async (event) => {
      const request = parseRequest(event);
      const { user, family, adoptExisting } = request;
      requireRights(request);
      const admin = await adminLogin(request, redactor);
      const engine = await ENGINES[family]();
      try {
        await engine.apply(admin, request);
      } catch (error) {
        // CloudFormation does not ask for the deletion of what failed to be made. What was taken over is not dropped for that.
        const undo = event.RequestType === 'Create' && !adoptExisting;
        if (undo) await dropUser(request).catch((failure: unknown) => logger.warn('A user that is half made is left', { user, error: stackOf(failure) }));
        throw error;
      }
      logger.info('A database user is as it should be', { user, databases: request.databases.map(({ name }) => name) });
      return { physicalResourceId: physicalResourceId(request), data: { User: user } };
    },
    remove: async (event) => dropUser(parseRequest(event)),
  };
}
