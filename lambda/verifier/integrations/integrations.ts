import type { IntegrationContext, IntegrationPlan } from './integration-plan';
import type { ConnectionDocumentV1 } from '../../../src/document/connection-document-v1';
import type { Integration } from '../../../src/verification/verification-report-v1';

/** An integration that this verifier knows. Its code and its SDK client are loaded only when the connection has it. */
export interface IntegrationEntry {
  readonly integration: Integration;
  /** Nothing when the connection does not have it. */
  readonly plan: (context: IntegrationContext) => Promise<IntegrationPlan | undefined> | undefined;
}

export const INTEGRATIONS: readonly IntegrationEntry[] = [
  {
    integration: 's3',
    plan: (context) => {
      const section = context.document.integrations.s3;
      return section && import('../s3/plan-s3').then(({ planS3 }) => planS3(section, context));
    },
  },
  {
    integration: 'bedrock',
    plan: (context) => {
      const section = context.document.integrations.bedrock;
      return section && import('../bedrock/plan-bedrock').then(({ planBedrock }) => planBedrock(section, context));
    },
  },
  {
    integration: 'lake-formation',
    plan: (context) => {
      const section = context.document.integrations['lake-formation'];
      return section && import('../lake-formation/plan-lake-formation').then(({ planLakeFormation }) => planLakeFormation(section, context));
    },
  },
  {
    integration: 'sagemaker',
    plan: (context) => {
      const section = context.document.integrations.sagemaker;
      return section && import('../sagemaker/plan-sagemaker').then(({ planSageMaker }) => planSageMaker(section, context));
    },
  },
  {
    integration: 'rds',
    plan: (context) => {
      const section = context.document.integrations.rds;
      return section && import('../rds/plan-rds').then(({ planRds }) => planRds(section, context));
    },
  },
];

export function deployedIntegrations({ integrations }: ConnectionDocumentV1): readonly Integration[] {
  return Object.keys(integrations) as Integration[];
}
