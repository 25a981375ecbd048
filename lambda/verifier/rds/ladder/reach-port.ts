import type { Socket } from 'node:net';
import type { ConnectionTarget } from '../database-engine';
import { openSocket } from '../sockets';
import { Outcome, rung } from './rung';

/** TCP. The socket is handed on to the TLS rung: MySQL counts connections that say nothing and blocks a host that makes many. */
export function reachPort(target: ConnectionTarget, timeoutMs: number): Promise<Outcome<Socket>> {
  return rung('rds.tcp', target, async () => ({
    message: `Port ${target.port} is open`,
    value: await openSocket(target.host, target.port, timeoutMs),
  }));
}
