import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { EXAMPLES } from './examples';
import { documentsOf } from '../synthesis/contract';
import type { TemplateJson } from '../synthesis/resolve';

const FOLDER = join(__dirname, '../../examples');

/** Code changes with every release of a dependency; what a reviewer of a snapshot looks for does not. */
function withoutAssetHashes(template: unknown): unknown {
  return JSON.parse(JSON.stringify(template).replace(/\b[0-9a-f]{64}\b/g, '<asset hash>'));
}

test('every example has its snapshot', () => {
  const apps = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'app.ts')));
  expect(Object.keys(EXAMPLES).sort()).toEqual(apps.sort());
});

test('every example is listed in the README', () => {
  const readme = readFileSync(join(FOLDER, '../README.md'), 'utf8');
  expect(Object.keys(EXAMPLES).filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
});

test.each(Object.entries(EXAMPLES))('%s', (_, build) => {
  const template = Template.fromStack(build(new App({ analyticsReporting: false })));
  expect(Object.keys(documentsOf(template.toJSON() as TemplateJson)).length).toBeGreaterThan(0);
  expect(withoutAssetHashes(template)).toMatchSnapshot();
});
