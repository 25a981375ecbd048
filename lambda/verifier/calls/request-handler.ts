import type { Limits } from '../request/limits';

/** How SDK clients connect: one socket for each call that may run at a time, kept open. */
export function requestHandlerOf({ concurrency, callSeconds }: Pick<Limits, 'concurrency' | 'callSeconds'>) {
  const agent = { maxSockets: concurrency, keepAlive: true };
  return { connectionTimeout: callSeconds * 1_000, httpsAgent: agent, httpAgent: agent };
}
