import { parse } from 'csv-parse/sync';

export type TextFormat = 'csv' | 'json' | 'jsonl' | 'text';

const DELIMITERS = [',', ';', '\t', '|'];
const LINES_LOOKED_AT = 20;

/** Nothing when the bytes are no text. A character that the sample cuts in two does not matter. */
export function textOf(bytes: Uint8Array): string | undefined {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  try {
    const text = new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes, { stream: true });
    // Control characters besides tab, line feed, form feed, carriage return and escape do not occur in text.
    return /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** `whole`: the text is not cut off. */
export function textFormatOf(text: string, whole: boolean): TextFormat {
  const lines = completeLines(text, whole);
  const start = text.trimStart();
  if (lines.length >= 2 && lines.every((line) => isJsonContainer(line))) return 'jsonl';
  if (whole && isJsonContainer(start)) return 'json';
  // Of a cut-off text only the opening is known, and it must look like JSON: "[ERROR] ..." does not.
  if (!whole && /^(?:\{\s*(?:"|\})|\[\s*(?:["{[\]\d-]|true|false|null))/.test(start)) return 'json';
  return isDelimited(lines) ? 'csv' : 'text';
}

function completeLines(text: string, whole: boolean): readonly string[] {
  const lines = text.split(/\r?\n/);
  return (whole ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== '').slice(0, LINES_LOOKED_AT);
}

function isJsonContainer(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** At least two records of the same number of columns, and at least two columns. */
function isDelimited(lines: readonly string[]): boolean {
  return DELIMITERS.some((delimiter) => {
    try {
      const records: readonly (readonly string[])[] = parse(lines.join('\n'), { delimiter, bom: true, skip_empty_lines: true, to: LINES_LOOKED_AT - 1 });
      const columns = records[0]?.length ?? 0;
      return records.length >= 2 && columns >= 2 && records.every((record) => record.length === columns);
    } catch {
      return false;
    }
  });
}
