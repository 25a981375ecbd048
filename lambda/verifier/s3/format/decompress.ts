import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import type { Compression } from './signature';

/**
 * The beginning of what was compressed, from the beginning of the compressed bytes; nothing for what cannot be unpacked here.
 * Stops at `most` bytes, so that a small object cannot unpack to a large one.
 */
export async function decompressStart(bytes: Buffer, compression: Compression, most: number): Promise<Buffer | undefined> {
  const stream = decompressor(compression);
  if (stream === undefined) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  stream.on('data', (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length >= most) stream.destroy();
  });
  // That the sample ends in the middle is an error for the decompressor and none here.
  stream.on('error', () => undefined);
  stream.end(bytes);
  await closed;
  return length === 0 ? undefined : Buffer.concat(parts).subarray(0, most);
}

function decompressor(compression: Compression): Transform | undefined {
  switch (compression) {
    case 'gzip': return zlib.createGunzip();
    // Node.js knows Zstandard from 22.15 on, which the Lambda runtime is past.
    case 'zstd': return (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress?.();
    default: return undefined;
  }
}
