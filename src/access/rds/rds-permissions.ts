import type { Permission, Probe } from '../permission';

/** What RDS permissions are granted on, in the words of the document and the README. */
export const RDS_RESOURCES = {
  instances: 'every DB instance of the region and account (AWS authorises an unfiltered list on `db:*`)',
  databaseUser: 'the one database user of each allowed database',
  anyDatabase: 'the one database user of every database of the region and account',
} as const;

export type RdsResource = keyof typeof RDS_RESOURCES;

/**
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
export const RDS_PERMISSIONS: readonly Permission<RdsResource>[] = [
  { sid: 'RdsListInstances', action: 'rds:DescribeDBInstances', on: 'instances', purpose: 'Lists the instances of the region for the instance picker', required: true, probe: 'rds.list-instances' },
  { sid: 'RdsConnect', action: 'rds-db:connect', on: 'databaseUser', purpose: 'Connects to a database with a short-lived token in place of a password', required: true, probe: 'rds.login' },
  { sid: 'RdsConnectAny', action: 'rds-db:connect', on: 'anyDatabase', purpose: 'Connects to a database with a short-lived token in place of a password', required: true, probe: 'rds.login' },
];

/** The way to one database, in the order in which it is gone: each stops at the first step that fails. */
export const RDS_LADDER: readonly Probe[] = [
  { id: 'rds.instance', action: 'test-connection', expects: 'allowed', step: true, description: 'The database is in the list of instances, and the user is not its master user' },
  { id: 'rds.status', action: 'test-connection', expects: 'allowed', step: true, description: 'Its status is available; any other is a warning' },
  { id: 'rds.engine', action: 'test-connection', expects: 'allowed', step: true, description: 'Its engine and version have IAM database authentication' },
  { id: 'rds.iam-authentication', action: 'test-connection', expects: 'allowed', step: true, description: 'IAM database authentication is switched on' },
  { id: 'rds.policy', action: 'test-connection', expects: 'allowed', step: true, description: 'IAM says that the policies allow `rds-db:connect` (a simulation by the verifier)' },
  { id: 'rds.dns', action: 'test-connection', expects: 'allowed', step: true, description: 'The name of the endpoint resolves' },
  { id: 'rds.tcp', action: 'test-connection', expects: 'allowed', step: true, description: 'The port accepts a connection' },
  { id: 'rds.tls', action: 'test-connection', expects: 'allowed', step: true, description: 'TLS with a certificate of RDS for this host' },
  { id: 'rds.token', action: 'test-connection', expects: 'allowed', step: true, description: 'A token is signed, without a call' },
  { id: 'rds.login', action: 'test-connection', expects: 'allowed', description: 'The database user logs in with the token' },
  { id: 'rds.query', action: 'test-connection', expects: 'allowed', step: true, description: '`SELECT 1`' },
];

export const RDS_PROBES: readonly Probe[] = [
  { id: 'rds.list-instances', action: 'test-connection', expects: 'allowed', description: 'DescribeDBInstances, paged, within 15 seconds' },
  ...RDS_LADDER,
  { id: 'rds.browse', action: 'test-connection', expects: 'allowed', step: true, description: 'Lists databases and tables, with rows, columns, size and rights' },
  { id: 'rds.import-tables', action: 'import', expects: 'allowed', step: true, description: 'Reads each table as the platform imports it: 50,000 rows, 120 seconds' },
  { id: 'rds.other-user', action: 'test-connection', expects: 'denied', description: '`rds-db:connect` as a user that was not granted (a simulation by the verifier)' },
  { id: 'rds.denied-user', action: 'test-connection', expects: 'denied', description: 'Login as each database user that the platform must be refused' },
  { id: 'rds.denied-database', action: 'test-connection', expects: 'denied', description: 'Login to each database that the platform must be refused' },
];
