import type { CodeEntry } from '../../../../lambda/verifier/codes/code';
import { CODES, type Code } from '../../../../lambda/verifier/codes/codes';

const codesOf = (belongs: (entry: CodeEntry) => boolean): string[] => Object.entries<CodeEntry>(CODES).filter(([, entry]) => belongs(entry)).map(([code]) => code).sort();

/** Every other code fails the connection: what is less than a failure is a decision, and stands here a second time. */
const LESS: Readonly<Record<'pass' | 'warn' | 'skipped', readonly Code[]>> = {
  pass: ['OK'],
  warn: [
    'THROTTLED', 'DENIAL_INCONCLUSIVE', 'COGNITO_CLASSIC_FLOW', 'VERIFIER_NOT_ALLOWED', 'TRUST_POLICY_HAS_MORE', 'ANY_SUBJECT_ADMITTED',
    'ISSUER_DISCOVERY_FAILED', 'ISSUER_DISCOVERY_MALFORMED', 'OTHER_TOKEN_UNSUITABLE', 'API_KEY_ENDS_SOON', 'S3_BUCKET_IN_OTHER_REGION',
    'S3_EMPTY_SOURCE', 'S3_NO_BUCKETS', 'S3_PLACES_LEFT', 'S3_OBJECT_ARCHIVED', 'S3_OBJECT_GONE', 'BEDROCK_NO_MODELS', 'BEDROCK_MODEL_NOT_READY',
    'LAKE_FORMATION_NO_DATABASES', 'LAKE_FORMATION_NO_TABLES', 'LAKE_FORMATION_TABLES_LEFT', 'LAKE_FORMATION_NOT_REGISTERED',
    'LAKE_FORMATION_NOT_ENFORCED', 'LAKE_FORMATION_NO_ADMIN', 'LAKE_FORMATION_SCAN_LIMIT', 'LAKE_FORMATION_QUERY_SLOW',
    'LAKE_FORMATION_EMPTY_TABLE', 'LAKE_FORMATION_NO_PARTITIONS', 'LAKE_FORMATION_UNLISTED_NOT_REFUSED', 'SAGEMAKER_NO_ENDPOINTS',
    'SAGEMAKER_ENDPOINTS_LEFT', 'SAGEMAKER_ENDPOINT_NAME_CASE', 'SAGEMAKER_ENDPOINT_CREATING', 'SAGEMAKER_ENDPOINT_CHANGING',
    'SAGEMAKER_ENDPOINT_MIXED', 'SAGEMAKER_REQUEST_UNUSED', 'SAGEMAKER_MODEL_NOT_READY', 'SAGEMAKER_EMPTY_ANSWER', 'SAGEMAKER_MODEL_GONE',
    'RDS_NO_INSTANCES', 'RDS_ENGINE_LEFT_OUT', 'RDS_INSTANCE_NOT_AVAILABLE', 'RDS_IAM_AUTHENTICATION_UNKNOWN', 'RDS_NARROWER_ACCOUNT',
    'RDS_NO_DATABASES', 'RDS_NO_TABLES', 'RDS_TABLE_TRUNCATED', 'RDS_TABLES_LEFT',
  ],
  skipped: [
    'TIME_RAN_OUT', 'NO_CREDENTIALS', 'EARLIER_STEP_FAILED', 'DENIAL_NOT_PROVEN', 'TOKEN_NEEDED', 'VERIFIER_NOT_TRUSTED', 'METHOD_NOT_SUPPORTED',
    'NOT_APPLICABLE', 'ISSUER_UNREACHABLE', 'S3_BUCKET_REFUSAL_UNPROVEN', 'S3_NOT_LISTED', 'BEDROCK_NO_CONVERSATION', 'BEDROCK_REFUSAL_UNPROVEN',
    'LAKE_FORMATION_NOT_QUERIED', 'SAGEMAKER_NO_TEST_REQUEST', 'RDS_NOT_REACHED', 'RDS_POLICY_UNKNOWN', 'RDS_REFUSAL_UNPROVEN',
    'RDS_DATABASES_CLOSED', 'RDS_TABLES_WITHOUT_RIGHTS', 'RDS_TIME_RAN_OUT',
  ],
};

test.each(Object.entries(LESS))('%s is the status of these codes alone', (status, codes) => {
  expect(codesOf((entry) => entry.status === status)).toEqual([...codes].sort());
});

test('what must be refused and is let in fails', () => {
  // Of a connection that wants every subject, and of policies that are not the connection's own.
  const meant = ['ANY_SUBJECT_ADMITTED', 'LAKE_FORMATION_UNLISTED_NOT_REFUSED', 'LAKE_FORMATION_NOT_ENFORCED'];
  const open = Object.keys(CODES).filter((code) => /_(?:NOT_REFUSED|ADMITTED|NOT_ENFORCED|TAKEN_ELSEWHERE|OPEN)$/.test(code) && !meant.includes(code));
  expect(open.length).toBeGreaterThan(15);
  expect(open.filter((code) => CODES[code as Code].status !== 'fail')).toEqual([]);
});

test('a report is incomplete for these codes alone', () => {
  expect(codesOf(({ incomplete }) => incomplete === true)).toEqual([
    'TIME_RAN_OUT', 'NO_CREDENTIALS', 'EARLIER_STEP_FAILED', 'TOKEN_NEEDED', 'VERIFIER_NOT_TRUSTED', 'METHOD_NOT_SUPPORTED', 'RDS_TIME_RAN_OUT',
  ].sort());
});

test('these remarks alone show that a call worked, and so prove a refusal elsewhere', () => {
  expect(codesOf(({ worked }) => worked === true)).toEqual([
    'S3_BUCKET_IN_OTHER_REGION', 'S3_EMPTY_SOURCE', 'S3_NO_BUCKETS', 'BEDROCK_NO_MODELS', 'LAKE_FORMATION_NO_DATABASES',
    'LAKE_FORMATION_NO_TABLES', 'LAKE_FORMATION_TABLES_LEFT', 'LAKE_FORMATION_NOT_REGISTERED', 'LAKE_FORMATION_NOT_ENFORCED',
    'LAKE_FORMATION_NO_ADMIN', 'LAKE_FORMATION_SCAN_LIMIT', 'LAKE_FORMATION_EMPTY_TABLE', 'LAKE_FORMATION_NO_PARTITIONS',
    'SAGEMAKER_NO_ENDPOINTS', 'SAGEMAKER_ENDPOINT_NAME_CASE', 'SAGEMAKER_ENDPOINT_CREATING', 'SAGEMAKER_ENDPOINT_CHANGING',
    'SAGEMAKER_ENDPOINT_MIXED', 'SAGEMAKER_MODEL_NOT_READY', 'SAGEMAKER_EMPTY_ANSWER', 'RDS_NO_INSTANCES', 'RDS_ENGINE_LEFT_OUT',
    'RDS_NARROWER_ACCOUNT', 'RDS_TABLE_TRUNCATED',
  ].sort());
});
