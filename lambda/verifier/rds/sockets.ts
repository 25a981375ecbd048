import { connect, isIP, Socket } from 'node:net';
import { RdsFailure } from './rds-failure';

/**
 * Refuses an IP address as host: RDS certificates name the endpoint, and without a name TLS in Node falls back to comparing
 * the certificate with "localhost".
 */
export function requireHostName(host: string): void {
  if (isIP(host) !== 0) throw new RdsFailure('RDS_TLS_WRONG_HOST', { host });
}

/** Connects within the time, or destroys the socket. */
export function openSocket(host: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error('timeout expired'), { code: 'ETIMEDOUT' })), timeoutMs);
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

/** The next bytes of the other side; a closed connection is an error. */
export function nextBytes(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settle = (action: () => void) => {
      socket.off('data', onData).off('error', onError).off('close', onClose);
      socket.pause();
      action();
    };
    const onData = (bytes: Buffer) => settle(() => resolve(bytes));
    const onError = (error: Error) => settle(() => reject(error));
    const onClose = () => settle(() => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    socket.on('data', onData).on('error', onError).on('close', onClose);
  });
}
