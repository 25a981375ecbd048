import { browseProbe } from './browse';
import { importProbe } from './import-probes';
import { createLadders, ladderProbes } from './ladder/ladder-probes';
import { listInstancesProbe } from './list-instances';
import { createRdsContext } from './rds-context';
import { deniedDatabaseProbe, deniedUserProbe, otherUserProbe } from './refusals';
import type { RdsSection } from '../../../src/document/connection-document-v1';
import type { Check } from '../../../src/verification/verification-report-v1';
import { fillIn } from '../codes/code';
import type { IntegrationContext, IntegrationPlan, Outcome } from '../integrations/integration-plan';

export function planRds(section: RdsSection, context: IntegrationContext): IntegrationPlan {
  const rds = createRdsContext(section, context);
  const ladders = createLadders(rds);
  const importing = context.action === 'import';
  return {
    integration: 'rds',
    displayName: section.displayName,
    probes: importing ? [importProbe(rds)] : [
      listInstancesProbe(rds),
      ...ladderProbes(rds, ladders),
      browseProbe(rds, ladders),
      otherUserProbe(rds),
      deniedUserProbe(rds),
      deniedDatabaseProbe(rds),
    ],
    outcome: (checks) => importing ? importOutcome(section, checks) : connectionOutcome(section, checks),
    close: rds.close,
  };
}

function connectionOutcome({ successMessage }: RdsSection, checks: readonly Check[]): Outcome {
  const instances = sum(checks.filter(({ id }) => id === 'rds.list-instances'), 'instances');
  return { found: instances, message: fillIn(successMessage, { instances }) };
}

function importOutcome({ scope: { importTo } }: RdsSection, checks: readonly Check[]): Outcome {
  const tables = checks.filter(({ detail }) => typeof detail?.rows === 'number').length;
  const figures = `${tables} table(s), ${sum(checks, 'rows')} row(s), ${sum(checks, 'bytes')} byte(s)`;
  return { found: tables, message: importTo ? `Imported ${figures} to s3://${importTo.bucket}/${importTo.prefix}.` : `Import possible: ${figures}; read and counted, nothing stored.` };
}

function sum(checks: readonly Check[], figure: string): number {
  return checks.reduce((total, { detail }) => total + (typeof detail?.[figure] === 'number' ? detail[figure] : 0), 0);
}
