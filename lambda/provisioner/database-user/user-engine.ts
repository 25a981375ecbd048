import type { DatabaseRights } from '../../../src/access/rds/database-user/database-rights';

/** The server, and the admin that grants. */
export interface AdminLogin {
  /** The endpoint that RDS gives: the certificate names it. */
  readonly host: string;
  readonly port: number;
  /** PEM text of the certificate authorities of RDS. */
  readonly ca: string;
  readonly user: string;
  readonly password: string;
}

/** Which database user, and who made it. */
export interface UserIdentity {
  readonly user: string;
  /** The resource of the stack that makes it. A user that another one made, or a person, is left alone. */
  readonly owner: string;
}

export interface UserPlan extends UserIdentity {
  readonly databases: readonly DatabaseRights[];
  /** Take over a user that somebody else made. */
  readonly adoptExisting: boolean;
}

/** Makes and removes database users in a family of engines. Both methods read the server first and do what is missing. */
export interface UserEngine {
  /** Makes the user if there is none, and its rights exactly those of the plan. */
  readonly apply: (admin: AdminLogin, plan: UserPlan) => Promise<void>;
  /** @returns false when there was nothing of this owner to remove */
  readonly remove: (admin: AdminLogin, identity: UserIdentity) => Promise<boolean>;
}

/** The server's own limit for a statement, and the client's for a server that no longer answers. */
export const STATEMENT_MS = 60_000;
export const CONNECT_MS = 10_000;
