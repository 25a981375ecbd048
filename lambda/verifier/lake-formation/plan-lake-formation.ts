import { getTableProbe, listDatabasesProbe, listTablesProbe } from './browse-probes';
import { importProbe } from './import-probe';
import { createLakeFormationContext } from './lake-formation-context';
import { queryProbes } from './query-probes';
import { deniedColumnProbe, deniedTableProbe, outsideResultsProbe } from './refusals';
import { createSampler } from './sample';
import { workgroupProbe } from './workgroup-probe';
import type { LakeFormationSection } from '../../../src/document/connection-document-v1';
import type { Check } from '../../../src/verification/verification-report-v1';
import { fillIn } from '../codes/code';
import type { IntegrationContext, IntegrationPlan, Outcome } from '../integrations/integration-plan';

export function planLakeFormation(section: LakeFormationSection, context: IntegrationContext): IntegrationPlan {
  const { lakeFormation, close } = createLakeFormationContext(section, context);
  const sampleOnce = createSampler(lakeFormation);
  const importing = context.action === 'import';
  return {
    integration: 'lake-formation',
    displayName: section.displayName,
    probes: importing ? [importProbe(lakeFormation, sampleOnce)] : [
      listDatabasesProbe(lakeFormation),
      listTablesProbe(lakeFormation),
      getTableProbe(lakeFormation),
      workgroupProbe(lakeFormation),
      ...queryProbes(lakeFormation, sampleOnce),
      deniedTableProbe(lakeFormation),
      deniedColumnProbe(lakeFormation),
      outsideResultsProbe(lakeFormation),
    ],
    outcome: importing ? importOutcome : (checks) => connectionOutcome(section, checks),
    close,
  };
}

/** The platform counts the databases that it can offer. */
function connectionOutcome({ successMessage }: LakeFormationSection, checks: readonly Check[]): Outcome {
  const databases = sum(checks.filter(({ id }) => id === 'lake-formation.list-databases'), 'databases');
  return { found: databases, message: fillIn(successMessage, { databases }) };
}

function importOutcome(checks: readonly Check[]): Outcome {
  const rows = sum(checks, 'rows');
  const tables = checks.filter(({ id, status }) => id === 'lake-formation.import-table' && status === 'pass').length;
  const message = `Import possible: ${rows} row(s) in ${tables} table(s), ${sum(checks, 'scannedBytes')} byte(s) read; ${sum(checks, 'sampled')} turned into CSV as a sample, nothing stored.`;
  return { found: rows, message };
}

function sum(checks: readonly Check[], figure: string): number {
  return checks.reduce((total, { detail }) => total + (typeof detail?.[figure] === 'number' ? detail[figure] : 0), 0);
}
