import { climbLadder, type Ladder } from './ladder';
import { RDS_LADDER } from '../../../../src/access/rds/rds-permissions';
import { found } from '../../probes/finding';
import type { Probe, ProbeTarget } from '../../probes/probe';
import type { RdsContext } from '../rds-context';
import type { Server } from '../server';

/** The ladder to a server, climbed once. */
export type Ladders = (server: Server) => Promise<Ladder>;

export function createLadders(context: RdsContext): Ladders {
  const ladders = new Map<string, Promise<Ladder>>();
  return (server) => {
    const known = ladders.get(server.name) ?? climbLadder(context, server);
    ladders.set(server.name, known);
    return known;
  };
}

/** One probe for each rung. */
export function ladderProbes(context: RdsContext, ladders: Ladders): readonly Probe[] {
  return RDS_LADDER.map(({ id, expects }) => ({ id, integration: 'rds', expects, targets: () => targetsOf(id, context, ladders) }));
}

async function targetsOf(id: string, context: RdsContext, ladders: Ladders): Promise<readonly ProbeTarget[]> {
  const notReached = found('RDS_NOT_REACHED', { rung: 'rds.list-instances' });
  const servers = await context.servers().catch(() => undefined);
  if (servers !== undefined) {
    return servers.map((server) => ({ name: server.name, check: async () => (await ladders(server)).get(id) ?? notReached }));
  }
  const names = context.section.scope.databases.map(({ identifier, resourceId }) => identifier ?? resourceId);
  return names.map((name) => ({ name, check: async () => notReached }));
}
