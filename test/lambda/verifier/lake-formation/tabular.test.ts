import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { countRows, selectRows } from '../../../../lambda/verifier/lake-formation/table-name';
import { schemaOf, tabular, toCsv, typesOf } from '../../../../lambda/verifier/lake-formation/tabular';

const columns = [{ name: 'n', type: 'bigint' }, { name: 'text', type: 'varchar' }, { name: 'yes', type: 'boolean' }];

test('an answer of Athena becomes rows without the row of names, NULL as nothing', () => {
  const answer = {
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: columns.map(({ name, type }) => ({ Name: name, Type: type })) },
      Rows: [{ Data: columns.map(({ name }) => ({ VarCharValue: name })) }, { Data: [{ VarCharValue: '1' }, {}, { VarCharValue: 'true' }] }],
    },
  };
  expect(tabular(answer)).toEqual({ columns, rows: [['1', undefined, 'true']] });
  expect(tabular({ ResultSet: undefined })).toEqual({ columns: [], rows: [] });
});

test('types decide what is quoted', () => {
  expect(toCsv({ columns, rows: [['1', 'a "b", c', 'true'], [undefined, undefined, undefined], ['2', '', 'false']] }))
    .toBe('"n","text","yes"\r\n1,"a ""b"", c",true\r\n,,\r\n2,"",false\r\n');
});

test('any text survives the way through CSV', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (texts) => {
    const table = { columns: texts.map((_, index) => ({ name: `c${index}`, type: 'varchar' })), rows: [texts] };
    const [, row] = parse(toCsv(table), { record_delimiter: '\r\n' }) as string[][];
    expect(row).toEqual(texts);
  }), { seed: 4711 });
});

test('a schema has the columns in order, the types in figures, and a bound', () => {
  const table = { columns: [...columns, { name: 'm', type: 'bigint' }], rows: [] };
  expect(schemaOf(table)).toEqual(table.columns);
  expect(typesOf(table)).toEqual({ bigint: 2, varchar: 1, boolean: 1 });
  expect(schemaOf({ columns: Array.from({ length: 3_000 }, (_, index) => ({ name: `c${index}`, type: 'double' })), rows: [] })).toHaveLength(100);
});

test('names are quoted in SQL, whatever is in them', () => {
  expect(selectRows({ database: 'a', name: 'b"; DROP TABLE x', columns: ['c"d'] }, 5)).toBe('SELECT "c""d" FROM "a"."b""; DROP TABLE x" LIMIT 5');
  expect(selectRows({ database: 'a', name: 'b' }, 1)).toBe('SELECT * FROM "a"."b" LIMIT 1');
  expect(countRows({ database: 'a', name: 'b', columns: ['c'] })).toBe('SELECT count(*) AS "rows" FROM "a"."b"');
});
