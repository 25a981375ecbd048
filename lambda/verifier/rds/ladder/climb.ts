import type { ConnectionTarget, DatabaseEngine, DatabaseSession } from '../database-engine';
import type { AwsCredentials } from '../iam-token';
import { logIn, selectOne, signToken } from './log-in';
import { negotiateTls } from './negotiate-tls';
import { reachPort } from './reach-port';
import { resolveEndpoint, Resolver } from './resolve-endpoint';
import type { Outcome, RungResult } from './rung';

export interface ClimbProps {
  readonly engine: DatabaseEngine;
  readonly target: ConnectionTarget;
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** For each of TCP, TLS and the login. @default 10000 */
  readonly timeoutMs?: number;
  readonly resolver?: Resolver;
  /** What discovery tells; undefined where it tells nothing. */
  readonly publiclyAccessible?: boolean;
}

export interface Climb {
  /** Those that were tried: the last one failed, unless there is a session. */
  readonly rungs: readonly RungResult[];
  /** Open when every rung passed; the caller closes it. */
  readonly session?: DatabaseSession;
}

export const RUNG_IDS = ['rds.dns', 'rds.tcp', 'rds.tls', 'rds.token', 'rds.login', 'rds.query'] as const;

/** Goes from the name of the endpoint to the first query, and stops at the first step that fails. */
export async function climb(props: ClimbProps): Promise<Climb> {
  const { engine, target, region, credentials, timeoutMs = 10_000 } = props;
  const rungs: RungResult[] = [];
  let session: DatabaseSession | undefined;
  const step = async <Value>(outcome: Promise<Outcome<Value>>): Promise<Value> => {
    const settled = await outcome;
    rungs.push(settled.result);
    if ('failure' in settled) throw new RungFailed();
    return settled.value;
  };
  try {
    const addresses = await step(resolveEndpoint(target, props));
    const socket = await step(reachPort(target, addresses, timeoutMs));
    await step(negotiateTls(engine, target, socket, timeoutMs));
    const token = await step(signToken(target, region, credentials));
    session = await step(logIn(engine, target, token, timeoutMs));
    await step(selectOne(target, session));
    return { rungs, session };
  } catch (error) {
    await session?.close();
    if (!(error instanceof RungFailed)) throw error;
    return { rungs };
  }
}

class RungFailed extends Error {}
