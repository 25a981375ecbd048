import type { CertificateAuthority } from './certificate-authority';
import type { Authorize, Decision } from './token-verifier';

/** A user with a password: the master user of RDS. */
export interface AdminCredentials {
  readonly user: string;
  readonly password: string;
}

/** One running server, described as RDS describes an instance. */
export interface DatabaseServer {
  readonly engine: 'postgres' | 'mariadb';
  readonly engineVersion: string;
  readonly identifier: string;
  readonly resourceId: string;
  readonly host: string;
  readonly port: number;
  /** The CA bundle that clients verify the server with, as PEM text, and its file. */
  readonly ca: string;
  readonly caPath: string;
  readonly admin: AdminCredentials;
  readonly process: ServerHandle;
  stop(): Promise<void>;
}

export interface ServerHandle {
  readonly pid: number;
  log(): string;
}

export interface DatabaseServerProps {
  readonly authority: CertificateAuthority;
  readonly authorize: Authorize;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly identifier: string;
  readonly resourceId: string;
  readonly now?: () => Date;
  readonly onDecision?: (decision: Decision, user: string) => void;
  /** More arguments of the server: settings as a parameter group can have them. */
  readonly serverArguments?: readonly string[];
}

/** The name in the certificates, so the only one that clients may connect to. */
export const SERVER_HOST = 'localhost';

/** Runs the clean-up steps of whatever was started, last first, each even when another fails. */
export async function stopAll(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of [...steps].reverse()) await step().catch(() => undefined);
}
