import { schemasOf, type DatabaseFamily, type DatabaseRights } from './database-rights';

/** What is wrong with a property of the rights, and the cure. */
export interface RightsProblem {
  readonly property: string;
  readonly value?: string;
  readonly problem: string;
  readonly cure: string;
}

/** A name at its place, and what it names. */
interface Name {
  readonly property: string;
  readonly value: string;
}

const SYSTEM_DATABASES: Readonly<Record<DatabaseFamily, readonly string[]>> = {
  postgres: ['rdsadmin', 'template0', 'template1'],
  mysql: ['mysql', 'information_schema', 'performance_schema', 'sys', 'rdsadmin', 'innodb'],
};

/**
 * The first thing that is wrong with the rights, if any.
 *
 * @param isKnown false for a text that is only known later and so can't be judged yet
 */
export function rightsProblem(
  family: DatabaseFamily, databases: readonly DatabaseRights[], isKnown: (text: string) => boolean = () => true,
): RightsProblem | undefined {
  if (databases.length === 0) return { property: 'databases', problem: 'is empty', cure: 'Name at least one database with what may be read of it' };
  const names = databases.map(({ name }, index) => ({ property: `databases[${index}].name`, value: name }));
  return shapeProblem(family, databases)
    ?? listProblem(family, names, isKnown)
    ?? names.filter(({ value }) => isKnown(value) && isSystemDatabase(family, value)).map((name) => ({
      ...name, problem: 'belongs to the server itself', cure: 'Name databases of your own',
    }))[0]
    ?? databases.map((database, index) => insideProblem(family, database, `databases[${index}]`, isKnown)).find(Boolean);
}

function isSystemDatabase(family: DatabaseFamily, name: string): boolean {
  return SYSTEM_DATABASES[family].includes(family === 'mysql' ? name.toLowerCase() : name);
}

/** What the two families do not share. */
function shapeProblem(family: DatabaseFamily, databases: readonly DatabaseRights[]): RightsProblem | undefined {
  const index = databases.findIndex(({ schemas, tables }) => family === 'postgres' ? tables : schemas);
  if (index < 0) return undefined;
  return family === 'postgres'
    ? { property: `databases[${index}].tables`, problem: 'is given for PostgreSQL, where a table belongs to a schema', cure: 'Give tables in schemas' }
    : { property: `databases[${index}].schemas`, problem: 'is given for MySQL, where a database has no schemas', cure: 'Give tables, or leave both out' };
}

function insideProblem(
  family: DatabaseFamily, database: DatabaseRights, property: string, isKnown: (text: string) => boolean,
): RightsProblem | undefined {
  const list = (at: string, values: readonly string[] | undefined, cure: string) => {
    if (values?.length === 0) return { property: at, problem: 'is empty', cure };
    return listProblem(family, (values ?? []).map((value, index) => ({ property: `${at}[${index}]`, value })), isKnown);
  };
  if (family === 'mysql') return list(`${property}.tables`, database.tables, 'Leave it out to mean all tables');
  const schemas = schemasOf(database);
  if (schemas.length === 0) return { property: `${property}.schemas`, problem: 'is empty', cure: 'Leave it out to mean the schema public' };
  const names = schemas.map(({ name }, index) => ({ property: `${property}.schemas[${index}].name`, value: name }));
  const system = names.find(({ value }) => isKnown(value) && (value.startsWith('pg_') || value === 'information_schema'));
  return listProblem(family, names, isKnown)
    ?? (system && { ...system, problem: 'belongs to the server itself', cure: 'Name schemas of your own' })
    ?? schemas.map(({ tables, owners }, index) => {
      const at = `${property}.schemas[${index}]`;
      if (tables && owners) return { property: `${at}.owners`, problem: 'stands beside tables, which future tables are not among', cure: 'Give one of them' };
      return list(`${at}.tables`, tables, 'Leave it out to mean all tables') ?? list(`${at}.owners`, owners, 'Leave it out when no future tables are to be read');
    }).find(Boolean);
}

function listProblem(family: DatabaseFamily, names: readonly Name[], isKnown: (text: string) => boolean): RightsProblem | undefined {
  const known = names.filter(({ value }) => isKnown(value));
  const twice = known.find(({ value }, index) => known.findIndex((other) => other.value === value) < index);
  return known.map((name) => nameProblem(family, name)).find(Boolean)
    ?? (twice && { ...twice, problem: 'is given twice', cure: 'Give it once' });
}

/** Quoting makes any text a name; what is refused here can be no name at all, or would be taken for something else on its way. */
function nameProblem(family: DatabaseFamily, name: Name): RightsProblem | undefined {
  const { value } = name;
  if (value === '') return { property: name.property, problem: 'is empty', cure: 'Give a name' };
  if (value === '*') return { ...name, problem: 'is no name', cure: 'Leave the list out to mean all' };
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(value)) return { property: name.property, problem: 'holds a control character', cure: 'Rename it in the database first' };
  const [length, most, unit] = family === 'postgres' ? [new TextEncoder().encode(value).length, 63, 'bytes'] : [[...value].length, 64, 'characters'];
  return length > most ? { ...name, problem: `has ${length} ${unit} and the engine takes ${most}`, cure: 'Give the name as the database has it' } : undefined;
}
