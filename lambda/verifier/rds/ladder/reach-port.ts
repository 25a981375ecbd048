import type { Socket } from 'node:net';
import { isPrivate } from './resolve-endpoint';
import { Outcome, rung } from './rung';
import { classifyError } from '../classify-error';
import type { ConnectionTarget } from '../database-engine';
import { RdsFailure } from '../rds-failure';
import { openSocket } from '../sockets';

/** TCP. The socket is handed on to the TLS rung: MySQL counts connections that say nothing and blocks a host that makes many. */
export function reachPort(target: ConnectionTarget, addresses: readonly string[], timeoutMs: number): Promise<Outcome<Socket>> {
  const { host, port } = target;
  return rung('rds.tcp', target, async () => ({
    message: `Port ${port} is open`,
    value: await openSocket(host, port, timeoutMs).catch((error: unknown) => {
      const failure = classifyError(error, target);
      // Packets to a private address get lost anywhere but in its own network, whatever its security groups say.
      throw failure.code === 'RDS_CONNECTION_TIMED_OUT' && addresses.every(isPrivate) ? new RdsFailure('RDS_PRIVATE_ENDPOINT_TIMED_OUT', { host, port }, error) : failure;
    }),
  }));
}
