import { CfnDBCluster, CfnDBInstance, CfnDBProxy } from 'aws-cdk-lib/aws-rds';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { invalid } from '../../validation/invalid';

/** What the construct tree says about a database's IAM authentication; 'unknown' for a database that is not of this app. */
type Setting = 'on' | 'off' | 'unset' | 'unknown';

function settingOf(value: unknown): Setting {
  if (value === undefined || value === null) return 'unset';
  if (value === true || value === 'true') return 'on';
  return value === false || value === 'false' ? 'off' : 'unknown';
}

function proxySetting(auth: unknown): Setting {
  if (!Array.isArray(auth) || auth.length === 0) return 'unknown';
  const modes = auth.map((each: { readonly iamAuth?: unknown }) => each.iamAuth ?? 'DISABLED');
  if (modes.some((mode) => typeof mode !== 'string')) return 'unknown';
  // ENABLED lets tokens in beside passwords.
  return modes.every((mode) => mode === 'REQUIRED' || mode === 'ENABLED') ? 'on' : 'off';
}

function readSetting(resource: CfnDBInstance | CfnDBCluster | CfnDBProxy): Setting {
  const { resolve } = Stack.of(resource);
  const value: unknown = resource instanceof CfnDBProxy ? resource.auth : resource.enableIamDatabaseAuthentication;
  const resolved: unknown = resolve.call(Stack.of(resource), value);
  return resource instanceof CfnDBProxy ? proxySetting(resolved) : settingOf(resolved);
}

/**
 * Makes sure that a database of this app takes IAM tokens: it must say so, or is made to when asked. What is imported is left to the
 * verifier. A member of an Aurora cluster has the setting of its cluster.
 */
export function requireIamAuthentication(property: string, database: IConstruct, enable: boolean): void {
  const resource = database.node.defaultChild;
  if (!(resource instanceof CfnDBInstance || resource instanceof CfnDBCluster || resource instanceof CfnDBProxy)) return;
  const setting = readSetting(resource);
  if (setting === 'on' || setting === 'unknown') return;
  const name = resource instanceof CfnDBProxy ? 'iamAuth' : 'iamAuthentication';
  if (setting === 'unset' && enable && !(resource instanceof CfnDBProxy)) {
    resource.enableIamDatabaseAuthentication = true;
    return;
  }
  const cure = `Set ${name}: true on ${database.node.path}${setting === 'unset' ? ', or enableIamAuthentication: true here' : ''}`;
  throw invalid(property, database.node.path, `does not take IAM tokens: ${name} is ${setting === 'unset' ? 'not set' : 'off'}`, cure);
}

/** The master user's name in the construct tree; undefined when the database is not of this app. */
export function masterUsernameOf(database: IConstruct): string | undefined {
  const resource = database.node.defaultChild;
  return resource instanceof CfnDBInstance || resource instanceof CfnDBCluster ? resource.masterUsername : undefined;
}
