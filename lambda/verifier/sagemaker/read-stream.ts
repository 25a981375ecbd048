import type { ResponseStream } from '@aws-sdk/client-sagemaker-runtime';

/** An answer that began and did not come to its end. Says how far it came, never what it said. */
export class StreamBroken extends Error {
  constructor(readonly bytes: number, readonly reason: string) {
    super(`the stream broke off after ${bytes} bytes (${reason})`);
    this.name = 'StreamBroken';
  }
}

/** Reads a stream to its end, or until the signal: the SDK heeds the signal only until the stream has begun. */
export async function readStream(
  stream: AsyncIterable<ResponseStream> | readonly ResponseStream[], signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly parts: number }> {
  signal.throwIfAborted();
  let bytes = 0;
  let parts = 0;
  const read = async (): Promise<void> => {
    for await (const event of stream) {
      if (signal.aborted) return;
      const broken = event.ModelStreamError ?? event.InternalStreamFailure;
      if (broken) throw new StreamBroken(bytes, broken.name);
      bytes += event.PayloadPart?.Bytes?.byteLength ?? 0;
      parts += 1;
    }
  };
  try {
    await untilAborted(signal, read());
  } catch (error) {
    if (error instanceof StreamBroken || signal.aborted) throw error;
    throw new StreamBroken(bytes, error instanceof Error ? error.name : 'Error');
  }
  return { bytes, parts };
}

async function untilAborted(signal: AbortSignal, work: Promise<void>): Promise<void> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
