/**
 * One row of an access's permission table, the only source of that access's policy, of the README's table, of the document's
 * receipt and of the probes. Rows of one `sid` on one kind of resource form one statement.
 */
export interface Permission<Kind extends string = string> {
  /** Statement ID, letters and digits only: it is what a reviewer sees in the policy. */
  readonly sid: string;
  readonly action: string;
  /** The kind of resource that the action is granted on. */
  readonly on: Kind;
  /** What the platform needs the action for. */
  readonly purpose: string;
  /** False when the platform works without it, with less to show. */
  readonly required: boolean;
  /** Identifier of the probe that exercises it. */
  readonly probe: string;
}

/** The action of the verifier in which a probe runs. */
export type ProbeAction = 'test-connection' | 'import';

/** One probe: what the verifier does with the platform's credentials, and whether AWS must allow or deny it. */
export interface Probe {
  /** Stable identifier, `<integration>.<what>`. */
  readonly id: string;
  readonly action: ProbeAction;
  readonly expects: 'allowed' | 'denied';
  readonly description: string;
  /** True when it exercises no permission of the platform's: the network, a check by the verifier itself, what follows a login. */
  readonly step?: true;
}
