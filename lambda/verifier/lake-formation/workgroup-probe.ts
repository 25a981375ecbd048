import { GetWorkGroupCommand, type WorkGroup } from '@aws-sdk/client-athena';
import type { LakeFormationContext } from './lake-formation-context';
import { failureOf } from '../../aws/failure';
import { found, passed, type Finding } from '../probes/finding';
import type { Probe } from '../probes/probe';

export function workgroupProbe({ calls, athena, section: { scope } }: LakeFormationContext): Probe {
  const check = async (): Promise<Finding> => {
    try {
      const input = { WorkGroup: scope.workgroup };
      const { WorkGroup } = await calls.mustWork((abortSignal) => athena.send(new GetWorkGroupCommand(input), { abortSignal }));
      return findingOfWorkgroup(WorkGroup, scope.workgroup, scope.resultsLocation);
    } catch (error) {
      const { name, reason } = failureOf(error);
      if (name === 'InvalidRequestException' && /not found/i.test(reason)) return found('LAKE_FORMATION_NO_WORKGROUP', { workgroup: scope.workgroup });
      throw error;
    }
  };
  return { id: 'lake-formation.workgroup', integration: 'lake-formation', expects: 'allowed', targets: [{ name: scope.workgroup, check }] };
}

/**
 * A workgroup that enforces its settings ignores the location that a client asks for, without a word.
 * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
 */
export function findingOfWorkgroup(settings: Pick<WorkGroup, 'State' | 'Configuration'> | undefined, workgroup: string, expected: string): Finding {
  const { State, Configuration = {} } = settings ?? {};
  if (State === 'DISABLED') return found('LAKE_FORMATION_WORKGROUP_DISABLED', { workgroup });
  if (Configuration.ManagedQueryResultsConfiguration?.Enabled === true) return found('LAKE_FORMATION_MANAGED_RESULTS', { workgroup });
  const enforced = Configuration.EnforceWorkGroupConfiguration === true;
  const actual = Configuration.ResultConfiguration?.OutputLocation ?? 'nowhere';
  if (enforced && withSlash(actual) !== withSlash(expected)) return found('LAKE_FORMATION_RESULTS_OVERRIDDEN', { workgroup, actual, expected });
  return passed(`Workgroup '${workgroup}' sends results to ${expected}`, { enforced, scanLimitBytes: Configuration.BytesScannedCutoffPerQuery ?? 'none' });
}

function withSlash(location: string): string {
  return location.endsWith('/') ? location : `${location}/`;
}
