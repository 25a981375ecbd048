import { connect, createServer, Socket } from 'node:net';

/** A TCP proxy that can drop or freeze every connection that goes through it. */
export interface CutProxy {
  readonly port: number;
  /** Bytes that the server sent so far. */
  received(): number;
  cut(how: 'reset' | 'end' | 'freeze'): void;
  close(): Promise<void>;
}

export async function startCutProxy(host: string, port: number): Promise<CutProxy> {
  let bytes = 0;
  const pairs: (readonly [Socket, Socket])[] = [];
  const server = createServer((client) => {
    const upstream = connect({ host, port });
    pairs.push([client, upstream]);
    upstream.on('data', (chunk: Buffer) => { bytes += chunk.length; });
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    received: () => bytes,
    cut: (how) => pairs.forEach(([client, upstream]) => {
      upstream.unpipe(client);
      client.unpipe(upstream);
      if (how === 'reset') client.resetAndDestroy();
      if (how === 'end') client.end();
      if (how !== 'freeze') upstream.destroy();
    }),
    close: async () => {
      pairs.flat().forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
