import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';
import { climb } from './ladder/climb';
import { engineFor, targetFor } from './log-in';
import type { RdsContext } from './rds-context';
import { RdsFailure } from './rds-failure';
import type { Server } from './server';
import { checkOf } from '../report/check';

/** The policies must name the one user: a name that nobody was granted must be denied. IAM answers this without a login. */
export function otherUserProbe(context: RdsContext): Probe {
  const check = async ({ resourceId, user }: Server): Promise<Finding> => {
    if (resourceId === undefined) return found('DENIAL_INCONCLUSIVE', { reason: 'the resource ID of the Aurora cluster is not known' });
    const simulation = await context.simulate(resourceId, `${user}_not_granted`);
    if (!simulation.known) return found('DENIAL_INCONCLUSIVE', { reason: simulation.reason });
    const { allowed, resource, decision } = simulation;
    return allowed ? found('RDS_OTHER_USER_ALLOWED', { resource }) : passed(`rds-db:connect on ${resource} is denied, as it must be`, { decision });
  };
  return {
    id: 'rds.other-user',
    integration: 'rds',
    expects: 'denied',
    targets: async () => (await context.servers().catch(() => [])).map((server) => ({
      name: server.name,
      check: () => check(server),
      provenBy: [{ probe: 'rds.policy', target: server.name }, { probe: 'rds.login', target: server.name }],
    })),
  };
}

export function deniedUserProbe(context: RdsContext): Probe {
  const { deniedDatabaseUsers } = context.section.scope;
  return {
    id: 'rds.denied-user',
    integration: 'rds',
    expects: 'denied',
    targets: async () => (await context.servers().catch(() => [])).flatMap((server) => deniedDatabaseUsers.map((user) => ({
      name: `${server.name} as ${user}`,
      check: () => mustRefuse(context, { ...server, user }, 'RDS_USER_NOT_REFUSED'),
      provenBy: [{ probe: 'rds.login', target: server.name }],
    }))),
  };
}

export function deniedDatabaseProbe(context: RdsContext): Probe {
  const { deniedDatabases } = context.section.scope;
  return {
    id: 'rds.denied-database',
    integration: 'rds',
    expects: 'denied',
    targets: async () => (await context.servers(deniedDatabases).catch(() => [])).map((server) => ({
      name: server.name,
      check: () => mustRefuse(context, server, 'RDS_DATABASE_NOT_REFUSED'),
      provenBy: [{ probe: 'rds.login' }],
    })),
  };
}

/** Only the refusal of a token counts; a database that can't be reached, or that has no such user, refuses for a reason of its own. */
async function mustRefuse(context: RdsContext, server: Server, open: 'RDS_USER_NOT_REFUSED' | 'RDS_DATABASE_NOT_REFUSED'): Promise<Finding> {
  const { host, user } = server;
  const finding = await outcomeOf(context, server);
  if (finding === 'in') return found(open, { host, user });
  const doubt = finding.code === 'RDS_AUTHENTICATION_FAILED' ? await doubtOf(context, server) : checkOf({ id: 'rds.login' }, host, finding, 0).message;
  return doubt === undefined ? passed(`The token of '${user}' is refused, as it must be`) : found('RDS_REFUSAL_UNPROVEN', { host, user, reason: doubt });
}

/** PostgreSQL refuses a token in words of its own. MySQL says the same of a user that is not there or has a password: there IAM must agree. */
async function doubtOf({ simulate }: RdsContext, server: Server): Promise<string | undefined> {
  if (engineFor(server).family === 'postgres') return undefined;
  if (server.resourceId === undefined) return 'the resource ID of the Aurora cluster is not known, and a user that is not there is refused alike';
  const simulation = await simulate(server.resourceId, server.user);
  if (!simulation.known) return `IAM could not be asked (${simulation.reason}), and a user that is not there is refused alike`;
  return simulation.allowed ? 'the policies allow rds-db:connect, so that the user is not there, or has a password' : undefined;
}

async function outcomeOf(context: RdsContext, server: Server): Promise<Finding | 'in'> {
  const { calls, credentials, limits, document: { region } } = context;
  try {
    const target = await targetFor(context, server);
    const props = { engine: engineFor(server), target, region, credentials: await credentials(), timeoutMs: limits.callSeconds * 1_000 };
    const { rungs, session } = await calls.once(() => climb(props));
    await session?.close();
    const finding = rungs.at(-1)?.finding;
    return session || finding === undefined ? 'in' : finding;
  } catch (error) {
    if (error instanceof RdsFailure) return error.finding;
    throw error;
  }
}
