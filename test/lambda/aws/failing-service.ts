import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer of a service: its code where it fails, and its message, its members, or the text of another protocol. */
export interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FailingService {
  readonly url: string;
  /** Method and path or target of each request. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** A service of AWS that answers as it is told: request after request, the last answer for ever; or each by its method and path. */
export async function startFailingService(...answers: readonly Answer[] | readonly [(request: string) => Answer]): Promise<FailingService> {
  const left = [...answers];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const asked = `${request.method} ${String(request.headers['x-amz-target'] ?? request.url)}`;
    requests.push(asked);
    const answer = (left.length > 1 ? left.shift() : left[0])!;
    const { status, code, body = {}, headers } = typeof answer === 'function' ? answer(asked) : answer;
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json', 'connection': 'close', ...headers, ...(code !== undefined && { 'x-amzn-errortype': code }) });
      response.end(typeof body === 'string' ? body : JSON.stringify({ ...(code !== undefined && { __type: code }), ...body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** For a client that asks such a service, once. */
export const clientOf = ({ url }: Pick<FailingService, 'url'>) => ({
  endpoint: url, region: 'us-east-1', maxAttempts: 1, credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'example', sessionToken: 'example' },
});

export const refusal = (message: string, code = 'AccessDeniedException', status = 403): Answer => ({ status, code, body: { message } });
