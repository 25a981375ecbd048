import type { CodeEntry } from './code';

/** Codes of reaching a database and logging in to it. */
const CONNECTION = {
  RDS_LIST_DENIED: {
    status: 'fail',
    message: 'AccessDenied on listing the DB instances of {region}',
    fix: 'Attach the permissions policy of RDS to the role: rds:DescribeDBInstances on db:* of the region and account. A policy on named instances refuses the whole list.',
    retryable: true,
  },
  RDS_NO_INSTANCES: {
    status: 'warn',
    message: 'There is no DB instance in {region}',
    fix: 'Enter the region that the instances are in, or create an instance.',
    retryable: false,
    worked: true,
  },
  RDS_NOT_REACHED: {
    status: 'skipped',
    message: 'Not checked: {rung} did not pass',
    fix: 'Cure the check {rung} first.',
    retryable: true,
  },
  RDS_ENGINE_LEFT_OUT: {
    status: 'warn',
    message: "RDS engine '{engine}' is not supported: '{identifier}' is listed and can't be browsed",
    fix: 'Nothing, if it is not meant to be imported from; the platform can browse PostgreSQL, MySQL, MariaDB and Aurora alone.',
    retryable: false,
    worked: true,
  },
  RDS_CONNECT_NOT_ALLOWED: {
    status: 'fail',
    message: 'IAM says that the policies of the role do not allow rds-db:connect on {resource} ({decision})',
    fix: 'Add the resource to the policy, in the spelling of the database user; an explicit deny is in a policy, a boundary or a service control policy.',
    retryable: true,
  },
  RDS_POLICY_UNKNOWN: {
    status: 'skipped',
    message: 'Not checked: IAM could not be asked about rds-db:connect: {reason}',
    fix: "Let the verifier's own role call iam:SimulatePrincipalPolicy on the role of the connection, and give it a way to IAM.",
    retryable: true,
  },
  RDS_AUTHORITIES_UNREADABLE: {
    status: 'fail',
    message: 'The certificate authorities at {location} could not be read: {reason}',
    fix: "Check that the file is there, is a PEM file and may be read by the verifier's own role.",
    retryable: true,
  },
  RDS_INSTANCE_NOT_FOUND: {
    status: 'fail',
    message: "The database '{identifier}' is not among the instances of region {region}",
    fix: 'Check the identifier and the region; an Aurora cluster needs at least one instance.',
    retryable: false,
  },
  RDS_MASTER_USER: {
    status: 'fail',
    message: "The user '{user}' is the master user of '{identifier}'",
    fix: 'Make a user of its own that may only read, and name it: the platform would have every right of the master user, whose password stops working with rds_iam.',
    retryable: false,
  },
  RDS_INSTANCE_NOT_AVAILABLE: {
    status: 'warn',
    message: "The instance '{identifier}' is {state}, not available: connecting may fail",
    fix: 'Start the instance, or wait until its status is available.',
    retryable: true,
  },
  RDS_ENGINE_NOT_SUPPORTED: {
    status: 'fail',
    message: "RDS engine '{engine}' is not supported",
    fix: 'Choose an instance of PostgreSQL, MySQL, MariaDB, or Aurora of PostgreSQL or MySQL: the platform can browse no other engine.',
    retryable: false,
  },
  RDS_ENGINE_VERSION_NOT_SUPPORTED: {
    status: 'fail',
    message: 'RDS offers no IAM database authentication for {engine} {version}',
    fix: 'Upgrade the instance to a version that has it: for MariaDB 10.11, 11.4 or 11.8.',
    retryable: false,
  },
  RDS_IAM_AUTHENTICATION_OFF: {
    status: 'fail',
    message: "IAM database authentication is not enabled on '{identifier}'",
    fix: 'Enable it: iamAuthentication: true on the instance or the cluster (for Aurora it is a setting of the cluster), or modify-db-instance --enable-iam-database-authentication.',
    retryable: false,
  },
  RDS_IAM_AUTHENTICATION_UNKNOWN: {
    status: 'warn',
    message: "Whether IAM database authentication is enabled for '{identifier}' is a setting of its Aurora cluster, which discovery does not show",
    fix: 'If the login fails, enable it on the cluster: iamAuthentication: true.',
    retryable: false,
  },
  RDS_ENDPOINT_UNRESOLVED: {
    status: 'fail',
    message: 'Could not resolve RDS endpoint hostname {host}',
    fix: 'Check the endpoint in the instance list, and that DNS resolution is on in the VPC of the caller.',
    retryable: true,
  },
  RDS_CONNECTION_TIMED_OUT: {
    status: 'fail',
    message: 'Connection timed out. The backend may not be able to reach the RDS endpoint — check VPC / security group rules (inbound port open from the backend\'s network).',
    fix: "Open port {port} in the security group of the database for the caller's addresses, and check the routes between the two networks.",
    retryable: true,
  },
  RDS_PRIVATE_ENDPOINT_TIMED_OUT: {
    status: 'fail',
    message: 'Connection timed out. The backend may not be able to reach the RDS endpoint, which has private addresses only — check VPC / security group rules (inbound port open from the backend\'s network).',
    fix: 'Run the verifier in the network of {host} (vpc), or in one with a route to it by peering, a transit gateway or PrivateLink, and open port {port} in the security group of the database for it. The platform needs a way of its own.',
    retryable: true,
  },
  RDS_CONNECTION_REFUSED: {
    status: 'fail',
    message: 'Connection refused by {host}:{port}',
    fix: 'Check the port, that the instance runs, and that it is reachable from here: publicly accessible, or through peering or PrivateLink.',
    retryable: true,
  },
  RDS_NO_ROUTE: {
    status: 'fail',
    message: 'There is no route to {host}:{port}',
    fix: 'Give the caller a way to the VPC of the database: the same VPC, peering, a transit gateway or PrivateLink; check route tables and network ACLs.',
    retryable: true,
  },
  RDS_TLS_UNTRUSTED: {
    status: 'fail',
    message: 'SSL error connecting to RDS: the certificate of {host} is not signed by a trusted authority ({reason})',
    fix: "Give the CA bundle of the database's region and partition; AWS publishes one for each.",
    retryable: false,
  },
  RDS_TLS_WRONG_HOST: {
    status: 'fail',
    message: 'SSL error connecting to RDS: the certificate is not for {host}',
    fix: "Connect to the endpoint that the instance list shows: an IP address or an alias of one's own is not in the certificate.",
    retryable: false,
  },
  RDS_TLS_EXPIRED: {
    status: 'fail',
    message: 'SSL error connecting to RDS: the certificate of {host} has expired or is not valid yet',
    fix: 'Rotate the certificate authority of the instance (modify-db-instance --ca-certificate-identifier).',
    retryable: false,
  },
  RDS_TLS_FAILED: {
    status: 'fail',
    message: 'SSL error connecting to RDS: {reason}',
    fix: 'IAM database authentication requires SSL: check that SSL is on in the parameter group and that {host}:{port} is a database of the expected engine.',
    retryable: true,
  },
  RDS_TLS_REQUIRED: {
    status: 'fail',
    message: 'The server refuses a connection without encryption',
    fix: 'Connect with TLS: IAM database authentication requires it.',
    retryable: false,
  },
  RDS_TOKEN_NOT_MADE: {
    status: 'fail',
    message: 'The authentication token could not be made: {reason}',
    fix: 'Get fresh credentials: the token is signed with them on this side, without asking AWS.',
    retryable: true,
  },
  RDS_AUTHENTICATION_FAILED: {
    status: 'fail',
    message: "Authentication failed for database user '{user}'",
    fix: "The server does not say why. Check in this order: the policy allows rds-db:connect on the resource id of this database and exactly '{user}' (upper and lower case count); no boundary or service control policy denies it; IAM database authentication is enabled; the user exists with rds_iam (PostgreSQL) or AWSAuthenticationPlugin (MySQL, MariaDB: at no narrower host with another plugin); the token is younger than 15 minutes and made for this host, port, region and user; the clock is right. What could be checked is in the detail.",
    retryable: true,
  },
  RDS_NARROWER_ACCOUNT: {
    status: 'warn',
    message: "The server took the login for the account '{user}'@'{host}', not '{user}'@'%'",
    fix: 'Drop the account with the narrower host: the server prefers it where it fits, so that the platform, which comes from elsewhere, can meet another account of this name with other rights, or none.',
    retryable: false,
    worked: true,
  },
  RDS_PASSWORD_EXPECTED: {
    status: 'fail',
    message: "Authentication failed: the server asked '{user}' for a password instead of a token",
    fix: 'Create the user and grant it rds_iam (GRANT rds_iam TO ...), and check that IAM database authentication is enabled on the instance.',
    retryable: false,
  },
  RDS_DATABASE_NOT_FOUND: {
    status: 'fail',
    message: "There is no database '{database}'",
    fix: 'Choose a database from the list.',
    retryable: false,
  },
  RDS_DATABASE_DENIED: {
    status: 'fail',
    message: "The user '{user}' may not connect to the database '{database}'",
    fix: 'Grant CONNECT on the database (PostgreSQL) or SELECT on it (MySQL, MariaDB). rdsadmin belongs to RDS and is closed to everyone.',
    retryable: false,
  },
  RDS_TOO_MANY_CONNECTIONS: {
    status: 'fail',
    message: 'The database has no free connection',
    fix: 'Try again later, or raise max_connections.',
    retryable: true,
  },
  RDS_CONNECTION_LOST: {
    status: 'fail',
    message: 'The connection to the database was lost: {reason}',
    fix: 'Try again; if it lasts, look at the events of the instance: a restart, a failover, or an administrator that ends sessions.',
    retryable: true,
  },
} as const satisfies Record<string, CodeEntry>;

/** Codes of what must be refused. */
const REFUSALS = {
  RDS_OTHER_USER_ALLOWED: {
    status: 'fail',
    message: 'The policies of the role allow rds-db:connect on {resource}, a user that was not granted',
    fix: 'Find the policy with a wildcard in the resource of rds-db:connect and name the one database user there.',
    retryable: false,
  },
  RDS_USER_NOT_REFUSED: {
    status: 'fail',
    message: "The role gets in to {host} as '{user}', although it must be refused",
    fix: 'Find the policy that allows rds-db:connect for this user and remove it.',
    retryable: false,
  },
  RDS_DATABASE_NOT_REFUSED: {
    status: 'fail',
    message: "The role gets in to {host} as '{user}', although the database must refuse it",
    fix: 'Find the policy that allows rds-db:connect on this database and remove it.',
    retryable: false,
  },
  RDS_REFUSAL_UNPROVEN: {
    status: 'skipped',
    message: "Not checked: {host} refuses '{user}' for a reason of its own: {reason}",
    fix: 'Name a user that exists there with IAM authentication, and see that the database can be reached.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;

/** Codes of looking into a database and importing from it. */
const DATA = {
  RDS_NO_DATABASES: {
    status: 'warn',
    message: "The user '{user}' sees no database but those of the system",
    fix: 'Create a database, or grant the user access to one.',
    retryable: false,
  },
  RDS_DATABASES_CLOSED: {
    status: 'skipped',
    message: "{count} database(s) are listed that '{user}' may not connect to",
    fix: 'Nothing, if they are not meant to be imported from; otherwise grant the user CONNECT on them.',
    retryable: false,
  },
  RDS_NO_TABLES: {
    status: 'warn',
    message: "Tables list is empty in the database '{database}'",
    fix: 'The database has no base tables, or the user may not see them: grant USAGE on the schemas and SELECT on the tables.',
    retryable: false,
  },
  RDS_TABLE_TRUNCATED: {
    status: 'warn',
    message: "The table '{table}' has more than {rows} rows: the rest is left out",
    fix: 'Nothing, if a part is enough; the platform takes no more rows of a table. Otherwise split it into smaller tables.',
    retryable: false,
    worked: true,
  },
  RDS_TABLES_WITHOUT_RIGHTS: {
    status: 'skipped',
    message: "{count} table(s) of '{database}' are not for '{user}' to read",
    fix: 'Nothing, if they are not meant to be imported; otherwise grant the user SELECT on them and, in PostgreSQL, USAGE on their schema.',
    retryable: false,
  },
  RDS_TABLES_LEFT: {
    status: 'warn',
    message: 'Only the first {looked} tables were read; {left} more were not',
    fix: 'Raise limits.places to read more.',
    retryable: false,
  },
  RDS_TABLE_NOT_FOUND: {
    status: 'fail',
    message: "There is no table '{table}'",
    fix: 'Choose a table from the list; it may have been dropped since it was listed.',
    retryable: false,
  },
  RDS_TABLE_DENIED: {
    status: 'fail',
    message: "The user '{user}' may not read the table '{table}'",
    fix: 'Grant the user SELECT on the table and, in PostgreSQL, USAGE on its schema.',
    retryable: false,
  },
  RDS_NO_COLUMNS: {
    status: 'fail',
    message: "The table '{table}' has no column that can be exported",
    fix: 'Binary columns are dropped from an export: choose another table, or add a text column.',
    retryable: false,
  },
  RDS_QUERY_TIMED_OUT: {
    status: 'fail',
    message: 'The query was stopped by the server after its time limit',
    fix: 'Import a smaller table or a table without slow computed columns, or try again when the server is less busy.',
    retryable: true,
  },
  RDS_DEADLINE_PASSED: {
    status: 'fail',
    message: 'The server did not finish within {seconds} s, and the connection was closed',
    fix: 'Try again; if it lasts, check that the server answers at all: a server under great load or a network that loses packets looks like this.',
    retryable: true,
  },
  RDS_QUERY_KILLED: {
    status: 'fail',
    message: 'The query was ended by an administrator of the server',
    fix: 'Try again; ask whether a rule ends long queries.',
    retryable: true,
  },
  RDS_LOCKED: {
    status: 'fail',
    message: "The table '{table}' is locked by another session",
    fix: 'Try again when the change to the table is done.',
    retryable: true,
  },
  RDS_TEXT_NOT_UTF8: {
    status: 'fail',
    message: "The table '{table}' holds text that is not valid in the encoding of its database",
    fix: 'Correct the bytes, or leave the table out: a UTF-8 file cannot hold them.',
    retryable: false,
  },
  RDS_ROW_TOO_LARGE: {
    status: 'fail',
    message: "The table '{table}' has a row that is larger than the server can send",
    fix: 'Raise max_allowed_packet of the server, or leave the table out.',
    retryable: false,
  },
  RDS_EXPORT_NOT_STORED: {
    status: 'fail',
    message: 'The file could not be stored: {reason}',
    fix: 'Check that the bucket exists and that the verifier may write to the prefix; the unfinished upload was aborted, so no partial file is left.',
    retryable: true,
  },
  RDS_TIME_RAN_OUT: {
    status: 'skipped',
    message: 'Not imported: the time of this run was over',
    fix: 'Import fewer tables in one run, or raise the timeout of the verifier.',
    retryable: true,
    incomplete: true,
  },
  RDS_DATABASE_ERROR: {
    status: 'fail',
    message: 'The database answered with an error: {reason}',
    fix: 'Look the error code up in the documentation of the database.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;

/** Every code of the RDS checks, with the words of the platform's own troubleshooting table where it has them. */
export const RDS_CODES = { ...CONNECTION, ...REFUSALS, ...DATA } as const;

export type RdsCode = keyof typeof RDS_CODES;
