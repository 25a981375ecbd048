import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A place in a run at which its process is killed: after the answer to the so-manieth call whose body or target holds the text. */
export interface KillPoint {
  readonly call: string;
  /** @default true: the call was made, and its answer never arrives */
  readonly made?: boolean;
}

export interface KillingProxy {
  readonly url: string;
  /** What was put to /response, as CloudFormation would get it. */
  readonly responses: readonly { readonly Status: string; readonly Reason: string; readonly PhysicalResourceId: string }[];
  readonly stop: () => Promise<void>;
}

/** Stands between a process and the local AWS, and kills the process where it is told to. */
export async function killingProxy(endpoint: string, kill: () => void, at?: KillPoint): Promise<KillingProxy> {
  const responses: { Status: string; Reason: string; PhysicalResourceId: string }[] = [];
  const target = new URL(endpoint);
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (incoming.url === '/response') {
      responses.push(JSON.parse(body.toString()));
      outgoing.end();
      return;
    }
    const text = `${incoming.headers['x-amz-target'] ?? ''} ${body.toString()}`;
    const hit = at !== undefined && text.includes(at.call);
    if (hit && at.made === false) { kill(); return; }
    // The host is signed, and stays as the process sent it.
    request({ host: target.hostname, port: target.port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      if (hit) { answer.resume().once('end', kill); return; }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    responses,
    stop: async () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}
