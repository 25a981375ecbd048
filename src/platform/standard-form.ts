import { ConnectionMethod } from './connection-method';
import type { PlatformDefinition } from './definition';
import { Integration } from './integration';

const REGION = { name: 'region', label: 'AWS Region', required: true };

/** The form fields that 4MINDS documents; a custom platform starts from the same. */
export const STANDARD_CONNECTION_FIELDS: PlatformDefinition['connectionFields'] = {
  [ConnectionMethod.OIDC_FEDERATION]: [
    { name: 'roleArn', label: 'IAM Role ARN', required: true },
    { name: 'externalId', label: 'External ID', required: false },
    REGION,
  ],
  [ConnectionMethod.CROSS_ACCOUNT_ROLE]: [
    { name: 'roleArn', label: 'IAM Role ARN', required: true },
    { name: 'externalId', label: 'External ID', required: true },
    REGION,
  ],
  [ConnectionMethod.COGNITO]: [
    { name: 'userPoolId', label: 'User Pool ID', required: true },
    { name: 'appClientId', label: 'App Client ID', required: true },
    { name: 'appClientSecret', label: 'App Client Secret', required: false },
    { name: 'identityPoolId', label: 'Identity Pool ID', required: true },
    { name: 'username', label: 'Username', required: true },
    { name: 'password', label: 'Password', required: true },
    REGION,
  ],
  [ConnectionMethod.BEDROCK_API_KEY]: [
    { name: 'apiKey', label: 'API Key', required: true },
    REGION,
  ],
};

/** Fields of the integrations' own forms. */
export const STANDARD_INTEGRATION_FIELDS: PlatformDefinition['integrationFields'] = {
  [Integration.S3]: [
    REGION,
    { name: 'defaultBucket', label: 'Default Bucket', required: false },
    { name: 'allowedBuckets', label: 'Allowed Buckets', required: false },
  ],
  [Integration.BEDROCK]: [REGION],
  [Integration.SAGEMAKER]: [REGION],
  [Integration.LAKE_FORMATION]: [
    REGION,
    { name: 'athenaWorkgroup', label: 'Athena Workgroup', required: false },
    { name: 'athenaResultsLocation', label: 'Athena Results Location', required: true },
  ],
  [Integration.RDS]: [REGION],
};

/** The messages of a successful test connection. */
export const STANDARD_SUCCESS_MESSAGES: PlatformDefinition['successMessages'] = {
  [Integration.S3]: 'Connection successful! Found {buckets} bucket(s).',
  [Integration.BEDROCK]: 'Connection successful! Found {foundationModels} foundation model(s) and {customModels} custom model(s).',
  [Integration.SAGEMAKER]: 'Connection successful! Found {endpoints} endpoint(s).',
  [Integration.LAKE_FORMATION]: 'Connection successful! Found {databases} database(s).',
  [Integration.RDS]: 'Connection successful! Found {instances} instance(s).',
};
