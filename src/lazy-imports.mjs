// Rewrites the compiled library so that each module is loaded when something of it is first used, as aws-cdk-lib does it: an app that
// connects buckets does not wait for what databases need. No line moves, so that source maps hold.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const LIBRARY = fileURLToPath(new URL('../lib/', import.meta.url));
const INDEX = join(LIBRARY, 'index.js');
const require = createRequire(INDEX);

function parsed(file, text) {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** The index: each name is a getter. */
function lazyIndex() {
  const source = new URL('index.ts', import.meta.url);
  const exported = parsed('index.ts', readFileSync(source, 'utf8')).statements.flatMap(({ moduleSpecifier, exportClause }) => {
    // Types have gone with the compilation.
    const loaded = Object.keys(require(moduleSpecifier.text));
    const names = exportClause?.elements.map(({ name }) => name.text);
    return loaded.filter((name) => names?.includes(name) ?? true).map((name) => ({ name, module: moduleSpecifier.text }));
  });
  return [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    // Node reads such lines to find out what an ES module may import by name, and gives up a name that it sees defined by a getter.
    ...exported.map(({ name }) => `exports.${name} = void 0;`),
    'const lazy = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => load()[name] });',
    ...exported.map(({ name, module }) => `lazy("${name}", () => require("${module}"));`),
    '',
  ].join('\n');
}

/** `const x_1 = require("x")` at the top of a module, as the compiler writes an import. */
function importOf(statement) {
  if (!ts.isVariableStatement(statement)) return [];
  const [{ name, initializer }] = statement.declarationList.declarations;
  const isImport = initializer && ts.isCallExpression(initializer) && initializer.expression.getText() === 'require';
  return isImport ? [[name.text, { statement, specifier: initializer.arguments[0].getText() }]] : [];
}

/** Any other module: `x_1.name` loads x first. */
function lazyModule(file, text) {
  const source = parsed(file, text);
  const imports = new Map(source.statements.flatMap(importOf));
  const edits = [...imports].map(([name, { statement, specifier }]) => (
    { from: statement.getStart(), to: statement.end, by: `let ${name}_; const ${name} = () => ${name}_ ??= require(${specifier});` }
  ));
  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && imports.has(node.expression.text)) {
      edits.push({ from: node.expression.end, to: node.expression.end, by: '()' });
      // `new x_1().Name()` would be an instance of x_1.
      const callee = ts.findAncestor(node, ({ parent }) => !ts.isPropertyAccessExpression(parent));
      if (ts.isNewExpression(callee.parent) && callee.parent.expression === callee) {
        edits.push({ from: callee.getStart(), to: callee.getStart(), by: '(' }, { from: callee.end, to: callee.end, by: ')' });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  // From the end, so that what is not edited yet stays where it is.
  return edits.sort((a, b) => b.from - a.from).reduce((edited, { from, to, by }) => edited.slice(0, from) + by + edited.slice(to), text);
}

/** Moves the source map, which is longer than the code, out of what Node reads. */
function withMapBeside(file, text) {
  return text.replace(/^(\/\/# sourceMappingURL=)data:application\/json;base64,(.*)$/m, (_, start, map) => {
    writeFileSync(`${file}.map`, Buffer.from(map, 'base64'));
    return `${start}${basename(file)}.map`;
  });
}

const index = lazyIndex();
for (const name of readdirSync(LIBRARY, { recursive: true })) {
  const file = join(LIBRARY, name);
  if (!file.endsWith('.js')) continue;
  writeFileSync(file, file === INDEX ? index : lazyModule(file, withMapBeside(file, readFileSync(file, 'utf8'))));
}
