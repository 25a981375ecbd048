import { mariadbBatch } from './admin';
import { exportToText, parseCsv, withSession } from './exporting';
import { authorizeInMemory } from './rig';
import { runSql } from '../../sandbox/databases/run-sql';
import { Databases, startDatabases } from '../../sandbox/databases/start-databases';

const VALUES: readonly (readonly [type: string, value: string, expected: string | null])[] = [
  ['bigint unsigned', '18446744073709551615', '18446744073709551615'],
  ['int(6) zerofill', '42', '000042'],
  ['decimal(40,10)', '12345678901234567890.1234567890', '12345678901234567890.1234567890'],
  ['float', '1.1', '1.1'],
  ['double', '0.1e0 + 0.2e0', '0.30000000000000004'],
  ['double', '1e300', '1e300'],
  ['date', "'0000-00-00'", '0000-00-00'],
  ['datetime', "'0000-00-00 00:00:00'", '0000-00-00 00:00:00'],
  ['datetime(6)', "'2024-02-29 23:59:59.123456'", '2024-02-29 23:59:59.123456'],
  ['timestamp(3) NULL', "'2024-02-29 23:59:59.123'", '2024-02-29 23:59:59.123'],
  ['time(6)', "'-838:59:59.999999'", '-838:59:59.999999'],
  ['year', '2024', '2024'],
  ['bit(1)', "b'1'", '1'],
  ['bit(64)', '18446744073709551615', '18446744073709551615'],
  ['boolean', 'true', '1'],
  ['varchar(100)', "''", ''],
  ['varchar(100)', 'NULL', null],
  ['varchar(100)', "'NULL'", 'NULL'],
  ['varchar(100)', "'a \"quote\", a comma\\nand a newline\\r\\n\\ttab\\\\'", 'a "quote", a comma\nand a newline\r\n\ttab\\'],
  ['varchar(100)', "'=cmd|calc!A1'", '=cmd|calc!A1'],
  ['varchar(100) CHARACTER SET latin1', "'Zürich €'", 'Zürich €'],
  ['varchar(100) CHARACTER SET ucs2', "'東京'", '東京'],
  ['varchar(100) COLLATE utf8mb4_bin', "'bin'", 'bin'],
  ['varchar(100) COLLATE utf8mb4_german2_ci', "'ß'", 'ß'],
  ['varchar(100) CHARACTER SET cp932', "'日本'", '日本'],
  ['char(5)', "'ab   '", 'ab'],
  ['text', "'😀'", '😀'],
  ['mediumtext', "'medium \"text\"'", 'medium "text"'],
  ['longtext', "''", ''],
  ['longtext CHARACTER SET latin1', "'é'", 'é'],
  ['json', "'{\"n\": 12345678901234567890.10, \"s\": \"\\\\u00e9\"}'", '{"n": 12345678901234567890.10, "s": "\\u00e9"}'],
  ["enum('a,b','c')", "'a,b'", 'a,b'],
  ["set('x','y')", "'x,y'", 'x,y'],
  ['uuid', "'123e4567-e89b-12d3-a456-426655440000'", '123e4567-e89b-12d3-a456-426655440000'],
  ['inet6', "'::1'", '::1'],
  ['inet4', "'10.0.0.1'", '10.0.0.1'],
  ['point', "ST_PointFromText('POINT(1 2)')", 'POINT(1 2)'],
  ['geometry', "ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')", 'POLYGON((0 0,1 0,1 1,0 0))'],
];

const BINARY = ['binary(4)', 'varbinary(4)', 'tinyblob', 'blob', 'mediumblob', 'longblob', 'char(4) CHARACTER SET binary'];

describe('export from mariadb', () => {
  let databases: Databases<'mariadb'>;
  const exported = (name: string, limits?: { maxRows: number; timeoutMs: number }) =>
    withSession(databases.mariadb, 'edge', (session) => exportToText(session, { schema: 'edge', name }, limits));

  beforeAll(async () => {
    databases = await startDatabases({ authorize: authorizeInMemory, only: ['mariadb'] });
    await runSql(databases.mariadb, '', ["SET sql_mode = ''", 'CREATE DATABASE edge', 'USE edge', 'SET NAMES utf8mb4',
      `CREATE TABLE types (${VALUES.map(([type], index) => `c${index} ${type}`).join(', ')})`,
      `INSERT INTO types VALUES (${VALUES.map(([, value]) => value).join(', ')})`,
      `INSERT INTO types VALUES (${VALUES.map(() => 'NULL').join(', ')})`,
      `CREATE TABLE \`Bin \`\`ary\`\`\` (id int, ${BINARY.map((type, index) => `b${index} ${type}`).join(', ')}, \`na,"me\` text, hidden int INVISIBLE DEFAULT 1)`,
      "INSERT INTO `Bin ``ary``` (id, b0, `na,\"me`) VALUES (1, x'00ff', 'n')",
      'CREATE TABLE only_binary (b blob)',
      'CREATE TABLE versioned (n int) WITH SYSTEM VERSIONING', 'INSERT INTO versioned VALUES (1)', 'UPDATE versioned SET n = 2',
      'CREATE TABLE one_column (t varchar(9))', "INSERT INTO one_column VALUES (NULL), (''), ('x')",
      'CREATE TABLE properties (`__proto__` longtext, `__defineGetter__` longtext, constructor int)', "INSERT INTO properties VALUES ('a', 'b', 1)",
      'CREATE TABLE counted (n int)', 'INSERT INTO counted SELECT seq FROM seq_1_to_1001',
      'CREATE TABLE large (a varchar(8000), l longtext, m longtext)',
      "INSERT INTO large VALUES (REPEAT('\"', 8000), REPEAT('x\"', 3000000), REPEAT('é', 2000000))",
      `CREATE TABLE wide (${Array.from({ length: 30 }, (_, index) => `t${index} text`).join(', ')})`,
      `INSERT INTO wide VALUES (${Array.from({ length: 30 }, () => "REPEAT('\"', 65535)").join(', ')})`]);
  });
  afterAll(() => databases?.stop());

  it('gives every value as the server writes it', async () => {
    const { csv, result } = await exported('types');
    expect(parseCsv(csv)).toEqual([VALUES.map((_value, index) => `c${index}`), VALUES.map(([, , expected]) => expected), VALUES.map(() => null)]);
    expect(result).toMatchObject({ rows: 2, bytes: Buffer.byteLength(csv), truncated: false, droppedColumns: [] });
  });

  it('equals the values of mariadb --batch', async () => {
    const list = VALUES.map(([type], index) => /^bit/.test(type) ? `c${index} + 0` : /^(point|geometry)/.test(type) ? `ST_AsText(c${index})` : `c${index}`);
    const [, ...theirs] = await mariadbBatch(databases.mariadb, 'edge', `SELECT ${list.join(', ')} FROM types`);
    const [, ...ours] = parseCsv((await exported('types')).csv);
    // The client cannot tell NULL from the text NULL.
    expect(ours.map((row) => row.map((value) => value === 'NULL' ? null : value))).toEqual(theirs);
  });

  it('drops and names binary columns, and leaves out what SELECT * leaves out', async () => {
    const { csv, result } = await exported('Bin `ary`');
    expect(csv).toBe('id,"na,""me"\n1,"n"\n');
    expect(result.droppedColumns.map(({ name }) => name)).toEqual(BINARY.map((_type, index) => `b${index}`));
    expect(result.droppedColumns.every(({ reason }) => reason === 'binary')).toBe(true);
    expect((await exported('versioned')).csv).toBe('n\n2\n');
  });

  it('tells NULL from an empty text in a single column', async () => {
    expect((await exported('one_column')).csv).toBe('t\n\n""\n"x"\n');
  });

  it('takes columns that are called like a property of every object', async () => {
    expect((await exported('properties')).csv).toBe('__proto__,__defineGetter__,constructor\n"a","b",1\n');
  });

  it('loses no row that is larger than what the server may build', async () => {
    const [, row] = parseCsv((await exported('large')).csv);
    expect(row.map((value) => value?.length)).toEqual([8000, 6_000_000, 2_000_000]);
    expect(parseCsv((await exported('wide')).csv)[1].every((value) => value === '"'.repeat(65535))).toBe(true);
  });

  it.each([[1000, 1000, true], [1001, 1001, false], [1002, 1001, false]])('with a limit of %i gives %i rows, truncated: %s', async (maxRows, rows, truncated) => {
    const { csv, result } = await exported('counted', { maxRows, timeoutMs: 10_000 });
    expect(result).toMatchObject({ rows, truncated });
    expect(parseCsv(csv)).toHaveLength(rows + 1);
  });

  it.each([['only_binary', 'RDS_NO_COLUMNS'], ['absent', 'RDS_TABLE_NOT_FOUND']])('refuses %s with %s', async (table, code) => {
    await expect(exported(table)).rejects.toMatchObject({ code });
  });
});
