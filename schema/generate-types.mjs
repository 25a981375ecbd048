// The JSON Schemas are the source; the TypeScript types are made from them. `--check` only compares.
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';

const TYPES = {
  'schema/connection-document.schema.json': 'src/document/connection-document-v1.ts',
  'schema/verification-report.schema.json': 'src/verification/verification-report-v1.ts',
};

const bannerComment = (source) => `/* eslint-disable @stylistic/quote-props */
// Generated from ${source} by \`npm run generate\`: change the schema, not this file.`;

/** Merges can leave a key twice, of which JSON.parse keeps the last without a word. */
function parse(text, source) {
  const keysOf = (value) => (typeof value === 'object' && value !== null ? Object.values(value).reduce((sum, each) => sum + keysOf(each), Array.isArray(value) ? 0 : Object.keys(value).length) : 0);
  const parsed = JSON.parse(text);
  if (text.match(/"[^"]*"\s*:/g)?.length !== keysOf(parsed)) throw new Error(`${source} has a key twice in one object`);
  return parsed;
}

let stale = 0;
for (const [source, target] of Object.entries(TYPES)) {
  const schema = parse(await readFile(source, 'utf8'), source);
  const options = { bannerComment: bannerComment(source), style: { singleQuote: true }, strictIndexSignatures: false };
  const types = (await compile(schema, schema.title, options)).replace(/\[k: string\]: unknown/g, 'readonly [key: string]: unknown');
  if (process.argv.includes('--check')) {
    const current = await readFile(target, 'utf8').catch(() => '');
    if (current !== types) { stale += 1; console.error(`${target} is not what ${source} says: run npm run generate`); }
  } else {
    await writeFile(target, types);
    console.log(`${source} -> ${target}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
