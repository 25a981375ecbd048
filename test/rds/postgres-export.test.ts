import { psqlCopy } from './admin';
import { exportToText, parseCsv, withSession } from './exporting';
import { authorizeInMemory } from './rig';
import { runSql } from '../../sandbox/databases/run-sql';
import { Databases, startDatabases } from '../../sandbox/databases/start-databases';

/** A column definition, a value, and the select list of `\copy` where it isn't the column itself. */
const VALUES: readonly (readonly [type: string, value: string, expected: string | null])[] = [
  ['timestamp', "'2024-02-29 23:59:59.123456'", '2024-02-29 23:59:59.123456'],
  ['timestamptz', "'2024-02-29 23:59:59.123456+00'", '2024-02-29 23:59:59.123456+00'],
  ['timestamp', "'infinity'", 'infinity'],
  ['date', "'-infinity'", '-infinity'],
  ['date', "'4713-01-01 BC'", '4713-01-01 BC'],
  ['date', "'294276-01-01'", '294276-01-01'],
  ['interval', "'1 year 2 months 3 days 04:05:06.789'", '1 year 2 mons 3 days 04:05:06.789'],
  ['numeric', "'12345678901234567890.123456789012345678'", '12345678901234567890.123456789012345678'],
  ['numeric', "'NaN'", 'NaN'],
  ['bigint', '9223372036854775807', '9223372036854775807'],
  ['double precision', '0.1::float8 + 0.2', '0.30000000000000004'],
  ['real', '16777216', '1.6777216e+07'],
  ['double precision', "'-Infinity'", '-Infinity'],
  ['money', "'12.34'", '$12.34'],
  ['boolean', 'true', 't'],
  ['text', "''", ''],
  ['text', 'NULL', null],
  ['text', "E'a \"quote\", a comma\\nand a newline\\r\\n'", 'a "quote", a comma\nand a newline\r\n'],
  ['text', "'=cmd|calc!A1'", '=cmd|calc!A1'],
  ['text', "E'\\\\.'", '\\.'],
  ['text', "'NULL'", 'NULL'],
  ['text', "'😀 Zürich 東京'", '😀 Zürich 東京'],
  ['char(5)', "'ab'", 'ab   '],
  ['jsonb', "'null'", 'null'],
  ['jsonb', "'{\"n\": 12345678901234567890.10, \"s\": \"\\u00e9\"}'", '{"n": 12345678901234567890.10, "s": "é"}'],
  ['json', "E'{\"a\" : 1,\\n \"a\":2}'", '{"a" : 1,\n "a":2}'],
  ['int[]', "'{{1,2},{3,NULL}}'", '[[1,2],[3,null]]'],
  ['numeric[]', "'{0.10,12345678901234567890.1}'", '[0.10,12345678901234567890.1]'],
  ['text[]', "ARRAY['a,b', 'quote \"', NULL, '']", '["a,b","quote \\"",null,""]'],
  ['timestamptz[]', "ARRAY['2024-01-01 00:00:00.000001+00'::timestamptz]", '["2024-01-01T00:00:00.000001+00:00"]'],
  ['jsonb[]', "ARRAY['{\"a\":1}'::jsonb]", '[{"a": 1}]'],
  ['int[]', 'NULL', null],
  ['int[]', "'{}'", '[]'],
  ['int2vector', "'1 2'", '[1,2]'],
  ['uuid', "'00000000-0000-0000-0000-00000000000f'", '00000000-0000-0000-0000-00000000000f'],
  ['inet', "'10.0.0.1/8'", '10.0.0.1/8'],
  ['int4range', "'[1,5)'", '[1,5)'],
  ['bit(3)', "B'101'", '101'],
  ['point', "'(1,2)'", '(1,2)'],
  ['xml', "'<a b=\"c\"/>'", '<a b="c"/>'],
  ['tsvector', "'a fat cat'", "'a' 'cat' 'fat'"],
  ['edge.mood', "'sad, or \"so\"'", 'sad, or "so"'],
  ['edge.pair', "ROW(1, 'x y')", '(1,"x y")'],
  ['edge.tags', "ARRAY['x']", '["x"]'],
  ['edge.positive', '7', '7'],
];

const BINARY = ['bytea', 'bytea[]', 'edge.blob', 'edge.blobs', 'edge.blob[]'];

const SCHEMA = [
  'CREATE SCHEMA edge',
  "CREATE TYPE edge.mood AS ENUM ('sad, or \"so\"', 'happy')",
  'CREATE TYPE edge.pair AS (a int, b text)',
  'CREATE DOMAIN edge.tags AS text[]',
  'CREATE DOMAIN edge.positive AS int CHECK (VALUE > 0)',
  'CREATE DOMAIN edge.blob AS bytea',
  'CREATE DOMAIN edge.blobs AS bytea[]',
];

describe.each(['postgres', 'postgresNext'] as const)('export from %s', (name) => {
  let databases: Databases<'postgres' | 'postgresNext'>;
  const server = () => databases[name];

  beforeAll(async () => {
    databases = await startDatabases({ authorize: authorizeInMemory, only: [name] });
    await runSql(server(), 'postgres', ['CREATE DATABASE edges']);
    await runSql(server(), 'edges', [
      ...SCHEMA,
      `CREATE TABLE edge.types (${VALUES.map(([type], index) => `c${index} ${type}`).join(', ')})`,
      `INSERT INTO edge.types VALUES (${VALUES.map(([type, value]) => `${value}::${type}`).join(', ')}), (${VALUES.map(() => 'NULL').join(', ')})`,
      `CREATE TABLE edge."Bin ""ary""" (id int, ${BINARY.map((type, index) => `b${index} ${type}`).join(', ')}, "na,me" text, gone int)`,
      'ALTER TABLE edge."Bin ""ary""" DROP COLUMN gone',
      'INSERT INTO edge."Bin ""ary""" (id, b0, "na,me") VALUES (1, \'\\x00ff\', \'n\')',
      'CREATE TABLE edge.only_binary (b bytea)',
      'CREATE TABLE edge.one_column (t text)',
      "INSERT INTO edge.one_column VALUES (NULL), (''), ('x')",
      'CREATE TABLE edge.counted (n int)',
      'INSERT INTO edge.counted SELECT generate_series(1, 1001)',
    ]);
  });
  afterAll(() => databases?.stop());

  it('gives every value as the server writes it', async () => {
    const { csv, result } = await withSession(server(), 'edges', (session) => exportToText(session, { schema: 'edge', name: 'types' }));
    expect(parseCsv(csv)).toEqual([VALUES.map((_value, index) => `c${index}`), VALUES.map(([, , expected]) => expected), VALUES.map(() => null)]);
    expect(result).toMatchObject({ rows: 2, bytes: Buffer.byteLength(csv), truncated: false, droppedColumns: [] });
  });

  it('equals psql \\copy to the byte', async () => {
    const list = VALUES.map(([type], index) => /\[\]|vector$|tags/.test(type) && type !== 'tsvector' ? `to_json(c${index})::text AS c${index}` : `c${index}`);
    const theirs = await psqlCopy(server(), 'edges', `SELECT ${list.join(', ')} FROM edge.types`);
    const { csv } = await withSession(server(), 'edges', (session) => exportToText(session, { schema: 'edge', name: 'types' }));
    expect(csv).toBe(theirs);
  });

  it('drops and names binary columns, also behind domains and arrays', async () => {
    const { csv, result } = await withSession(server(), 'edges', (session) => exportToText(session, { schema: 'edge', name: 'Bin "ary"' }));
    expect(csv).toBe('id,"na,me"\n1,n\n');
    expect(result.droppedColumns).toEqual(BINARY.map((type, index) => ({ name: `b${index}`, type, reason: 'binary' })));
  });

  it('tells NULL from an empty text in a single column', async () => {
    const { csv } = await withSession(server(), 'edges', (session) => exportToText(session, { schema: 'edge', name: 'one_column' }));
    expect(csv).toBe('t\n\n""\nx\n');
  });

  it.each([[1000, 1000, true], [1001, 1001, false], [1002, 1001, false]])('with a limit of %i gives %i rows, truncated: %s', async (maxRows, rows, truncated) => {
    const { result } = await withSession(server(), 'edges', (session) => exportToText(session, { schema: 'edge', name: 'counted' }, { maxRows, timeoutMs: 10_000 }));
    expect(result).toMatchObject({ rows, truncated });
  });

  it('knows that there are more rows wherever the packets of the server end', async () => {
    // The server sends 8 KB at a time, so that with some of these lengths the last row and the count of the rows come apart.
    const lengths = Array.from({ length: 40 }, (_, index) => 8110 + index * 2);
    await runSql(server(), 'edges', lengths.flatMap((length) => [`CREATE TABLE edge.long_${length} AS SELECT repeat('x', ${length}) AS t FROM generate_series(1, 2)`]));
    const cut = await withSession(server(), 'edges', async (session) => {
      const found: boolean[] = [];
      for (const length of lengths) found.push((await exportToText(session, { schema: 'edge', name: `long_${length}` }, { maxRows: 1, timeoutMs: 5_000 })).result.truncated);
      return found;
    });
    expect(cut).toEqual(lengths.map(() => true));
  });

  it('writes UTF-8 whatever the encoding of the database, and fails a table whose bytes are no text', async () => {
    await runSql(server(), 'postgres', ['latin1', 'sql_ascii'].map((encoding) => `CREATE DATABASE in_${encoding} ENCODING '${encoding}' LOCALE 'C' TEMPLATE template0`));
    await runSql(server(), 'in_latin1', ['CREATE TABLE public.t (a text)', "INSERT INTO public.t VALUES (E'Z\\xfcrich')"]);
    await runSql(server(), 'in_sql_ascii', ['CREATE TABLE public.t (a text)', "INSERT INTO public.t VALUES ('plain'), (E'Z\\xfcrich')"]);
    const exported = (database: string) => withSession(server(), database, (session) => exportToText(session, { schema: 'public', name: 't' }));
    expect((await exported('in_latin1')).csv).toBe('a\nZürich\n');
    await expect(exported('in_sql_ascii')).rejects.toMatchObject({ code: 'RDS_TEXT_NOT_UTF8', retryable: false });
  });

  it.each([['only_binary', 'RDS_NO_COLUMNS'], ['absent', 'RDS_TABLE_NOT_FOUND']])('refuses %s with %s', async (table, code) => {
    await expect(withSession(server(), 'edges', (session) => exportToText(session, { schema: 'edge', name: table }))).rejects.toMatchObject({ code });
  });
});
