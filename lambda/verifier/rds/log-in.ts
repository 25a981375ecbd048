import type { ConnectionTarget, DatabaseEngine, DatabaseSession } from './database-engine';
import { engineOf } from './engines';
import { makeToken } from './iam-token';
import type { RdsContext } from './rds-context';
import { RdsFailure } from './rds-failure';
import type { Server } from './server';

export function engineFor({ engine }: Server): DatabaseEngine {
  const found = engineOf(engine);
  if (found === undefined) throw new RdsFailure('RDS_ENGINE_NOT_SUPPORTED', { engine });
  return found;
}

export async function targetFor({ authorities }: RdsContext, { kind, host, port, user, database }: Server): Promise<ConnectionTarget> {
  return { host, port, user, database, ca: await authorities(kind) };
}

/** A new session with a fresh token, as the platform opens one for each thing it does. */
export async function logIn(context: RdsContext, server: Server): Promise<DatabaseSession> {
  const target = await targetFor(context, server);
  const token = await makeToken(target, context.document.region, await context.credentials());
  return engineFor(server).connect({ ...target, password: token, timeoutMs: context.limits.callSeconds * 1_000 });
}

/** Uses a session and closes it, whatever happens. */
export async function withSession<T>(context: RdsContext, server: Server, use: (session: DatabaseSession) => Promise<T>): Promise<T> {
  const session = await logIn(context, server);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}
