import type { Limits } from '../request/limits';

/** Two repetitions by the client included, still within the ten seconds of a call: a service without a route is told from one that is slow. */
const CONNECTION_MS = 3_100;

/** How SDK clients connect: one socket for each call that may run at a time, kept open. */
export function requestHandlerOf({ concurrency, callSeconds }: Pick<Limits, 'concurrency' | 'callSeconds'>) {
  const agent = { maxSockets: concurrency, keepAlive: true };
  return { connectionTimeout: Math.min(CONNECTION_MS, callSeconds * 1_000), httpsAgent: agent, httpAgent: agent };
}
