import { API_KEY_CODES } from './api-key-codes';
import { BEDROCK_CODES } from './bedrock-codes';
import type { CodeEntry } from './code';
import { CONNECTION_CODES } from './connection-codes';
import { GENERAL_CODES } from './general-codes';
import { GUIDE_CODES } from './guide-codes';
import { LAKE_FORMATION_CODES } from './lake-formation-codes';
import { RDS_CODES } from './rds-codes';
import { S3_CODES } from './s3-codes';
import { SAGEMAKER_CODES } from './sagemaker-codes';
import { TRUST_CODES } from './trust-codes';

/** Every code that a report can carry: the only place that decides its status, its words and its cure. */
export const CODES = {
  ...GENERAL_CODES,
  ...CONNECTION_CODES,
  ...TRUST_CODES,
  ...API_KEY_CODES,
  ...S3_CODES,
  ...BEDROCK_CODES,
  ...LAKE_FORMATION_CODES,
  ...SAGEMAKER_CODES,
  ...RDS_CODES,
  ...GUIDE_CODES,
} as const satisfies Record<string, CodeEntry>;

export type Codes = typeof CODES;
export type Code = keyof Codes;
