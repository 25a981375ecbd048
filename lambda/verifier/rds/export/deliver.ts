import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { types } from 'node:util';
import type { CsvSink } from '../database-engine';
import { RdsFailure } from '../rds-failure';

/**
 * Streams CSV into a sink and counts its bytes. Waits for both sides, so that a sink has taken back what it wrote before the failure of
 * the source is reported.
 */
export async function deliver(source: Readable, sink: CsvSink): Promise<number> {
  let bytes = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  let sinkError: { readonly cause: unknown } | undefined;
  const sunk = sink(counted).catch((cause: unknown) => {
    sinkError = { cause };
    // Ends the query too: nobody reads on.
    counted.destroy(new Error('sink failed'));
  });
  let sourceFailed = false;
  // A sink that gives up destroys the stream before it reports its error, so the order of the two errors alone tells nothing.
  source.once('error', () => { sourceFailed = !counted.destroyed; });
  try {
    await pipeline(source, counted);
  } catch (error) {
    await sunk;
    throw sourceFailed ? error : notStored(sinkError?.cause ?? error);
  }
  await sunk;
  if (sinkError) throw notStored(sinkError.cause);
  return bytes;
}

function notStored(cause: unknown): RdsFailure {
  return cause instanceof RdsFailure ? cause : new RdsFailure('RDS_EXPORT_NOT_STORED', { reason: types.isNativeError(cause) ? cause.name : 'unknown' }, cause);
}
