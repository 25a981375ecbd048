import { climb } from './climb';
import { instanceRungs } from './instance-rungs';
import type { RungResult } from './rung';
import { RDS_LADDER } from '../../../../src/access/rds/rds-permissions';
import { found, passed, type Finding } from '../../probes/finding';
import { engineFor, targetFor } from '../log-in';
import type { RdsContext } from '../rds-context';
import { RdsFailure } from '../rds-failure';
import type { Server } from '../server';
import type { Simulation } from '../simulate-policy';

/** What each rung found, by the probe's ID. */
export type Ladder = ReadonlyMap<string, Finding>;

const NOT_LISTED = found('NOT_APPLICABLE', { reason: 'a proxy is not in the list of instances' });
const STEPS = RDS_LADDER.map(({ id }) => id);

/** Climbs from the list of instances to the first query. What is above the first rung that fails was not reached. */
export async function climbLadder(context: RdsContext, server: Server): Promise<Ladder> {
  const below: readonly RungResult[] = [
    { id: 'rds.instance', finding: listed(server, context.document.region) },
    ...(server.instance ? instanceRungs(server.instance) : []),
  ];
  if (below.some(failed)) return complete(below);
  const simulation = await simulated(context, server);
  const policy = { id: 'rds.policy', finding: policyFinding(simulation) };
  const above = await climbWithToken(context, server).catch((error: unknown): readonly RungResult[] => {
    if (error instanceof RdsFailure) return [{ id: 'rds.tls', finding: error.finding }];
    throw error;
  });
  return complete([...below, policy, ...above.map((rung) => withChecked(rung, server, simulation))]);
}

const PASSABLE: readonly string[] = ['OK', 'NOT_APPLICABLE', 'RDS_INSTANCE_NOT_AVAILABLE', 'RDS_IAM_AUTHENTICATION_UNKNOWN', 'RDS_NARROWER_ACCOUNT'];
const failed = ({ finding: { code } }: RungResult): boolean => !PASSABLE.includes(code);

function listed({ name, kind, instance, user }: Server, region: string): Finding {
  if (kind === 'proxy') return NOT_LISTED;
  if (!instance) return found('RDS_INSTANCE_NOT_FOUND', { identifier: name, region });
  if (instance.masterUsername?.toLowerCase() === user.toLowerCase()) return found('RDS_MASTER_USER', { identifier: name, user });
  const { engine, engineVersion, publiclyAccessible } = instance;
  return passed(`'${name}' is listed: ${engine} ${engineVersion}`, { engine, engineVersion, publiclyAccessible });
}

async function simulated({ simulate }: RdsContext, { resourceId, user }: Server): Promise<Simulation & { readonly resource: string }> {
  return resourceId === undefined
    ? { known: false, reason: 'the resource ID of the Aurora cluster is not known', resource: '' }
    : simulate(resourceId, user);
}

function policyFinding(simulation: Simulation & { readonly resource: string }): Finding {
  const { resource } = simulation;
  if (!simulation.known) return found('RDS_POLICY_UNKNOWN', { reason: simulation.reason });
  return simulation.allowed ? passed(`The policies allow rds-db:connect on ${resource}`) : found('RDS_CONNECT_NOT_ALLOWED', { resource, decision: simulation.decision });
}

/** A refused login right after a deployment can be IAM's delay, and is tried again like any refusal. */
async function climbWithToken(context: RdsContext, server: Server): Promise<readonly RungResult[]> {
  const { calls, credentials, limits, document: { region } } = context;
  const target = await targetFor(context, server);
  const { publiclyAccessible } = server.instance ?? {};
  const timeoutMs = limits.callSeconds * 1_000;
  const props = { engine: engineFor(server), target, region, credentials: await credentials(), timeoutMs, publiclyAccessible };
  try {
    return await calls.mustWork(async () => {
      const { rungs, session } = await climb(props);
      await session?.close();
      if (rungs.at(-1)?.finding.code === 'RDS_AUTHENTICATION_FAILED') throw new LoginRefused(rungs);
      return rungs;
    });
  } catch (error) {
    if (error instanceof LoginRefused) return error.rungs;
    throw error;
  }
}

/** Carries AWS's own name of a refusal, so that it is put down to propagation while that lasts. */
class LoginRefused extends Error {
  readonly name = 'AccessDenied';

  constructor(readonly rungs: readonly RungResult[]) {
    super('the database refused the token');
  }
}

/**
 * A server does not say why it refuses a token. PostgreSQL asks for one only from a user that has rds_iam, so that much is known there.
 */
function withChecked(rung: RungResult, { engine, instance }: Server, simulation: Simulation): RungResult {
  if (rung.finding.code !== 'RDS_AUTHENTICATION_FAILED') return rung;
  const checked = {
    policyAllowsConnect: simulation.known ? simulation.allowed : 'unknown',
    iamAuthenticationEnabled: instance?.iamAuthentication ?? 'unknown',
    userExistsWithIam: engine.endsWith('postgresql') || engine === 'postgres' ? true : 'unknown',
  };
  return { ...rung, finding: { ...rung.finding, detail: { checked } } };
}

function complete(rungs: readonly RungResult[]): Ladder {
  const results = new Map(rungs.map(({ id, finding }) => [id, finding]));
  // What IAM's simulation says is advice: the login decides.
  const broken = rungs.find((rung) => rung.id !== 'rds.policy' && failed(rung));
  const without = broken ? found('RDS_NOT_REACHED', { rung: broken.id }) : NOT_LISTED;
  return new Map(STEPS.map((id) => [id, results.get(id) ?? without]));
}
