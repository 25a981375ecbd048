/**
 * Stands in for iconv-lite in the bundle, whose tables are a quarter of it: mysql2 asks it only for what Node.js has no Buffer encoding
 * for, and Node.js decodes those character sets itself. Sessions here speak UTF-8, so that it is names and errors of others at most.
 */
export interface Decoder {
  readonly write: (bytes: Uint8Array) => string;
  readonly end: () => string;
}

/** A character set that Node.js does not know is read byte by byte: what a server says of a failure must not end in another one. */
export function getDecoder(encoding: string): Decoder {
  const decoder = decoderOf(encoding) ?? new TextDecoder('latin1');
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

function decoderOf(encoding: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    // What mysql2 calls MySQL's UTF-8 of three bytes at most.
    return new TextDecoder(encoding === 'cesu8' ? 'utf-8' : encoding);
  } catch {
    return undefined;
  }
}

export interface Encoder {
  readonly write: (text: string) => Uint8Array;
  readonly end: () => undefined;
}

/** Nothing is sent in another character set than UTF-8. */
export function getEncoder(encoding: string): Encoder {
  throw new RangeError(`no encoder for ${encoding}`);
}
