import { createServer, IncomingMessage, Server } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { deliver } from '../../lambda/verifier/rds/export/deliver';
import { csvKey, s3Sink } from '../../lambda/verifier/rds/export/sinks';

const MEGABYTE = 1024 * 1024;

/** As much of S3's REST protocol as an upload in parts needs; it notes what it was asked. */
class UploadRecorder {
  readonly calls: string[] = [];
  completedBytes = 0;
  failPart = 0;
  private readonly server: Server = createServer((request, response) => {
    this.answer(request).then(([status, body]) => response.writeHead(status, { etag: '"e"' }).end(body), () => response.destroy());
  });
  private partBytes = 0;

  async start(): Promise<S3Client> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as { port: number };
    return new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      forcePathStyle: true,
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<readonly [number, string]> {
    const { searchParams } = new URL(request.url ?? '', 'http://s3');
    const body = await buffer(request);
    const call = searchParams.has('uploads') ? 'create' : searchParams.has('partNumber') ? 'part'
      : request.method === 'DELETE' ? 'abort' : request.method === 'POST' ? 'complete' : 'put';
    this.calls.push(call);
    if (call === 'part' && Number(searchParams.get('partNumber')) === this.failPart) return [403, '<Error><Code>AccessDenied</Code></Error>'];
    if (call === 'part') this.partBytes += body.length;
    if (call === 'put') this.completedBytes = body.length;
    if (call === 'complete') this.completedBytes = this.partBytes;
    if (call === 'create') return [200, '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>'];
    return call === 'abort' ? [204, ''] : [200, '<CompleteMultipartUploadResult><ETag>"e"</ETag></CompleteMultipartUploadResult>'];
  }
}

async function* chunks(megabytes: number, failure?: Error): AsyncGenerator<Buffer> {
  for (let index = 0; index < megabytes; index++) yield Buffer.alloc(MEGABYTE, 'x');
  if (failure) throw failure;
}

describe('the S3 sink', () => {
  let recorder: UploadRecorder;
  let client: S3Client;
  beforeEach(async () => {
    recorder = new UploadRecorder();
    client = await recorder.start();
  });
  afterEach(async () => {
    client.destroy();
    await recorder.stop();
  });
  const sink = () => s3Sink(client, { bucket: 'bucket', key: 'key.csv' });

  it('writes a large file in parts and completes it', async () => {
    expect(await deliver(Readable.from(chunks(20)), sink())).toBe(20 * MEGABYTE);
    expect(recorder.calls).toEqual(['create', 'part', 'part', 'part', 'complete']);
    expect(recorder.completedBytes).toBe(20 * MEGABYTE);
  });

  it('writes a small file at once', async () => {
    await deliver(Readable.from(chunks(1)), sink());
    expect(recorder.calls).toEqual(['put']);
  });

  it.each([1, 20])('leaves nothing of %i MB when the source fails', async (megabytes) => {
    await expect(deliver(Readable.from(chunks(megabytes, new Error('cut'))), sink())).rejects.toThrow('cut');
    expect(recorder.calls).not.toContain('complete');
    expect(recorder.calls).not.toContain('put');
    expect(recorder.calls.at(-1)).toBe(megabytes === 1 ? undefined : 'abort');
    expect(recorder.completedBytes).toBe(0);
  });

  it('aborts when a part is refused', async () => {
    recorder.failPart = 2;
    await expect(deliver(Readable.from(chunks(40)), sink())).rejects.toMatchObject({ code: 'RDS_EXPORT_NOT_STORED' });
    expect(recorder.calls).toContain('abort');
    expect(recorder.calls).not.toContain('complete');
  });
});

describe('the key of a table', () => {
  it('keeps hostile names inside their folder and apart', () => {
    expect(csvKey('import/', 'shop', 'public', 'orders')).toBe('import/shop/public.orders.csv');
    expect(csvKey('import/', '../..', 'a.b', 'c/d')).toBe('import/%2E%2E%2F%2E%2E/a%2Eb.c%2Fd.csv');
    expect(csvKey('', 'd', 'a.b', 'c')).not.toBe(csvKey('', 'd', 'a', 'b.c'));
  });
});
