import * as fc from 'fast-check';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { exportToText, parseCsv, withSession } from './exporting';
import { authorizeInMemory } from './rig';
import { Databases, startDatabases } from '../../sandbox/databases/start-databases';

/** A type of column, values that it can hold as they are written to the server, and how a file shows them. */
interface Kind {
  readonly type: string;
  readonly values: fc.Arbitrary<unknown>;
  readonly shown: (value: unknown, cell: string) => [unknown, unknown];
}

const asIs = (value: unknown, cell: string): [unknown, unknown] => [String(value), cell];
const asJson = (value: unknown, cell: string): [unknown, unknown] => [value, JSON.parse(cell)];
// What is hard on CSV comes often; NUL is in no text of PostgreSQL.
const unit = fc.oneof(fc.constantFrom('"', ',', '\n', '\r', '\\', "'", ' ', '\t', ';', '=', 'é', '東', '😀'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((text) => !text.includes('\0')));
const text = fc.oneof(fc.constantFrom('', 'NULL', '\\N', '\\.', '""', '\ufeff'), fc.string({ unit, maxLength: 40 }));
const digits = (most: number) => fc.tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 10n ** BigInt(most) - 1n })).map(([minus, number]) => `${minus ? '-' : ''}${number}`);
const whole = (min: bigint, max: bigint) => fc.bigInt({ min, max }).map(String);

const POSTGRES: readonly Kind[] = [
  { type: 'text', values: text, shown: asIs },
  { type: 'bigint', values: whole(-(2n ** 63n), 2n ** 63n - 1n), shown: asIs },
  { type: 'numeric', values: fc.tuple(digits(30), fc.integer({ min: 1, max: 9 })).map(([front, end]) => `${front}.${end}`), shown: asIs },
  { type: 'boolean', values: fc.boolean(), shown: (value, cell) => [value ? 't' : 'f', cell] },
  { type: 'text[]', values: fc.array(text, { maxLength: 4 }), shown: asJson },
  { type: 'json', values: fc.string({ maxLength: 10 }).map((name) => JSON.stringify({ [name.replaceAll('\0', '')]: 1 })), shown: asIs },
  { type: 'double precision', values: fc.double({ noNaN: true, noDefaultInfinity: true }), shown: (value, cell) => [value === 0 ? 0 : value, Number(cell) === 0 ? 0 : Number(cell)] },
];
const MARIADB: readonly Kind[] = [
  { type: 'longtext', values: text, shown: asIs },
  { type: 'varchar(200) COLLATE utf8mb4_bin', values: text, shown: asIs },
  { type: 'bigint unsigned', values: whole(0n, 2n ** 64n - 1n), shown: asIs },
  { type: 'decimal(40,1)', values: fc.tuple(digits(30), fc.integer({ min: 1, max: 9 })).map(([front, end]) => `${front}.${end}`), shown: asIs },
  { type: 'bit(16)', values: fc.integer({ min: 0, max: 65535 }), shown: asIs },
  { type: 'double', values: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), shown: (value, cell) => [value === 0 ? 0 : value, Number(cell) === 0 ? 0 : Number(cell)] },
];

// Both servers refuse trailing spaces or more in some place; 15 characters stay below every limit in bytes.
const names = fc.uniqueArray(fc.string({ unit, minLength: 1, maxLength: 10 }).filter((name) => name.trim() === name && !/[😀]|[\u{10000}-\u{10ffff}]/u.test(name)), { minLength: 1, maxLength: 6, selector: (name) => name.toLowerCase() });
const tableOf = (kinds: readonly Kind[]) => names.chain((columns) => fc.record({
  columns: fc.constant(columns),
  kinds: fc.tuple(...columns.map(() => fc.constantFrom(...kinds))),
})).chain(({ columns, kinds: chosen }) => fc.record({
  columns: fc.constant(columns),
  kinds: fc.constant(chosen),
  rows: fc.array(fc.tuple(...chosen.map(({ values }) => fc.option(values, { freq: 5 }))), { minLength: 1, maxLength: 8 }),
}));

let databases: Databases;
beforeAll(async () => { databases = await startDatabases({ authorize: authorizeInMemory }); }, 120_000);
afterAll(() => databases?.stop());

const RUNS = { numRuns: 60 };

interface Written {
  readonly columns: readonly string[];
  readonly kinds: readonly Kind[];
  readonly rows: readonly (readonly unknown[])[];
}

function expectSame(csv: string, { columns, kinds, rows }: Written): void {
  const [header, ...found] = parseCsv(csv);
  expect(header).toEqual(columns);
  expect(found).toHaveLength(rows.length);
  rows.forEach((row, index) => row.forEach((value, column) => {
    const cell = found[index][column];
    if (value === null || cell === null) {
      expect([cell, columns[column]]).toEqual([value, columns[column]]);
      return;
    }
    const [ours, theirs] = kinds[column].shown(value, cell);
    expect(theirs).toEqual(ours);
  }));
}

test('random tables of PostgreSQL come back as they were written', async () => {
  const { host, port, ca, admin } = databases.postgres;
  const client = new Client({ host, port, ...admin, database: 'postgres', ssl: { ca } });
  await client.connect();
  const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
  await fc.assert(fc.asyncProperty(tableOf(POSTGRES), async (table) => {
    await client.query(`DROP TABLE IF EXISTS public.fuzz; CREATE TABLE public.fuzz (${table.columns.map((name, index) => `${quote(name)} ${table.kinds[index].type}`).join(', ')})`);
    for (const row of table.rows) await client.query(`INSERT INTO public.fuzz VALUES (${row.map((_, index) => `$${index + 1}`).join(', ')})`, [...row]);
    const { csv } = await withSession(databases.postgres, 'postgres', (session) => exportToText(session, { schema: 'public', name: 'fuzz' }));
    expectSame(csv, table);
  }), RUNS).finally(() => client.end());
});

test('random tables of MariaDB come back as they were written', async () => {
  const { host, port, ca, admin } = databases.mariadb;
  const client = await createConnection({ host, port, ...admin, ssl: { ca, verifyIdentity: true }, charset: 'utf8mb4' });
  await client.query("SET sql_mode = 'STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES'");
  await client.query('CREATE DATABASE fuzz');
  const quote = (name: string) => `\`${name.replaceAll('`', '``')}\``;
  await fc.assert(fc.asyncProperty(tableOf(MARIADB), async (table) => {
    await client.query(`CREATE OR REPLACE TABLE fuzz.t (${table.columns.map((name, index) => `${quote(name)} ${table.kinds[index].type}`).join(', ')}) CHARACTER SET utf8mb4`);
    for (const row of table.rows) await client.execute(`INSERT INTO fuzz.t VALUES (${row.map(() => '?').join(', ')})`, [...row] as string[]);
    const { csv } = await withSession(databases.mariadb, 'fuzz', (session) => exportToText(session, { schema: 'fuzz', name: 't' }));
    expectSame(csv, table);
  }), RUNS).finally(() => client.end());
});
