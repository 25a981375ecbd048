import type { DatabaseRights } from '../../../src/access/rds/database-user/database-rights';

/** How the admin of a database logs in. */
export interface AdminLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** PEM text of the certificate authorities of RDS. */
  readonly ca: string;
  /** Ends every connection when the time is over: a server that does not answer is told nothing. */
  readonly signal: AbortSignal;
  /** Called with each statement that changes something. Statements hold names, never a secret. */
  readonly onStatement: (statement: string) => void;
}

/** Marks a user as the resource's own: only what bears the mark is changed or removed. */
export interface Marks {
  /** What the user is marked with from now on. */
  readonly current: string;
  /** What it may be marked with until now: a database gets a new host name when it is renamed. */
  readonly accepted: readonly string[];
}

/** A user as it shall be. */
export interface WantedUser {
  readonly name: string;
  readonly databases: readonly DatabaseRights[];
  readonly marks: Marks;
  /** Takes over a user that is there already and bears no mark. */
  readonly adopt: boolean;
}

/** Makes and removes users. Both compare with what the server has, and so end alike wherever an earlier run stopped. */
export interface UserEngine {
  readonly apply: (login: AdminLogin, user: WantedUser) => Promise<void>;
  /**
   * Removes the user if it bears the mark; one that was adopted stays, without rights.
   *
   * @returns what was found
   */
  readonly remove: (login: AdminLogin, user: Pick<WantedUser, 'name' | 'marks'>) => Promise<Removal>;
}

export type Removal = 'removed' | 'kept-without-rights' | 'not-there' | 'not-ours';

/** How a user came under the resource: an adopted one was there before and outlives it. */
export type Origin = 'made' | 'adopted';
