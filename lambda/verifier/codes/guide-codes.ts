import type { CodeEntry } from './code';

/** Codes of rows in the platforms' troubleshooting tables that no probe above covers. */
export const GUIDE_CODES = {
  COGNITO_PASSWORD_CHANGE_NEEDED: {
    status: 'fail',
    message: 'The Cognito user must change its password first (FORCE_CHANGE_PASSWORD)',
    fix: 'Set a permanent password for the user with admin-set-user-password --permanent.',
    retryable: false,
  },
  COGNITO_NOT_AUTHORIZED: {
    status: 'fail',
    message: 'Cognito refuses the sign-in (NotAuthorizedException): {reason}',
    fix: 'Check the user name and the password, and that the app client allows ALLOW_USER_PASSWORD_AUTH.',
    retryable: false,
  },
  LAKE_FORMATION_NO_ROWS: {
    status: 'fail',
    message: "A query of table '{table}' returns no rows, although there is data",
    fix: 'Grant the role SELECT on the database and the table in Lake Formation, under Data permissions, without a filter that hides all rows; then compare the format of the table with its files.',
    retryable: false,
  },
} as const satisfies Record<string, CodeEntry>;
