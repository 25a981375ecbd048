import { headBucketProbe } from './head-bucket';
import { importProbes } from './import-probes';
import { listBucketsProbe } from './list-buckets';
import { deniedBucketProbe, listBucketsDeniedProbe, outsidePrefixProbe } from './refusals';
import { createS3Clients, type S3Context } from './s3-context';
import type { S3Section } from '../../../src/document/connection-document-v1';
import type { Check } from '../../../src/verification/verification-report-v1';
import { fillIn } from '../codes/code';
import type { IntegrationContext, IntegrationPlan, Outcome } from '../integrations/integration-plan';

export function planS3(section: S3Section, context: IntegrationContext): IntegrationPlan {
  const { clientIn, close } = createS3Clients(context);
  const s3: S3Context = { ...context, section, clientIn, bucketRegions: new Map() };
  const importing = context.action === 'import';
  return {
    integration: 's3',
    displayName: section.displayName,
    probes: importing ? importProbes(s3) : [
      section.scope.allBuckets ? listBucketsProbe(s3) : headBucketProbe(s3),
      listBucketsDeniedProbe(s3),
      deniedBucketProbe(s3),
      outsidePrefixProbe(s3),
    ],
    outcome: importing ? importOutcome : (checks) => connectionOutcome(section, checks),
    close,
  };
}

/** The platform counts the buckets that it can offer: all of the account, or the allowed ones that answered. */
function connectionOutcome({ successMessage }: S3Section, checks: readonly Check[]): Outcome {
  const listed = sum(checks.filter(({ id }) => id === 's3.list-buckets'), 'buckets');
  const reached = checks.filter(({ id, status, code }) => id === 's3.head-bucket' && (status === 'pass' || code === 'S3_BUCKET_IN_OTHER_REGION')).length;
  const buckets = listed + reached;
  return { found: buckets, message: fillIn(successMessage, { buckets }) };
}

function importOutcome(checks: readonly Check[]): Outcome {
  const objects = sum(checks, 'objects');
  const places = checks.filter(({ id, status }) => id === 's3.list-objects' && status === 'pass').length;
  const message = `Import possible: ${objects} object(s), ${sum(checks, 'bytes')} byte(s) in ${places} place(s); ${sum(checks, 'sampled')} opened as a sample, nothing stored.`;
  return { found: objects, message };
}

function sum(checks: readonly Check[], figure: string): number {
  return checks.reduce((total, { detail }) => total + (typeof detail?.[figure] === 'number' ? detail[figure] : 0), 0);
}
