import { readFileSync } from 'fs';
import { join } from 'path';
import { BEDROCK_PERMISSIONS, BEDROCK_PROBES, BEDROCK_RESOURCES } from '../../src/access/bedrock/bedrock-permissions';
import { LAKE_FORMATION_PERMISSIONS, LAKE_FORMATION_PROBES, LAKE_FORMATION_RESOURCES } from '../../src/access/lake-formation/lake-formation-permissions';
import type { Permission, Probe } from '../../src/access/permission';
import { RDS_PERMISSIONS, RDS_PROBES, RDS_RESOURCES } from '../../src/access/rds/rds-permissions';
import { S3_PERMISSIONS, S3_PROBES, S3_RESOURCES } from '../../src/access/s3/s3-permissions';
import { SAGEMAKER_PERMISSIONS, SAGEMAKER_PROBES, SAGEMAKER_RESOURCES } from '../../src/access/sagemaker/sagemaker-permissions';
import { KEY_PERMISSIONS, KEY_RESOURCES } from '../../src/connection/api-key/key-permissions';
import { Integration } from '../../src/platform/integration';
import { CONNECTION_PROBES } from '../../src/verification/connection-probes';

interface Table {
  readonly permissions: readonly Permission[];
  readonly probes: readonly Probe[];
  readonly resources: Readonly<Record<string, string>>;
}

/** The tables of all accesses. An integration that the document's schema has and that is not here fails below. */
const TABLES: Readonly<Partial<Record<Integration, Table>>> = {
  [Integration.S3]: { permissions: S3_PERMISSIONS, probes: S3_PROBES, resources: S3_RESOURCES },
  [Integration.BEDROCK]: { permissions: BEDROCK_PERMISSIONS, probes: BEDROCK_PROBES, resources: BEDROCK_RESOURCES },
  [Integration.LAKE_FORMATION]: { permissions: LAKE_FORMATION_PERMISSIONS, probes: LAKE_FORMATION_PROBES, resources: LAKE_FORMATION_RESOURCES },
  [Integration.SAGEMAKER]: { permissions: SAGEMAKER_PERMISSIONS, probes: SAGEMAKER_PROBES, resources: SAGEMAKER_RESOURCES },
  [Integration.RDS]: { permissions: RDS_PERMISSIONS, probes: RDS_PROBES, resources: RDS_RESOURCES },
};

const schema = JSON.parse(readFileSync(join(__dirname, '../../schema/connection-document.schema.json'), 'utf8')) as {
  properties: { integrations: { properties: Record<string, unknown> } };
};

test('every integration of the schema has a table here', () => {
  expect(Object.keys(TABLES).sort()).toEqual(Object.keys(schema.properties.integrations.properties).sort());
});

describe.each(Object.entries(TABLES))('%s', (integration, { permissions, probes, resources }) => {
  const ids = probes.map(({ id }) => id);

  test('every permission has a probe that must be allowed', () => {
    const allowed = probes.filter(({ expects }) => expects === 'allowed').map(({ id }) => id);
    permissions.forEach(({ probe }) => expect(allowed).toContain(probe));
  });

  test('every probe that must be allowed exercises a permission, or is a step beside one', () => {
    const exercised = new Set(permissions.map(({ probe }) => probe));
    probes.filter(({ expects, step }) => expects === 'allowed' && !step).forEach(({ id }) => expect([...exercised]).toContain(id));
  });

  test('an action is required wherever it is granted, or nowhere', () => {
    // But for the details of the model behind a profile, which can be called without them.
    const rows = permissions.filter(({ sid }) => sid !== 'BedrockModelDetails');
    const required = new Map(rows.map((row) => [row.action, row.required]));
    expect(rows.filter((row) => row.required !== required.get(row.action)).map(({ sid, action }) => `${sid} ${action}`)).toEqual([]);
    expect([...required.values()]).toContain(true);
  });

  test('at least one probe must be denied', () => {
    expect(probes.some(({ expects }) => expects === 'denied')).toBe(true);
  });

  test('probes have IDs of their own, named after the integration', () => {
    expect(new Set(ids).size).toBe(ids.length);
    ids.forEach((id) => expect(id).toMatch(new RegExp(`^${integration}\\.[a-z]+(?:-[a-z]+)*$`)));
  });

  test('permissions are actions with a purpose, under statement IDs that IAM takes', () => {
    for (const { sid, action, on, purpose } of permissions) {
      expect(sid).toMatch(/^[A-Za-z0-9]+$/);
      expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
      expect(purpose).toMatch(/^[A-Z].*[^.]$/);
      expect(resources).toHaveProperty(on);
    }
    expect(Object.keys(resources).sort()).toEqual([...new Set(permissions.map(({ on }) => on))].sort());
  });
});

test('the probes of the connection itself have IDs of their own', () => {
  const ids = CONNECTION_PROBES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  ids.forEach((id) => expect(id).toMatch(/^(?:connection|trust|api-key)\.[a-z]+(?:-[a-z]+)*$/));
});

test('the permission of an API key has a probe of the connection that must be allowed', () => {
  const allowed = CONNECTION_PROBES.filter(({ expects }) => expects === 'allowed').map(({ id }) => id);
  for (const { probe, on, sid } of KEY_PERMISSIONS) {
    expect(allowed).toContain(probe);
    expect(KEY_RESOURCES).toHaveProperty(on);
    expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  }
});
