import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { mariadbBatch, psqlCopy } from './admin';
import { exportToText, LIMITS, parseCsv, withSession } from './exporting';
import { authorizeInMemory } from './rig';
import { type Databases, startDatabases } from '../../sandbox/databases/start-databases';

type Movie = Readonly<Record<string, string | number | null>>;
interface Quake {
  readonly id: string;
  readonly properties: { readonly mag: number | null; readonly place: string };
  readonly geometry: { readonly coordinates: readonly number[] };
}

/** Public data sets, as files of an npm package: what is in them was not made for a test. */
const read = (name: string) => readFile(join(__dirname, '../../node_modules/vega-datasets/data', name), 'utf8');

// As the files name their columns, blanks included.
const NUMBERS = ['US Gross', 'Worldwide Gross', 'US DVD Sales', 'Production Budget', 'Running Time min', 'Rotten Tomatoes Rating', 'IMDB Rating', 'IMDB Votes'];
const TEXTS = ['Title', 'Release Date', 'MPAA Rating', 'Distributor', 'Source', 'Major Genre', 'Creative Type', 'Director'];
const MOVIES = [...TEXTS, ...NUMBERS];
const LARGE = 50_000;

let databases: Databases;
let movies: readonly Movie[];
let quakes: readonly Quake[];

beforeAll(async () => {
  databases = await startDatabases({ authorize: authorizeInMemory });
  const [moviesText, quakesText, flightsText] = await Promise.all(['movies.json', 'earthquakes.json', 'flights-200k.json'].map(read));
  movies = JSON.parse(moviesText) as readonly Movie[];
  ({ features: quakes } = JSON.parse(quakesText) as { readonly features: readonly Quake[] });
  const features = JSON.stringify(quakes);
  await fillPostgres(moviesText, features, flightsText);
  await fillMariadb(moviesText, features, flightsText);
}, 180_000);
afterAll(() => databases?.stop());

async function fillPostgres(moviesText: string, features: string, flights: string): Promise<void> {
  const { host, port, ca, admin } = databases.postgres;
  const client = new Client({ host, port, ...admin, database: 'postgres', ssl: { ca } });
  await client.connect();
  const value = (name: string) => `(each->>'${name}')${NUMBERS.includes(name) ? '::float8' : ''} AS "${name}"`;
  const steps: readonly (readonly [string, string])[] = [
    [`CREATE TABLE movies AS SELECT n, ${MOVIES.map(value).join(', ')} FROM json_array_elements('FILE') WITH ORDINALITY AS rows (each, n)`, moviesText],
    [`CREATE TABLE quakes AS SELECT each->>'id' AS id, (each#>>'{properties,mag}')::float8 AS mag, each->'properties' AS properties,
      ARRAY(SELECT json_array_elements_text(each#>'{geometry,coordinates}')::numeric) AS coordinates FROM json_array_elements('FILE') AS rows (each)`, features],
    ['CREATE TABLE flights AS SELECT each.* FROM json_to_recordset(\'FILE\') AS each (delay int, distance int, "time" float8)', flights],
  ];
  for (const [sql, file] of steps) await client.query(sql.replace("'FILE'", () => client.escapeLiteral(file)));
  await client.end();
}

async function fillMariadb(moviesText: string, features: string, flights: string): Promise<void> {
  const { host, port, ca, admin } = databases.mariadb;
  const connection = await createConnection({ host, port, ...admin, ssl: { ca, verifyIdentity: true }, charset: 'utf8mb4' });
  const columns = MOVIES.map((name) => `\`${name}\` ${NUMBERS.includes(name) ? 'DOUBLE' : 'VARCHAR(300)'} PATH '$."${name}"'`).join(', ');
  const create = (table: string, file: string, what: string) =>
    connection.execute(`CREATE TABLE ${table} AS SELECT * FROM JSON_TABLE(?, '$[*]' COLUMNS (${what})) AS found`, [file]);
  await connection.query('CREATE DATABASE public_data');
  await connection.query('USE public_data');
  await create('movies', moviesText, `n FOR ORDINALITY, ${columns}`);
  await create('flights', flights, ['delay INT', 'distance INT', 'time DOUBLE'].map((each) => `${each} PATH '$.${each.split(' ')[0]}'`).join(', '));
  await connection.query('CREATE TABLE quakes (id varchar(40), mag double, properties json, coordinates json)');
  const rows = (JSON.parse(features) as readonly Quake[]).map(({ id, properties, geometry }) => (
    [id, properties.mag, JSON.stringify(properties), JSON.stringify(geometry.coordinates)]
  ));
  await connection.query('INSERT INTO quakes VALUES ?', [rows]);
  await connection.end();
}

describe.each(['postgres', 'mariadb'] as const)('public data from %s', (name) => {
  const [database, schema] = name === 'postgres' ? ['postgres', 'public'] : ['public_data', 'public_data'];
  const exported = (table: string) => withSession(databases[name], database, (session) => exportToText(session, { schema, name: table }, LIMITS));
  /** What the server's own client writes. */
  const expectAsClient = async (csv: string, list: string, from: string) => {
    if (name === 'postgres') expect(csv === await psqlCopy(databases.postgres, database, `SELECT ${list} FROM ${from}`)).toBe(true);
    else expect(parseCsv(csv).slice(1)).toEqual((await mariadbBatch(databases.mariadb, database, `SELECT ${list} FROM ${from}`)).slice(1));
  };

  it('comes as the file has it, whatever is in the titles', async () => {
    const { csv, result } = await exported('movies');
    const [header, ...rows] = parseCsv(csv);
    expect(result).toMatchObject({ rows: movies.length, truncated: false });
    expect(header).toEqual(['n', ...MOVIES]);
    const written = (value: string | number | null) => value === null ? null : String(value);
    expect(rows).toEqual(movies.map((movie, index) => [String(index + 1), ...MOVIES.map((column) => written(movie[column]))]));
    expect(csv).toContain('"First Love, Last Rites"');
    await expectAsClient(csv, '*', 'movies');
  });

  it('comes with JSON and arrays as JSON text in one cell', async () => {
    const { csv } = await exported('quakes');
    const [, ...rows] = parseCsv(csv);
    const parsed = ([id, mag, ...json]: readonly (string | null)[]) => [id, mag === null ? null : Number(mag), ...json.map((text) => JSON.parse(text ?? '') as unknown)];
    expect(rows.map(parsed)).toEqual(quakes.map(({ id, properties, geometry }) => [id, properties.mag, properties, geometry.coordinates]));
    await expectAsClient(csv, name === 'postgres' ? 'id, mag, properties, to_json(coordinates)::text AS coordinates' : '*', 'quakes');
  });

  it('is cut at 50,000 rows of 200,000, and says so', async () => {
    const { csv, result } = await exported('flights');
    expect(result).toMatchObject({ rows: LARGE, truncated: true, columns: ['delay', 'distance', 'time'] });
    await expectAsClient(csv, '*', `flights LIMIT ${LARGE}`);
  });
});
