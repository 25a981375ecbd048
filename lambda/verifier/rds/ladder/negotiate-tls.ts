import type { Socket } from 'node:net';
import { connect, TLSSocket } from 'node:tls';
import type { ConnectionTarget, DatabaseEngine } from '../database-engine';
import { withDeadline } from '../deadline';
import { requireHostName } from '../sockets';
import { Outcome, rung } from './rung';

/** TLS, with the certificate verified against the given authorities and against the host name. Closes the socket. */
export function negotiateTls(engine: DatabaseEngine, target: ConnectionTarget, socket: Socket, timeoutMs: number): Promise<Outcome<void>> {
  return rung('rds.tls', target, async () => {
    try {
      requireHostName(target.host);
      const secured = await withDeadline(timeoutMs, socket, async () => {
        await engine.requestTls(socket);
        return secure(target, socket);
      });
      const { valid_to: validTo, issuer } = secured.getPeerCertificate();
      const protocol = secured.getProtocol() ?? 'unknown';
      secured.destroy();
      return {
        message: `${protocol}, certificate of '${String(issuer.CN)}' for ${target.host}`,
        detail: { protocol, issuer: String(issuer.CN), validTo },
        value: undefined,
      };
    } finally {
      socket.destroy();
    }
  });
}

function secure(target: ConnectionTarget, socket: Socket): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured: TLSSocket = connect({ socket, ca: target.ca, servername: target.host, minVersion: 'TLSv1.2' });
    secured.once('secureConnect', () => resolve(secured));
    secured.once('error', reject);
    secured.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
}
