// The README's permission and probe tables are made from the permission tables of the code. `--check` only compares.
import { readFileSync, writeFileSync } from 'fs';
import { BEDROCK_PERMISSIONS, BEDROCK_PROBES, BEDROCK_RESOURCES } from '../src/access/bedrock/bedrock-permissions';
import { GUIDE_POLICIES } from '../src/access/bedrock/guide-policies';
import { RESPONSE_MAPPINGS, type ResponseMapping } from '../src/access/bedrock/response-mapping';
import type { Deviation, GuidePolicy } from '../src/access/guide-policy';
import { LAKE_FORMATION_GUIDE_POLICIES } from '../src/access/lake-formation/guide-policies';
import { LAKE_FORMATION_PERMISSIONS, LAKE_FORMATION_PROBES, LAKE_FORMATION_RESOURCES } from '../src/access/lake-formation/lake-formation-permissions';
import type { Permission, Probe } from '../src/access/permission';
import { RDS_PERMISSIONS, RDS_PROBES, RDS_RESOURCES } from '../src/access/rds/rds-permissions';
import { S3_PERMISSIONS, S3_PROBES, S3_RESOURCES } from '../src/access/s3/s3-permissions';
import { SAGEMAKER_PERMISSIONS, SAGEMAKER_PROBES, SAGEMAKER_RESOURCES } from '../src/access/sagemaker/sagemaker-permissions';
import { KEY_PERMISSIONS, KEY_RESOURCES } from '../src/connection/api-key/key-permissions';
import { CONNECTION_PROBES } from '../src/verification/connection-probes';

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function permissionTable(permissions: readonly Permission[], resources: Readonly<Record<string, string>>): string {
  const rows = permissions.map(({ action, on, purpose, required, probe }) => [`\`${action}\``, resources[on], purpose, required ? 'yes' : 'no', `\`${probe}\``]);
  return table(['Action', 'Granted on', 'Purpose', 'Required', 'Probe'], rows);
}

function probeTable(probes: readonly Probe[]): string {
  return table(['Probe', 'Runs in', 'AWS must', 'What it does'],
    probes.map(({ id, action, expects, description }) => [`\`${id}\``, action, expects === 'allowed' ? 'allow' : 'deny', description]));
}

/** Actions with one reason are told together. */
function deviations(list: readonly Deviation[]): string {
  const reasons = [...new Set(list.map(({ why }) => why))];
  return reasons.map((why) => `${list.filter((each) => each.why === why).map(({ action }) => `\`${action}\``).join(', ')}: ${why}`).join('<br>') || 'nothing';
}

function guideTable(policies: readonly GuidePolicy<unknown>[]): string {
  return table(['Guide', 'Here', 'Added, and why', 'Left out, and why'],
    policies.map(({ guide, here, added, leftOut }) => [guide, `\`${here}\``, deviations(added), deviations(leftOut)]));
}

function responseTable(mappings: Readonly<Record<string, ResponseMapping>>): string {
  const cell = (path: string | undefined) => path === undefined ? 'header only' : `\`${path}\``;
  return table(['Form', 'Output text', 'Input tokens', 'Output tokens'],
    Object.entries(mappings).map(([form, { outputText, inputUsage, outputUsage }]) => [`\`${form}\``, cell(outputText), cell(inputUsage), cell(outputUsage)]));
}

const TABLES: Readonly<Record<string, () => string>> = {
  'key-permissions': () => permissionTable(KEY_PERMISSIONS, KEY_RESOURCES),
  's3-permissions': () => permissionTable(S3_PERMISSIONS, S3_RESOURCES),
  's3-probes': () => probeTable(S3_PROBES),
  'bedrock-permissions': () => permissionTable(BEDROCK_PERMISSIONS, BEDROCK_RESOURCES),
  'bedrock-probes': () => probeTable(BEDROCK_PROBES),
  'bedrock-guides': () => guideTable(GUIDE_POLICIES),
  'bedrock-responses': () => responseTable(RESPONSE_MAPPINGS),
  'lake-formation-guides': () => guideTable(LAKE_FORMATION_GUIDE_POLICIES),
  'lake-formation-permissions': () => permissionTable(LAKE_FORMATION_PERMISSIONS, LAKE_FORMATION_RESOURCES),
  'lake-formation-probes': () => probeTable(LAKE_FORMATION_PROBES),
  'rds-permissions': () => permissionTable(RDS_PERMISSIONS, RDS_RESOURCES),
  'rds-probes': () => probeTable(RDS_PROBES),
  'sagemaker-permissions': () => permissionTable(SAGEMAKER_PERMISSIONS, SAGEMAKER_RESOURCES),
  'sagemaker-probes': () => probeTable(SAGEMAKER_PROBES),
  'connection-probes': () => table(['Probe', 'AWS must', 'What it does', 'The verifier needs'],
    CONNECTION_PROBES.map(({ id, expects, description, verifierAction }) => [
      `\`${id}\``, expects === 'allowed' ? 'allow' : 'deny', description, [verifierAction ?? []].flat().map((action) => `\`${action}\``).join(', '),
    ])),
};

const current = readFileSync('README.md', 'utf8');
const used = new Set<string>();
const wanted = current.replace(/(<!-- table:([\w-]+) -->\n)[\s\S]*?(<!-- \/table -->)/g, (_, open: string, name: string, close: string) => {
  const make = TABLES[name];
  if (!make) throw new Error(`README.md wants a table '${name}'; there are: ${Object.keys(TABLES).join(', ')}`);
  used.add(name);
  return `${open}${make()}\n${close}`;
});
const unused = Object.keys(TABLES).filter((name) => !used.has(name));
if (unused.length > 0) throw new Error(`README.md lacks the tables ${unused.join(', ')}`);
if (process.argv.includes('--check')) {
  if (wanted !== current) throw new Error('The tables of README.md are not what the code says: run npm run generate');
} else {
  writeFileSync('README.md', wanted);
}
