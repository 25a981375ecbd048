import type { Finding } from './finding';
import type { Integration } from '../../../src/verification/verification-report-v1';

/** A check of which a pass shows that the credentials work, so that a refusal elsewhere is one of this policy. */
export interface Proof {
  readonly probe: string;
  /** Absent: any target of the probe. */
  readonly target?: string;
}

/** One thing to try. What the check throws is put down by the runner. */
export interface ProbeTarget {
  readonly name: string;
  readonly check: () => Promise<Finding | readonly Finding[]>;
  /** For a refusal: it counts only when one of these passed. Absent: it stands for itself. */
  readonly provenBy?: readonly Proof[];
}

/** A probe, ready to run: its identifier is the one of the permission and probe tables. */
export interface Probe {
  readonly id: string;
  readonly integration?: Integration;
  readonly expects: 'allowed' | 'denied';
  /** A function where they must first be found out. */
  readonly targets: readonly ProbeTarget[] | (() => Promise<readonly ProbeTarget[]>);
}
