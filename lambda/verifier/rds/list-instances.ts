import { DISCOVERY_SECONDS } from './discover-instances';
import { engineOf } from './engines';
import type { RdsContext } from './rds-context';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

/** What the platform's Test Connection does. */
export function listInstancesProbe(context: RdsContext): Probe {
  const { region } = context.document;
  return { id: 'rds.list-instances', integration: 'rds', expects: 'allowed', targets: [{ name: `region ${region}`, check: () => listInstances(context) }] };
}

/** What the platform's list shows, or why it shows nothing. */
export async function listInstances(context: RdsContext): Promise<Finding | readonly Finding[]> {
  const { instances, limits, document: { region }, section: { scope } } = context;
  try {
    const listed = await instances();
    if (listed.length === 0) return found('RDS_NO_INSTANCES', { region });
    const notAvailable = listed.filter(({ status }) => status !== 'available').map(({ identifier }) => identifier);
    const strangers = scope.allDatabases ? listed.filter(({ engine }) => engineOf(engine) === undefined) : [];
    const remark = notAvailable.length > 0 ? `, not available: ${notAvailable.join(', ')}` : '';
    return [
      // Those that the platform may connect to are warned of at rds.status.
      passed(`${listed.length} instance(s) are listed${remark}`, { instances: listed.length, notAvailable }),
      ...strangers.map(({ engine, identifier }) => found('RDS_ENGINE_LEFT_OUT', { engine, identifier })),
    ];
  } catch (error) {
    const { kind } = failureOf(error);
    if (kind === 'denied') return found('RDS_LIST_DENIED', { region });
    if (kind === 'timed-out') return found('CALL_TIMED_OUT', { seconds: Math.min(limits.callSeconds, DISCOVERY_SECONDS) });
    throw error;
  }
}
