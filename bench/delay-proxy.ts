import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Passes HTTP on after a delay: a network between a client and the local AWS, which answers from the same machine. */
export async function startDelayProxy(target: string, milliseconds: number): Promise<{ readonly origin: string; readonly server: Server }> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const forward = () => {
      // The host stays as the client signed it.
      const onward = request({ hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      incoming.pipe(onward);
    };
    setTimeout(forward, milliseconds);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
