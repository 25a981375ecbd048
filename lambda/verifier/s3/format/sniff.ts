import { decompressStart } from './decompress';
import { signatureOf, type BinaryFormat } from './signature';
import { textFormatOf, textOf, type TextFormat } from './text-format';

export type Format = BinaryFormat | TextFormat | 'empty' | 'other';

/** The format of an object, such as `csv`, `csv in gzip` or `zip`, from its first bytes. */
export async function sniff(bytes: Buffer, whole: boolean): Promise<string> {
  const signature = signatureOf(bytes);
  if (signature === undefined || 'format' in signature) return formatOf(bytes, whole);
  const inner = await decompressStart(bytes, signature.compression, bytes.length * 4);
  return inner === undefined ? signature.compression : `${formatOf(inner, false)} in ${signature.compression}`;
}

function formatOf(bytes: Buffer, whole: boolean): Format {
  if (bytes.length === 0) return 'empty';
  const signature = signatureOf(bytes);
  if (signature !== undefined) return 'format' in signature ? signature.format : 'other';
  const text = textOf(bytes);
  return text === undefined ? 'other' : textFormatOf(text, whole);
}
