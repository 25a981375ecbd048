import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const schema = JSON.parse(readFileSync(path.join(__dirname, '..', '..', 'schema', 'verification-report.schema.json'), 'utf8'));
const validate = addFormats(new Ajv({ allErrors: true })).compile(schema);

/** What is wrong with a report by its published schema; nothing if it is right. */
export function schemaErrors(report: unknown): readonly string[] {
  validate(report);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
