import type { Code } from './codes';

/** One row of a platform's troubleshooting table, and the codes that say it here. */
export interface GuideRow {
  readonly guide: '4MINDS: AWS' | 'Airia: AWS STS connector';
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
      'PROVIDER_URL_DIFFERS', 'TOKEN_CLAIM_DIFFERS',
    ],
  },
  { guide: '4MINDS: AWS', issue: 'Cognito: FORCE_CHANGE_PASSWORD', codes: ['COGNITO_PASSWORD_CHANGE_NEEDED'] },
  { guide: '4MINDS: AWS', issue: 'Cognito: NotAuthorizedException', codes: ['COGNITO_NOT_AUTHORIZED'] },
  { guide: '4MINDS: AWS', issue: 'Lake Formation: queries return no rows', codes: ['LAKE_FORMATION_NO_ROWS'] },
  { guide: '4MINDS: AWS', issue: 'Buckets in other regions are reachable but slower', codes: ['S3_BUCKET_IN_OTHER_REGION'] },
  { guide: 'Airia: AWS STS connector', issue: 'The External ID is regenerated on each page load', codes: ['ASSUME_ROLE_DENIED'] },
  { guide: 'Airia: AWS STS connector', issue: 'Role ARN', codes: ['ROLE_MISSING', 'ASSUME_ROLE_DENIED'] },
  { guide: 'Airia: AWS STS connector', issue: 'Region where the resources live', codes: ['UNRECOGNIZED_CLIENT', 'REGION_DISABLED'] },
];
