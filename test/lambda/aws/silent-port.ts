import { spawn } from 'node:child_process';
import { once } from 'node:events';

// The queue of connections that nobody takes is full, so that the system answers no more: as packets get lost in a VPC without a route.
const LISTEN = `
import socket, time
server = socket.socket()
server.bind(('127.0.0.1', 0))
server.listen(0)
waiting = []
for _ in range(8):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(server.getsockname())
    waiting.append(client)
print(server.getsockname()[1], flush=True)
time.sleep(600)
`;

export interface SilentPort {
  readonly port: number;
  stop(): void;
}

/** A port of 127.0.0.1 that neither takes nor refuses a connection. */
export async function startSilentPort(): Promise<SilentPort> {
  const child = spawn('python3', ['-c', LISTEN], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data') as [Buffer];
  return { port: Number(port.toString()), stop: () => child.kill() };
}
