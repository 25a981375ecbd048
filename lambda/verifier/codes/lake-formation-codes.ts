import type { CodeEntry } from './code';

const GRANT = 'Grant the role SELECT and DESCRIBE on it in Lake Formation, under Data permissions, and DESCRIBE on its database';

/** Codes of databases and tables in the Data Catalog, and of Lake Formation's say over them. */
const CATALOG_CODES = {
  LAKE_FORMATION_NO_DATABASES: {
    status: 'warn',
    message: 'No database is visible to the role',
    fix: 'Grant the role DESCRIBE on the databases in Lake Formation, under Data permissions, or make a database.',
    retryable: false,
    worked: true,
  },
  LAKE_FORMATION_DATABASE_HIDDEN: {
    status: 'fail',
    message: "Database '{database}' is not visible to the role",
    fix: 'Grant the role DESCRIBE on the database in Lake Formation, under Data permissions; if it is granted, correct the name.',
    retryable: true,
  },
  LAKE_FORMATION_NO_TABLES: {
    status: 'warn',
    message: "No table of database '{database}' is visible to the role",
    fix: `${GRANT}, or make a table.`,
    retryable: false,
    worked: true,
  },
  LAKE_FORMATION_TABLES_LEFT: {
    status: 'warn',
    message: 'Only the first {looked} tables were looked into; {left} more were not',
    fix: 'Raise limits.places to look into more.',
    retryable: false,
    worked: true,
  },
  LAKE_FORMATION_TABLE_HIDDEN: {
    status: 'fail',
    message: "Table '{table}' is not visible to the role, so that queries find nothing",
    fix: `${GRANT}; if it is granted, correct the name.`,
    retryable: true,
  },
  LAKE_FORMATION_COLUMN_HIDDEN: {
    status: 'fail',
    message: "Columns of table '{table}' are not visible to the role: {columns}",
    fix: 'Grant the role SELECT on these columns in Lake Formation; if they are granted, correct the names.',
    retryable: true,
  },
  LAKE_FORMATION_NOT_REGISTERED: {
    status: 'warn',
    message: "The data of table '{table}' is not registered with Lake Formation, which therefore does not hand it out",
    fix: "Register the location of the table in Lake Formation; until then Athena reads it with the role's own permissions on S3.",
    retryable: false,
    worked: true,
  },
  LAKE_FORMATION_NOT_ENFORCED: {
    status: 'warn',
    message: "IAMAllowedPrincipals holds Super on '{what}': whoever may call Glue can see it, whatever Lake Formation grants",
    fix: 'Revoke Super from IAMAllowedPrincipals on it in Lake Formation, after everybody else who needs it has a grant.',
    retryable: false,
    worked: true,
  },
  LAKE_FORMATION_ROLE_IS_ADMIN: {
    status: 'fail',
    message: 'The role is a data lake administrator: it sees everything and can grant itself whatever it lacks',
    fix: 'Remove the role from the data lake administrators of Lake Formation.',
    retryable: false,
  },
  LAKE_FORMATION_NO_ADMIN: {
    status: 'warn',
    message: 'This account has no data lake administrator in this region, so that nobody can manage grants',
    fix: 'Make a data lake administrator in Lake Formation; the role that deploys grants needs it too.',
    retryable: false,
    worked: true,
  },
} as const satisfies Record<string, CodeEntry>;

/** Codes of Athena: workgroup, queries and their results. */
const QUERY_CODES = {
  LAKE_FORMATION_NO_WORKGROUP: {
    status: 'fail',
    message: "There is no Athena workgroup '{workgroup}' in this region",
    fix: 'Correct the name of the workgroup, or make it.',
    retryable: false,
  },
  LAKE_FORMATION_WORKGROUP_DISABLED: {
    status: 'fail',
    message: "Athena workgroup '{workgroup}' is turned off",
    fix: 'Turn the workgroup on.',
    retryable: false,
  },
  LAKE_FORMATION_MANAGED_RESULTS: {
    status: 'fail',
    message: "Athena workgroup '{workgroup}' keeps its results in Athena, and the platform needs a results location",
    fix: 'Turn managed query results off in the workgroup, or use another workgroup.',
    retryable: false,
  },
  LAKE_FORMATION_RESULTS_OVERRIDDEN: {
    status: 'fail',
    message: "Athena workgroup '{workgroup}' sends results to {actual}, whatever the platform asks for ({expected})",
    fix: 'Give the workgroup and the platform the same results location, or let clients override the settings of the workgroup.',
    retryable: false,
  },
  LAKE_FORMATION_RESULTS_DENIED: {
    status: 'fail',
    message: 'Athena cannot write results to {location} for the role: {reason}',
    fix: 'Allow the role the actions on the results bucket and its objects that the connection lists, and its KMS key; the bucket must be in this region.',
    retryable: true,
  },
  LAKE_FORMATION_RESULT_UNREADABLE: {
    status: 'fail',
    message: "The result of a query of table '{table}' cannot be read: {reason}",
    fix: 'Allow the role s3:GetObject under the results location, and kms:Decrypt on its key.',
    retryable: true,
  },
  LAKE_FORMATION_DATA_DENIED: {
    status: 'fail',
    message: "The data of table '{table}' cannot be read",
    fix: "Register the location of the table in Lake Formation with a role that can read it; or, without Lake Formation, allow the connection's role s3:GetObject on it.",
    retryable: true,
  },
  LAKE_FORMATION_QUERY_FAILED: {
    status: 'fail',
    message: "A query of table '{table}' failed: {error}",
    fix: 'Run SELECT * with a LIMIT on the table in the Athena console: a table that fails for everybody must be mended first.',
    retryable: false,
  },
  LAKE_FORMATION_SCAN_LIMIT: {
    status: 'warn',
    message: "A query of table '{table}' was stopped after {bytes} byte(s)",
    fix: 'Partition the table or store it by columns; or raise limits.scanBytes, or the scan limit of the workgroup.',
    retryable: false,
    worked: true,
  },
  LAKE_FORMATION_QUERY_SLOW: {
    status: 'warn',
    message: "A query of table '{table}' was stopped after {seconds} s",
    fix: 'Run the verification again; if it lasts, look at the queue of the workgroup and at the number of files of the table.',
    retryable: true,
  },
  LAKE_FORMATION_EMPTY_TABLE: {
    status: 'warn',
    message: "Table '{table}' is empty: its query worked and there was nothing to read",
    fix: 'Put data under the location of the table.',
    retryable: false,
    worked: true,
  },
  LAKE_FORMATION_NO_PARTITIONS: {
    status: 'warn',
    message: "Table '{table}' is partitioned and the Data Catalog knows no partition of it",
    fix: 'Add the partitions, with a crawler or with MSCK REPAIR TABLE.',
    retryable: false,
    worked: true,
  },
  LAKE_FORMATION_NOT_QUERIED: {
    status: 'skipped',
    message: "Not checked: the query of table '{table}' gave no result",
    fix: 'Cure the check lake-formation.query-table first.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;

const REFUSAL_CODES = {
  LAKE_FORMATION_TABLE_NOT_REFUSED: {
    status: 'fail',
    message: "The role can {what} table '{table}', although it must be refused",
    fix: 'Find the grant in Lake Formation, the LF-tag or the Super of IAMAllowedPrincipals that lets the role in, and revoke it.',
    retryable: false,
  },
  LAKE_FORMATION_UNLISTED_NOT_REFUSED: {
    status: 'warn',
    message: 'IAM lets the role ask for tables that are not listed, so that only Lake Formation hides them',
    fix: 'Find the policy that allows the role glue:GetTable on more than the listed tables, and remove it.',
    retryable: false,
  },
  LAKE_FORMATION_COLUMN_NOT_REFUSED: {
    status: 'fail',
    message: "The role can read column '{column}' of table '{table}', although it must be refused",
    fix: 'Find the grant in Lake Formation that includes the column, or the Super of IAMAllowedPrincipals on the table, and revoke it.',
    retryable: false,
  },
  LAKE_FORMATION_RESULTS_NOT_REFUSED: {
    status: 'fail',
    message: "The role can read objects of bucket '{bucket}' outside the results location",
    fix: 'Find the policy of the role, or of the bucket, that reaches beyond the results location and remove it.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;

export const LAKE_FORMATION_CODES = { ...CATALOG_CODES, ...QUERY_CODES, ...REFUSAL_CODES } as const;
