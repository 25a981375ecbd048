export type BinaryFormat = 'parquet' | 'pdf';
export type Compression = 'gzip' | 'zip' | 'bzip2' | 'zstd';

export type Signature = { readonly format: BinaryFormat } | { readonly compression: Compression };

/**
 * The first bytes of the formats.
 * @see https://parquet.apache.org/docs/file-format/ (PARE: encrypted footer)
 * @see https://www.rfc-editor.org/rfc/rfc8118 (PDF), https://www.rfc-editor.org/rfc/rfc1952 (gzip), https://www.rfc-editor.org/rfc/rfc8878 (Zstandard)
 */
const SIGNATURES: ReadonlyArray<readonly [Buffer, Signature]> = [
  [Buffer.from('PAR1'), { format: 'parquet' }],
  [Buffer.from('PARE'), { format: 'parquet' }],
  [Buffer.from('%PDF-'), { format: 'pdf' }],
  [Buffer.from([0x1f, 0x8b]), { compression: 'gzip' }],
  [Buffer.from('PK\u0003\u0004', 'latin1'), { compression: 'zip' }],
  [Buffer.from('BZh'), { compression: 'bzip2' }],
  [Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), { compression: 'zstd' }],
];

export function signatureOf(bytes: Buffer): Signature | undefined {
  return SIGNATURES.find(([start]) => bytes.subarray(0, start.length).equals(start))?.[1];
}
