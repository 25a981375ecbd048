import { dataSet } from './data-set';
import { DataLake } from '../data-lake-state';
import type { LocalAws } from '../local-aws';
import { createBucket } from '../state';

const columns = (types: Readonly<Record<string, string>>) => Object.entries(types).map(([Name, Type]) => ({ Name, Type }));

const AIRPORTS = columns({ iata: 'string', name: 'string', city: 'string', state: 'string', country: 'string', latitude: 'double', longitude: 'double' });
const WEATHER = columns({ date: 'string', precipitation: 'double', temp_max: 'double', temp_min: 'double', wind: 'double', weather: 'string' });

/** A governed data lake of real files: `weather` (seattle), `transport` (airports, strikes). */
export async function createDataLake(aws: LocalAws): Promise<DataLake> {
  const lake = new DataLake(aws);
  const weather = await dataSet('seattle-weather.csv');
  await createBucket(aws, {
    name: 'lake',
    objects: {
      'weather/seattle/part-1.csv': weather,
      'transport/airports/part-1.csv': await dataSet('airports.csv'),
      'transport/strikes/part-1.csv': await dataSet('birdstrikes.csv'),
      'loose/part-1.csv': weather,
    },
  });
  await lake.govern([`arn:aws:iam::${aws.accountId}:role/administrator`]);
  await lake.register('arn:aws:s3:::lake/weather');
  await lake.register('arn:aws:s3:::lake/transport');
  for (const name of ['default', 'weather', 'transport']) await lake.database(name);
  const csv = { format: 'csv' } as const;
  await lake.table({ ...csv, database: 'weather', name: 'seattle', location: 's3://lake/weather/seattle/', columns: WEATHER });
  await lake.table({ ...csv, database: 'transport', name: 'airports', location: 's3://lake/transport/airports/', columns: AIRPORTS });
  await lake.table({ ...csv, database: 'transport', name: 'strikes', location: 's3://lake/transport/strikes/', columns: columns({ airport: 'string' }) });
  return lake;
}
