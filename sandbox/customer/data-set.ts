import { readFile } from 'node:fs/promises';
import path from 'node:path';

const FOLDER = path.join(__dirname, '..', '..', 'node_modules', 'vega-datasets', 'data');

/** A public data set, as a file of an npm package. */
export function dataSet(name: string): Promise<Buffer> {
  return readFile(path.join(FOLDER, name));
}
