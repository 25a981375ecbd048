import { certificateAuthorities, readAdminSecret } from './admin-login';
import { isGone } from './database-failure';
import { marksOf, readRequest, type DatabaseUserRequest } from './request';
import type { AdminLogin, UserEngine } from './user-engine';
import type { CustomResourceEvent } from '../../custom-resource/custom-resource-event';
import { stackOf, type Logger } from '../../log/logger';
import type { Redactor } from '../../log/redactor';
import type { Provisioner } from '../provisioner';

export interface DatabaseUserProvisionerProps {
  readonly logger: Logger;
  readonly redactor: Redactor;
  /** Until when the work must be done. */
  readonly availableMs: number;
  /** What is kept back of it to take away what a failed creation has made. */
  readonly cleanUpMs: number;
}

/** Makes a database user that logs in with tokens, keeps its rights at what is declared, and removes it. */
export function databaseUserProvisioner({ logger, redactor, availableMs, cleanUpMs }: DatabaseUserProvisionerProps): Provisioner {
  const logIn = async (request: DatabaseUserRequest, milliseconds: number): Promise<AdminLogin> => {
    const { host, port, adminSecretArn } = request;
    const [secret, ca] = await Promise.all([readAdminSecret(adminSecretArn, redactor), certificateAuthorities(request.certificateAuthorities)]);
    return { host, port, ca, ...secret, signal: AbortSignal.timeout(milliseconds), onStatement: (statement) => logger.info('Database user', { statement }) };
  };

  const remove = async (event: CustomResourceEvent, milliseconds: number): Promise<void> => {
    const request = readRequest(event.ResourceProperties);
    const engine = await engineOf(request);
    const removal = await engine.remove(await logIn(request, milliseconds), { name: request.userName, marks: marksOf(event) });
    logger.info('Removed the database user', { user: request.userName, removal });
  };

  return {
    apply: async (event) => {
      const request = readRequest(event.ResourceProperties);
      const { userName: name, databases, adoptExistingUser: adopt, host, port } = request;
      const engine = await engineOf(request);
      try {
        await engine.apply(await logIn(request, availableMs - cleanUpMs), { name, databases, adopt, marks: marksOf(event) });
      } catch (error) {
        // CloudFormation asks for no deletion of what was never said to exist.
        if (event.RequestType === 'Create') await remove(event, cleanUpMs).catch((second: unknown) => logger.error('What was made could not be removed', { error: stackOf(second) }));
        throw error;
      }
      return { physicalResourceId: `${name}@${host}:${port}`, data: { UserName: name } };
    },
    remove: async (event) => {
      try {
        await remove(event, availableMs);
      } catch (error) {
        if (!isGone(error)) throw error;
        logger.warn('The database is gone, and its users with it', { host: readRequest(event.ResourceProperties).host });
      }
    },
  };
}

/** Only the driver that is needed is loaded. */
async function engineOf({ family }: DatabaseUserRequest): Promise<UserEngine> {
  return family === 'postgres' ? (await import('./postgres/postgres-users')).postgresUsers : (await import('./mysql/mysql-users')).mysqlUsers;
}
