/* eslint-disable @stylistic/quote-props */
// Generated from schema/verification-report.schema.json by `npm run generate`: change the schema, not this file.

/**
 * nothing-found: everything worked and there was nothing to find. incomplete: not every check that counts could run, because the time ran out or there was nothing to get credentials with.
 */
export type OverallStatus = 'pass' | 'warn' | 'fail' | 'nothing-found' | 'incomplete';
/**
 * One of the things that a platform connects to.
 */
export type Integration = 's3' | 'bedrock' | 'sagemaker' | 'lake-formation' | 'rds';
export type CheckStatus = 'pass' | 'fail' | 'warn' | 'skipped';

/**
 * What the verifier found. Holds no secret, no token and no customer data. The platform, method, principalArn and region are those of the connection document, and absent when it could not be read.
 */
export interface VerificationReportV1 {
  schemaVersion: 1;
  action: 'test-connection' | 'import';
  /**
   * Identifier of the platform.
   */
  platform?: string;
  method?: 'oidc-federation' | 'cross-account-role' | 'cognito' | 'bedrock-api-key';
  principalArn?: string;
  region?: string;
  startedAt: string;
  milliseconds: number;
  status: OverallStatus;
  /**
   * One line for a person.
   */
  message: string;
  integrations: IntegrationResult[];
  checks: Check[];
}
export interface IntegrationResult {
  integration: Integration;
  status: OverallStatus;
  /**
   * The platform's own success message, or what is wrong.
   */
  message: string;
}
export interface Check {
  /**
   * The probe, such as s3.head-bucket.
   */
  id: string;
  /**
   * One of the things that a platform connects to.
   */
  integration?: 's3' | 'bedrock' | 'sagemaker' | 'lake-formation' | 'rds';
  /**
   * What was probed.
   */
  target: string;
  status: CheckStatus;
  /**
   * Stable; OK when it passed.
   */
  code: string;
  message: string;
  /**
   * What to change; present unless the check passed.
   */
  fix?: string;
  /**
   * Figures and names, never contents.
   */
  detail?: {
    readonly [key: string]: unknown;
  };
  /**
   * True when the same call may succeed later with nothing changed.
   */
  retryable: boolean;
  milliseconds: number;
}
