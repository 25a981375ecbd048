import type { CodeEntry } from '../../../../lambda/verifier/codes/code';
import { fillIn } from '../../../../lambda/verifier/codes/code';
import { CODES, type Code } from '../../../../lambda/verifier/codes/codes';
import { GUIDE_ROWS } from '../../../../lambda/verifier/codes/guide-rows';

const entries: ReadonlyArray<readonly [string, CodeEntry]> = Object.entries(CODES);

describe('the table of codes', () => {
  test.each(entries)('%s is usable', (code, entry) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9_]*$/);
    expect(entry.message).not.toBe('');
    if (entry.status === 'pass') expect(entry.fix).toBeUndefined();
    else expect(entry.fix).toMatch(/\S.*\.$/);
    if (entry.worked) expect(entry.status).toBe('warn');
    if (entry.incomplete) expect(entry.status).toBe('skipped');
  });

  test('texts do not end up with a brace that nothing fills in', () => {
    for (const [, { message, fix = '' }] of entries) {
      const names = [...`${message}${fix}`.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, 'x'] as const);
      expect(fillIn(message + fix, Object.fromEntries(names))).not.toMatch(/[{}]/);
    }
  });

  test('a value that is named like a member of Object is filled in or left alone', () => {
    expect(fillIn('{toString} {bucket}', { bucket: '{bucket}' })).toBe('{toString} {bucket}');
  });
});

describe("the guides' troubleshooting rows", () => {
  const rowsOf = (guide: string): string[] => GUIDE_ROWS.filter((row) => row.guide === guide).map(({ issue }) => issue);

  test('are all there', () => {
    expect(rowsOf('4MINDS: AWS')).toEqual([
      'AccessDenied on connection test',
      'AccessDenied on a specific bucket (S3)',
      'NoSuchBucket',
      'Unrecognized client',
      'Role federation fails',
      'Cognito: FORCE_CHANGE_PASSWORD',
      'Cognito: NotAuthorizedException',
      'Lake Formation: queries return no rows',
      'Buckets in other regions are reachable but slower',
    ]);
    expect(rowsOf('Airia: AWS STS connector')).toEqual([
      'The External ID is regenerated on each page load', 'Role ARN', 'Region where the resources live', 'Cross-Region Inference (for Custom models)',
    ]);
    expect(rowsOf('4MINDS: Amazon Bedrock')).toEqual(['No models found', 'Connection times out', 'Access Denied after connecting', 'Unrecognized client', 'Role federation fails', 'Cognito auth challenge']);
    expect(rowsOf('Kore.ai: Amazon Bedrock')).toEqual(['Models that do not support on-demand throughput', 'Verify that the Model ID is correct']);
    expect(rowsOf('4MINDS: RDS')).toEqual([
      'AccessDenied on Test Connection',
      'Invalid Access Key ID / Invalid Secret Access Key',
      'Unrecognized client',
      'Could not resolve RDS endpoint hostname',
      'Connection timed out (SQL step)',
      'Connection refused',
      'Authentication failed',
      'SSL error connecting to RDS',
      "RDS engine 'oracle-ee' is not supported",
      'Tables list is empty',
      'Instances not in the available state may fail to connect',
      'Up to 50,000 rows per table, 120 seconds',
    ]);
  });

  test.each(GUIDE_ROWS)('$guide, $issue: has codes with a fix', ({ codes }) => {
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) expect((CODES[code] as CodeEntry).fix).toBeDefined();
  });

  test.each<[Code, string]>([
    ['RDS_LIST_DENIED', 'AccessDenied'],
    ['UNRECOGNIZED_CLIENT', 'Unrecognized client'],
    ['RDS_ENDPOINT_UNRESOLVED', 'Could not resolve RDS endpoint hostname'],
    ['RDS_CONNECTION_TIMED_OUT', "Connection timed out. The backend may not be able to reach the RDS endpoint — check VPC / security group rules (inbound port open from the backend's network)."],
    ['RDS_PRIVATE_ENDPOINT_TIMED_OUT', 'Connection timed out. The backend may not be able to reach the RDS endpoint'],
    ['RDS_CONNECTION_REFUSED', 'Connection refused'],
    ['RDS_AUTHENTICATION_FAILED', 'Authentication failed'],
    ['RDS_PASSWORD_EXPECTED', 'Authentication failed'],
    ['RDS_TLS_UNTRUSTED', 'SSL error connecting to RDS'],
    ['RDS_TLS_FAILED', 'SSL error connecting to RDS'],
    ['RDS_ENGINE_NOT_SUPPORTED', "RDS engine '{engine}' is not supported"],
    ['RDS_ENGINE_LEFT_OUT', "RDS engine '{engine}' is not supported"],
    ['RDS_NO_TABLES', 'Tables list is empty'],
  ])('%s begins with what the guide of RDS says', (code, words) => expect(CODES[code].message.startsWith(words)).toBe(true));

  test("a refused bucket is named in the guide's own words", () => {
    expect(fillIn(CODES.S3_BUCKET_DENIED.message, { bucket: 'prod-datasets' })).toBe("Access denied on bucket 'prod-datasets'");
  });
});
