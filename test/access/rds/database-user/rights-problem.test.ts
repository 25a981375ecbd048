import * as fc from 'fast-check';
import type { DatabaseFamily, DatabaseRights } from '../../../../src/access/rds/database-user/database-rights';
import { mysqlDatabasePattern, mysqlName, postgresName } from '../../../../src/access/rds/database-user/identifiers';
import { rightsProblem } from '../../../../src/access/rds/database-user/rights-problem';

const schema = (changes: object): DatabaseRights[] => [{ name: 'shop', schemas: [{ name: 'public' }, { name: 'reports', ...changes }] }];

test.each<[DatabaseFamily, DatabaseRights[], string]>([
  ['postgres', [], 'databases is empty. Name at least one database with what may be read of it'],
  ['postgres', [{ name: '' }], 'databases[0].name is empty. Give a name'],
  ['postgres', [{ name: '*' }], "databases[0].name '*' is no name. Leave the list out to mean all"],
  ['postgres', [{ name: 'a\nb' }], 'databases[0].name holds a control character. Rename it in the database first'],
  ['postgres', [{ name: 'a' }, { name: 'b' }, { name: 'a' }], "databases[2].name 'a' is given twice. Give it once"],
  ['postgres', [{ name: 'é'.repeat(32) }], `databases[0].name '${'é'.repeat(32)}' has 64 bytes and the engine takes 63. Give the name as the database has it`],
  ['mysql', [{ name: 'é'.repeat(65) }], `databases[0].name '${'é'.repeat(65)}' has 65 characters and the engine takes 64. Give the name as the database has it`],
  ['postgres', [{ name: 'template1' }], "databases[0].name 'template1' belongs to the server itself. Name databases of your own"],
  ['mysql', [{ name: 'shop' }, { name: 'Information_Schema' }], "databases[1].name 'Information_Schema' belongs to the server itself. Name databases of your own"],
  ['postgres', [{ name: 'shop', tables: ['a'] }], 'databases[0].tables is given for PostgreSQL, where a table belongs to a schema. Give tables in schemas'],
  ['mysql', [{ name: 'shop', schemas: [] }], 'databases[0].schemas is given for MySQL, where a database has no schemas. Give tables, or leave both out'],
  ['mysql', [{ name: 'shop', tables: [] }], 'databases[0].tables is empty. Leave it out to mean all tables'],
  ['mysql', [{ name: 'shop', tables: ['a', 'a'] }], "databases[0].tables[1] 'a' is given twice. Give it once"],
  ['postgres', [{ name: 'shop', schemas: [] }], 'databases[0].schemas is empty. Leave it out to mean the schema public'],
  ['postgres', schema({ name: 'pg_catalog' }), "databases[0].schemas[1].name 'pg_catalog' belongs to the server itself. Name schemas of your own"],
  ['postgres', schema({ name: 'public' }), "databases[0].schemas[1].name 'public' is given twice. Give it once"],
  ['postgres', schema({ tables: [] }), 'databases[0].schemas[1].tables is empty. Leave it out to mean all tables'],
  ['postgres', schema({ tables: ['a', ''] }), 'databases[0].schemas[1].tables[1] is empty. Give a name'],
  ['postgres', schema({ owners: [] }), 'databases[0].schemas[1].owners is empty. Leave it out when no future tables are to be read'],
  ['postgres', schema({ tables: ['a'], owners: ['app'] }), 'databases[0].schemas[1].owners stands beside tables, which future tables are not among. Give one of them'],
])('%s %j is refused', (family, databases, message) => {
  const found = rightsProblem(family, databases);
  expect(found && `${found.property}${found.value === undefined ? '' : ` '${found.value}'`} ${found.problem}. ${found.cure}`).toBe(message);
});

test.each<[DatabaseFamily, DatabaseRights[]]>([
  ['postgres', [{ name: 'postgres' }, { name: 'Mysql' }, { name: 'shop', schemas: [{ name: 'public', owners: ['app'] }, { name: 'reports', tables: ['daily'] }] }]],
  ['mysql', [{ name: 'shop' }, { name: 'Shop', tables: ['orders'] }]],
  ['mysql', [{ name: "`; DROP TABLE x; -- '\"\\" }]],
])('%s %j is taken', (family, databases) => expect(rightsProblem(family, databases)).toBeUndefined());

test('a name that is not known yet is not judged', () => {
  expect(rightsProblem('mysql', [{ name: '' }, { name: '' }], (text) => text !== '')).toBeUndefined();
});

/** Reads a quoted name as the server does: the quote twice is one, and the quote alone is the end. */
function unquote(text: string, quote: string): string {
  expect(text.startsWith(quote) && text.endsWith(quote)).toBe(true);
  const inner = text.slice(1, -1);
  expect(inner.replaceAll(quote + quote, '')).not.toContain(quote);
  return inner.replaceAll(quote + quote, quote);
}

test('a quoted name is one name, and the same', () => {
  const name = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', '`', '\\', "'", ';', '.') }));
  fc.assert(fc.property(name, (text) => {
    expect(unquote(postgresName(text), '"')).toBe(text);
    expect(unquote(mysqlName(text), '`')).toBe(text);
  }));
});

test.each([['sales', 'sales'], ['sales_eu', 'sales\\_eu'], ['100%', '100\\%'], ['a\\b_', 'a\\\\b\\_']])('a grant on all tables of %s is for that database alone', (name, pattern) => {
  expect(mysqlDatabasePattern(name, true)).toBe(pattern);
  expect(mysqlDatabasePattern(name, false)).toBe(name);
});
