import { findingOfFailure, findingOfInconclusiveDenial, type FailureSetting } from './failure-finding';
import { found, type Finding } from './finding';
import type { Probe, ProbeTarget } from './probe';
import type { Check } from '../../../src/verification/verification-report-v1';
import { failureOf } from '../../aws/failure';
import type { CodeEntry } from '../codes/code';
import { CODES, type Code } from '../codes/codes';
import { checkOf } from '../report/check';

export interface ProbeRunSettings extends FailureSetting {
  /** Told of every failure that the verifier itself is to blame for. */
  readonly onDefect: (probe: string, error: unknown) => void;
}

type Outcomes = Map<string, Promise<readonly Check[]>>;

/**
 * Starts every probe at once (what is sent is bounded by `Calls`) and returns the checks in the order of the probes and of their
 * targets, however long each took.
 */
export async function runProbes(probes: readonly Probe[], settings: ProbeRunSettings): Promise<readonly Check[]> {
  const outcomes: Outcomes = new Map();
  // A probe asks for the outcome of another only after its first await, when every probe has been entered.
  for (const probe of probes) outcomes.set(probe.id, runProbe(probe, outcomes, settings));
  return (await Promise.all(outcomes.values())).flat();
}

async function runProbe(probe: Probe, outcomes: Outcomes, settings: ProbeRunSettings): Promise<readonly Check[]> {
  await Promise.resolve();
  const started = performance.now();
  let targets: readonly ProbeTarget[];
  try {
    targets = typeof probe.targets === 'function' ? await probe.targets() : probe.targets;
  } catch (error) {
    return [checkOf(probe, 'its targets', findingOfError(probe, error, settings), Math.round(performance.now() - started))];
  }
  return runTargets(probe, targets, outcomes, settings);
}

async function runTargets(
  probe: Probe, targets: readonly ProbeTarget[], outcomes: Outcomes, settings: ProbeRunSettings,
): Promise<readonly Check[]> {
  const perTarget = await Promise.all(targets.map(async (target) => {
    const missing = await missingProof(target, outcomes);
    const started = performance.now();
    const findings = missing === undefined
      ? await findingsOf(probe, target, settings)
      : [found('DENIAL_NOT_PROVEN', { probe: missing })];
    const milliseconds = Math.round(performance.now() - started);
    return findings.map((finding) => checkOf(probe, target.name, finding, finding.milliseconds ?? milliseconds));
  }));
  return perTarget.flat();
}

async function findingsOf(probe: Probe, target: ProbeTarget, settings: ProbeRunSettings): Promise<readonly Finding[]> {
  try {
    const findings = await target.check();
    return 'code' in findings ? [findings] : findings;
  } catch (error) {
    return [findingOfError(probe, error, settings)];
  }
}

function findingOfError({ id, expects }: Probe, error: unknown, settings: ProbeRunSettings): Finding {
  const failure = failureOf(error);
  if (failure.kind === 'defect') settings.onDefect(id, error);
  return expects === 'denied' ? findingOfInconclusiveDenial(failure) : findingOfFailure(failure, settings);
}

/** The probe that should have passed and did not; nothing when the refusal will count. */
async function missingProof(target: ProbeTarget, outcomes: Outcomes): Promise<string | undefined> {
  if (target.provenBy === undefined) return undefined;
  for (const proof of target.provenBy) {
    const checks = (await outcomes.get(proof.probe)) ?? [];
    if (checks.some((check) => worked(check) && (proof.target === undefined || check.target === proof.target))) return undefined;
  }
  return target.provenBy[0]?.probe ?? 'every check that could show it';
}

function worked(check: Check): boolean {
  const entry: CodeEntry | undefined = CODES[check.code as Code];
  return check.status === 'pass' || entry?.worked === true;
}
