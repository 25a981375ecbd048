import type { Code } from './codes';

/** One row of a platform's troubleshooting table, and the codes that say it here. */
export interface GuideRow {
  readonly guide: '4MINDS: AWS' | '4MINDS: Amazon Bedrock' | '4MINDS: RDS' | 'Airia: AWS STS connector' | 'Kore.ai: Amazon Bedrock';
  readonly issue: string;
  readonly codes: readonly Code[];
}

/** The set-up guides' own troubleshooting rows and warnings; a report must be able to say each of them. */
export const GUIDE_ROWS: readonly GuideRow[] = [
  { guide: '4MINDS: AWS', issue: 'AccessDenied on connection test', codes: ['ACCESS_DENIED', 'S3_LIST_BUCKETS_DENIED', 'SAGEMAKER_LIST_DENIED', 'SAGEMAKER_DESCRIBE_DENIED', 'SAGEMAKER_INVOKE_DENIED'] },
  { guide: '4MINDS: AWS', issue: 'AccessDenied on a specific bucket (S3)', codes: ['S3_BUCKET_DENIED'] },
  { guide: '4MINDS: AWS', issue: 'NoSuchBucket', codes: ['S3_NO_SUCH_BUCKET', 'S3_BUCKET_IN_OTHER_REGION', 'S3_BUCKET_REGION_UNKNOWN'] },
  { guide: '4MINDS: AWS', issue: 'Unrecognized client', codes: ['UNRECOGNIZED_CLIENT', 'REGION_DISABLED'] },
  {
    guide: '4MINDS: AWS',
    issue: 'Role federation fails',
    codes: [
      'ROLE_FEDERATION_DENIED', 'ROLE_FEDERATION_NO_PROVIDER', 'ROLE_FEDERATION_AUDIENCE', 'ROLE_FEDERATION_TOKEN_INVALID',
      'ROLE_FEDERATION_TOKEN_EXPIRED', 'ROLE_FEDERATION_ISSUER_UNREACHABLE', 'PROVIDER_MISSING', 'PROVIDER_AUDIENCE_MISSING',
      'PROVIDER_URL_DIFFERS', 'ISSUER_DIFFERS', 'TOKEN_CLAIM_DIFFERS',
    ],
  },
  { guide: '4MINDS: AWS', issue: 'Cognito: FORCE_CHANGE_PASSWORD', codes: ['COGNITO_PASSWORD_CHANGE_NEEDED', 'COGNITO_PASSWORD_RESET_NEEDED'] },
  {
    guide: '4MINDS: AWS',
    issue: 'Cognito: NotAuthorizedException',
    codes: [
      'COGNITO_NOT_AUTHORIZED', 'COGNITO_WRONG_PASSWORD', 'COGNITO_USER_NOT_FOUND', 'COGNITO_USER_DISABLED', 'COGNITO_LOCKED_OUT',
      'COGNITO_FLOW_NOT_ENABLED', 'COGNITO_CLIENT_SECRET', 'COGNITO_CLIENT_NOT_TRUSTED',
    ],
  },
  { guide: '4MINDS: AWS', issue: 'Lake Formation: queries return no rows', codes: ['LAKE_FORMATION_NO_ROWS', 'LAKE_FORMATION_TABLE_HIDDEN', 'LAKE_FORMATION_COLUMN_HIDDEN'] },
  { guide: '4MINDS: AWS', issue: 'Buckets in other regions are reachable but slower', codes: ['S3_BUCKET_IN_OTHER_REGION'] },
  { guide: '4MINDS: Amazon Bedrock', issue: 'No models found', codes: ['BEDROCK_NO_MODELS', 'BEDROCK_LIST_DENIED'] },
  { guide: '4MINDS: Amazon Bedrock', issue: 'Connection times out', codes: ['CALL_TIMED_OUT', 'BEDROCK_NOT_IN_REGION', 'NETWORK_UNREACHABLE'] },
  { guide: '4MINDS: Amazon Bedrock', issue: 'Access Denied after connecting', codes: ['BEDROCK_MODEL_DENIED', 'BEDROCK_DESTINATION_DENIED', 'BEDROCK_LIST_DENIED', 'BEDROCK_SUBSCRIPTION_MISSING', 'BEDROCK_USE_CASE_MISSING', 'BEDROCK_MODEL_ACCESS_MISSING'] },
  { guide: '4MINDS: Amazon Bedrock', issue: 'Unrecognized client', codes: ['UNRECOGNIZED_CLIENT', 'REGION_DISABLED', 'BEDROCK_NOT_IN_REGION'] },
  // This guide names another issuer than the first: only the token's own iss decides.
  { guide: '4MINDS: Amazon Bedrock', issue: 'Role federation fails', codes: ['ROLE_FEDERATION_NO_PROVIDER', 'PROVIDER_URL_DIFFERS', 'ISSUER_DIFFERS', 'TOKEN_CLAIM_DIFFERS'] },
  { guide: 'Kore.ai: Amazon Bedrock', issue: 'Models that do not support on-demand throughput', codes: ['BEDROCK_NEEDS_PROFILE'] },
  { guide: 'Kore.ai: Amazon Bedrock', issue: 'Verify that the Model ID is correct', codes: ['BEDROCK_MODEL_NOT_FOUND', 'BEDROCK_MODEL_RETIRED', 'BEDROCK_MODEL_NOT_READY'] },
  { guide: '4MINDS: RDS', issue: 'AccessDenied on Test Connection', codes: ['RDS_LIST_DENIED'] },
  { guide: '4MINDS: RDS', issue: 'Invalid Access Key ID / Invalid Secret Access Key', codes: ['UNRECOGNIZED_CLIENT'] },
  { guide: '4MINDS: RDS', issue: 'Unrecognized client', codes: ['UNRECOGNIZED_CLIENT', 'REGION_DISABLED'] },
  { guide: '4MINDS: RDS', issue: 'Could not resolve RDS endpoint hostname', codes: ['RDS_ENDPOINT_UNRESOLVED'] },
  { guide: '4MINDS: RDS', issue: 'Connection timed out (SQL step)', codes: ['RDS_CONNECTION_TIMED_OUT', 'RDS_PRIVATE_ENDPOINT_TIMED_OUT', 'RDS_DEADLINE_PASSED'] },
  { guide: '4MINDS: RDS', issue: 'Connection refused', codes: ['RDS_CONNECTION_REFUSED', 'RDS_NO_ROUTE'] },
  {
    guide: '4MINDS: RDS',
    issue: 'Authentication failed',
    codes: ['RDS_AUTHENTICATION_FAILED', 'RDS_PASSWORD_EXPECTED', 'RDS_IAM_AUTHENTICATION_OFF', 'RDS_IAM_AUTHENTICATION_UNKNOWN', 'RDS_CONNECT_NOT_ALLOWED'],
  },
  { guide: '4MINDS: RDS', issue: 'SSL error connecting to RDS', codes: ['RDS_TLS_UNTRUSTED', 'RDS_TLS_WRONG_HOST', 'RDS_TLS_EXPIRED', 'RDS_TLS_FAILED', 'RDS_TLS_REQUIRED'] },
  { guide: '4MINDS: RDS', issue: "RDS engine 'oracle-ee' is not supported", codes: ['RDS_ENGINE_NOT_SUPPORTED', 'RDS_ENGINE_LEFT_OUT', 'RDS_ENGINE_VERSION_NOT_SUPPORTED'] },
  { guide: '4MINDS: RDS', issue: 'Tables list is empty', codes: ['RDS_NO_TABLES', 'RDS_NO_DATABASES'] },
  { guide: '4MINDS: RDS', issue: 'Instances not in the available state may fail to connect', codes: ['RDS_INSTANCE_NOT_AVAILABLE'] },
  { guide: '4MINDS: RDS', issue: 'Up to 50,000 rows per table, 120 seconds', codes: ['RDS_TABLE_TRUNCATED', 'RDS_QUERY_TIMED_OUT', 'RDS_DEADLINE_PASSED'] },
  { guide: '4MINDS: Amazon Bedrock', issue: 'Cognito auth challenge', codes: ['COGNITO_PASSWORD_CHANGE_NEEDED', 'COGNITO_MFA_ASKED', 'COGNITO_CHALLENGE_ASKED'] },
  { guide: 'Airia: AWS STS connector', issue: 'The External ID is regenerated on each page load', codes: ['ASSUME_ROLE_DENIED'] },
  { guide: 'Airia: AWS STS connector', issue: 'Role ARN', codes: ['ROLE_MISSING', 'ASSUME_ROLE_DENIED'] },
  { guide: 'Airia: AWS STS connector', issue: 'Region where the resources live', codes: ['UNRECOGNIZED_CLIENT', 'REGION_DISABLED'] },
  { guide: 'Airia: AWS STS connector', issue: 'Cross-Region Inference (for Custom models)', codes: ['BEDROCK_NEEDS_PROFILE', 'BEDROCK_DESTINATION_DENIED', 'BEDROCK_DESTINATION_NOT_GRANTED'] },
];
