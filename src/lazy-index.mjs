// Rewrites the compiled index so that each class is loaded when it is first named, as aws-cdk-lib does it: an app that connects buckets
// does not wait for what databases need.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ts from 'typescript';

const INDEX = new URL('../lib/index.js', import.meta.url);
const require = createRequire(INDEX);
const { statements } = ts.createSourceFile('index.ts', readFileSync(new URL('index.ts', import.meta.url), 'utf8'), ts.ScriptTarget.Latest);

/** The names of one `export ... from` that there is something to load for: types have gone with the compilation. */
const exported = statements.flatMap(({ moduleSpecifier, exportClause }) => {
  const loaded = Object.keys(require(moduleSpecifier.text));
  const names = exportClause?.elements.map(({ name }) => name.text);
  return loaded.filter((name) => names?.includes(name) ?? true).map((name) => ({ name, module: moduleSpecifier.text }));
});

writeFileSync(INDEX, [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  // Node reads such lines to find out what an ES module may import by name, and gives up a name that it sees defined by a getter.
  ...exported.map(({ name }) => `exports.${name} = void 0;`),
  'const lazy = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => load()[name] });',
  ...exported.map(({ name, module }) => `lazy("${name}", () => require("${module}"));`),
  '',
].join('\n'));
