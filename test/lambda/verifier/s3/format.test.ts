import zlib from 'node:zlib';
import fc from 'fast-check';
import { sniff } from '../../../../lambda/verifier/s3/format/sniff';

const CSV = 'name,"a, b",n\nx,"y\nz",1\nu,v,2\n';
const JSONL = '{"a":1}\n{"a":[2]}\n{"a":3}\n';
const zstd = (zlib as { zstdCompressSync?: (input: string) => Buffer }).zstdCompressSync;

describe('the format of an object', () => {
  test.each<[string, string | Buffer]>([
    ['csv', 'a,b\n1,2\n'],
    ['csv', 'a;b\n1;2'],
    ['csv', '\ufeffa\tb\r\n1\t2\r\n'],
    ['csv', 'a|b|c\n1|2|3\n'],
    ['json', '{"a": 1}'],
    ['json', ' [\n  {"a": 1},\n  {"a": 2}\n]\n'],
    ['json', '[]'],
    ['jsonl', JSONL],
    ['jsonl', '{"a":1}\n{"a":2}'],
    ['text', 'Dear reader,\nthis is prose.\n'],
    ['text', '[ERROR] something\n[INFO] else\n'],
    ['text', 'one column\nof text\n'],
    ['text', Buffer.from('\ufeffa text', 'utf16le')],
    ['parquet', 'PAR1\u0000\u0001'],
    ['pdf', '%PDF-1.7\n%\u00e2'],
    ['bzip2', 'BZh91AY&SY'],
    ['zip', 'PK\u0003\u0004\u0014'],
    ['other', Buffer.from([0xde, 0xad, 0xbe, 0xef, 0xff])],
    ['other', Buffer.from('a\u0000b')],
    ['empty', ''],
    ['csv in gzip', zlib.gzipSync('a,b\n1,2\n3,4\n')],
    ['jsonl in gzip', zlib.gzipSync(JSONL)],
    ['parquet in gzip', zlib.gzipSync('PAR1')],
    ['other in gzip', zlib.gzipSync(zlib.gzipSync('x'))],
    ['gzip', Buffer.from([0x1f, 0x8b, 0, 0])],
    ...(zstd ? [['jsonl in zstd', zstd(JSONL)]] as [string, Buffer][] : []),
  ])('%s', async (format, content) => {
    expect(await sniff(Buffer.from(content), true)).toBe(format);
  });

  test.each<[string, string]>([
    ['csv', `${CSV.repeat(20).replaceAll('"y\nz"', 'y')}half,a ro`],
    ['json', '{"a": {"b": [1, 2, 3, "cut o'],
    ['json', '[{"a": 1}, {"a": 2}, {"a'],
    ['jsonl', `${JSONL}{"a": "cut o`],
    ['text', 'prose that is cut o'],
    ['text', 'ends in half a character \u00e4'],
  ])('%s, of a sample that is cut off', async (format, content) => {
    const bytes = Buffer.from(content);
    expect(await sniff(content.endsWith('\u00e4') ? bytes.subarray(0, -1) : bytes, false)).toBe(format);
  });

  test('of a cut-off compressed sample', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},${Math.sin(i)}`).join('\n');
    expect(await sniff(zlib.gzipSync(`a,b\n${rows}`).subarray(0, 8_192), false)).toBe('csv in gzip');
  });

  test('is found out without unpacking a bomb', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(50_000_000, 'a'));
    const before = process.memoryUsage().arrayBuffers;
    expect(await sniff(bomb.subarray(0, 8_192), false)).toBe('text in gzip');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test('is found out for any bytes at all', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('', 'PAR1', '\u001f\u008b\b', '{', '[', 'a,b\n'), fc.boolean(), async (bytes, start, whole) => {
      expect(await sniff(Buffer.concat([Buffer.from(start, 'latin1'), bytes]), whole)).toMatch(/^[a-z0-9]+( in [a-z]+)?$/);
    }));
  });
});
