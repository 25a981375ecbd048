import { ConnectionMethod } from './connection-method';
import type { PlatformDefinition } from './definition';
import { Integration } from './integration';
import { STANDARD_SUCCESS_MESSAGES } from './standard-form';

const REGION = { name: 'region', label: 'Region', required: true };

/** Airia, as its AWS STS connector guide describes it: its account assumes the role with an external ID that its form shows. */
export const AIRIA: PlatformDefinition = {
  id: 'airia',
  displayName: 'Airia',
  resourcePrefix: 'airia',
  methods: [ConnectionMethod.CROSS_ACCOUNT_ROLE],
  integrations: [Integration.S3, Integration.BEDROCK, Integration.SAGEMAKER],
  principal: '808540602285',
  // Its guide writes arn:aws:iam::808540602285:root.
  principalPartition: 'aws',
  externalIdRequired: true,
  connectionFields: {
    [ConnectionMethod.CROSS_ACCOUNT_ROLE]: [
      { name: 'roleArn', label: 'Role ARN', required: true },
      { name: 'externalId', label: 'External ID', required: true },
      REGION,
    ],
  },
  integrationFields: {
    [Integration.S3]: [REGION],
    [Integration.BEDROCK]: [REGION, { name: 'modelIds', label: 'Model ID', required: false }],
    [Integration.SAGEMAKER]: [REGION],
  },
  successMessages: STANDARD_SUCCESS_MESSAGES,
};
