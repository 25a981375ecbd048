import { RdsFailure } from './rds-failure';

/**
 * Runs an operation and destroys its socket when the time is over. A server that was stopped or a network that swallows packets answers no
 * cancel request, so only the client's own clock ends such a wait; the promise settles even when the driver never notices.
 */
export async function withDeadline<T>(milliseconds: number, socket: { destroy(error?: Error): unknown }, operation: () => Promise<T>): Promise<T> {
  const failure = new RdsFailure('RDS_DEADLINE_PASSED', { seconds: Math.ceil(milliseconds / 1000) });
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(failure);
      socket.destroy(failure);
    }, milliseconds);
  });
  try {
    return await Promise.race([operation(), expired]);
  } finally {
    clearTimeout(timer);
  }
}

/** The server's own limit: a little earlier than the client's, so that the server stops by itself whenever it still can. */
export function serverTimeLimit(milliseconds: number): number {
  return Math.max(1, milliseconds - Math.min(2_000, Math.ceil(milliseconds / 10)));
}
