import type { Fields } from './connection-document-v1';
import type { AccessContribution } from '../access/access-contribution';
import { INTEGRATION_NAMES } from '../platform/integration';
import type { Platform } from '../platform/platform';

/** The values of a form, keyed by the labels of its fields; a field without a value is left out. */
export function formValues(
  fields: readonly { readonly name: string; readonly label: string }[],
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): Fields {
  const filled = fields.flatMap(({ name, label }) => {
    const value = values[name];
    return value === undefined ? [] : [[label, typeof value === 'string' ? value : [...value]] as const];
  });
  return Object.fromEntries(filled);
}

/** The document's section of one integration; the same form for all. */
export function integrationSection(platform: Platform, region: string, contribution: AccessContribution) {
  const { integration, permissions, resources, probes, fieldValues, scope } = contribution;
  return {
    displayName: INTEGRATION_NAMES[integration],
    successMessage: platform.successMessage(integration),
    fields: formValues(platform.integrationFields(integration), { region, ...fieldValues }),
    permissions: permissions.map(({ action, on, purpose, required, probe }) => ({ action, on: resources[on], purpose, required, probe })),
    probes: probes.map(({ id, expects }) => ({ id, expects })),
    scope,
  };
}
