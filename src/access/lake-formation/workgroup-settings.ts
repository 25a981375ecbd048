import type { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Stack } from 'aws-cdk-lib/core';
import type { ResultsLocation } from './athena-results-location';
import { invalid, isLiteral } from '../../validation/invalid';

interface Settings {
  readonly enforceWorkGroupConfiguration?: unknown;
  readonly managedQueryResultsConfiguration?: { readonly enabled?: unknown };
  readonly resultConfiguration?: { readonly outputLocation?: unknown };
}

/**
 * A workgroup that enforces its settings overrides the location that a client asks for without a word, and one with managed results has
 * no location at all, which the platform's form insists on.
 * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/managed-results.html
 */
export function requireOwnResults(workgroup: CfnWorkGroup, { uri }: ResultsLocation): void {
  const stack = Stack.of(workgroup);
  // The settings resolved in their own stack: a location of tokens is then equal when it means the same.
  const settings = stack.resolve(workgroup.workGroupConfiguration ?? {}) as Settings;
  const { enforceWorkGroupConfiguration, managedQueryResultsConfiguration, resultConfiguration } = settings;
  if (managedQueryResultsConfiguration?.enabled === true) {
    throw invalid('workgroup', workgroup.name, 'keeps its results in Athena, and the platform needs a results location', 'Turn managed query results off, or use another workgroup');
  }
  // Settings are enforced unless it is said otherwise.
  if (enforceWorkGroupConfiguration === false) return;
  const own = resultConfiguration?.outputLocation;
  if (own === undefined) {
    throw invalid('workgroup', workgroup.name, 'enforces its settings and has no results location', `Set its outputLocation to ${isLiteral(uri) ? uri : 'the results location'}, or enforceWorkGroupConfiguration to false`);
  }
  if (JSON.stringify(own) === JSON.stringify(stack.resolve(uri))) return;
  if (typeof own !== 'string' || !isLiteral(uri)) return;
  throw invalid('workgroup', workgroup.name, `enforces the results location ${own}, which overrides ${uri}`, 'Give both the same location, or set enforceWorkGroupConfiguration to false');
}
